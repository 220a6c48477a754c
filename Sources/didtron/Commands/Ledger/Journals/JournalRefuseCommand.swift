import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
internal import Postgres
internal import Vocabulary

/// Refuses journals that were proposed.
struct JournalRefuseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse",
        abstract: "Refuse journals that somebody proposed: they move nothing. Say why with --reason.",
        discussion: """
            Example:
              didtron ledger refuse 41 --reason "wrong account"
            """)

    @Argument(help: "Ids, as `didtron ledger journals --waiting` lists them.")
    var journals: [DocumentID]

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if act.reason == nil { throw ValidationError("Say why with --reason.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let refused = try act.perform("journal.refuse", of: .entity(entity), on: connection) {
            try ManualJournals.refuse(
                journals, entityID: Catalog.entityID(entity, on: connection), on: connection)
            return journals.count
        }
        if json {
            return try JSONOutput.print(JSON.JournalsRefused(documents: journals.map(\.rawValue)))
        }
        print("\(AmountText.count(Int64(refused), "journal")) refused")
    }
}
