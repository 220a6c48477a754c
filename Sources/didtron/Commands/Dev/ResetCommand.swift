import ArgumentParser
import Contracts
internal import Database
internal import Postgres

/// Empties the private database.
struct ResetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Remove the private database and the received files, and begin anew.",
        discussion: """
            Everything in them is lost: partners, cards, calls, books. A database behind DATABASE_URL is left alone.

            Example:
              didtron dev reset --yes
            """)

    @Flag(help: "Confirm: without this flag the command says what would be lost.")
    var yes = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let located = try database.located()
        guard located.isPrivate else {
            throw ValidationError(
                "DATABASE_URL names \(located), which is not the program's own: drop and create it with its server's tools."
            )
        }
        guard yes else {
            throw ValidationError(
                "This removes \(located) and the received files in \(located.home.evidence). State --yes to do it.")
        }
        _ = try Database.emptied(name: "didtron", home: located.home)
        try printing.show(JSON.DatabaseStep(database: "\(located)", state: "emptied"), "Emptied \(located).")
    }
}
