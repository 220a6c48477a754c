import ArgumentParser
import Foundation

/// Who acts, for the record.
struct ActorOption: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Who does this, for the record; the user of the system where not given.", valueName: "user"))
    var stated: String?

    var name: String { stated ?? NSUserName() }

    func validate() throws {
        if stated?.isEmpty == true { throw ValidationError("--as names who acts: it cannot be empty.") }
    }
}
