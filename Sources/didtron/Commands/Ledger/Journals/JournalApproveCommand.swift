import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
internal import Postgres
internal import Vocabulary

/// Posts journals that were proposed.
struct JournalApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Post journals that somebody proposed, all of them or none.",
        discussion: """
            Example:
              didtron ledger approve 41 42
            """)

    @Argument(help: "Ids, as `didtron ledger journals --waiting` lists them.")
    var journals: [DocumentID]

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let posted = try act.perform("journal.approve", of: .entity(entity), on: connection) {
            try ManualJournals.post(
                journals, entityID: Catalog.entityID(entity, on: connection), on: connection)
        }
        if json { return try JSONOutput.print(posted.map(JSON.JournalPosted.init)) }
        for journal in posted { print(ManualJournalEntry.sentence(journal)) }
    }
}
