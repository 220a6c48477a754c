import Acts
import ArgumentParser
import Foundation

/// Who acts, for the record.
struct ActorOption: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("User who does this, for the record; the user of the system by default.", valueName: "user"))
    var stated: String?

    var name: String { stated ?? NSUserName() }

    var actor: Actor { Actor(.shell, name) }

    func validate() throws {
        if let stated, !(1...200).contains(stated.count) {
            throw ValidationError("--as names who acts: it cannot be empty, nor longer than 200 characters.")
        }
    }
}
