import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger

/// Lists journals by hand.
struct JournalListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journals", abstract: "Journals by hand and opening balances, the latest first.",
        discussion: """
            Example:
              didtron ledger journals --waiting
            """)

    @Option(help: ArgumentHelp("Only this entity's.", valueName: "code"))
    var entity: String?

    @Flag(help: "Only those that wait to be posted or refused.")
    var waiting = false

    @Option(help: "How many at most.")
    var limit: Int32 = 50

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        var filter = ManualJournal.Filter()
        filter.entityID = try entity.map { try Catalog.entityID($0, on: connection) }
        filter.state = waiting ? "proposed" : nil
        filter.rowsMax = limit
        let journals = try ManualJournal.list(filter, on: connection)
        if json { return try JSONOutput.print(journals.map(JSON.ManualJournal.init)) }
        guard !journals.isEmpty else { return print("There are no such journals.") }
        var table = TextTable([
            .right("id"), .left("entity"), .left("number"), .left("state"), .left("effective"), .right("lines"),
            .left("proposed by"), .left("decided by"), .left("what for"),
        ])
        table.rows = journals.map { journal in
            [
                "\(journal.documentID)", journal.entity, journal.number.isEmpty ? "-" : journal.number,
                journal.state,
                journal.effectiveOn, AmountText.count(journal.lines), journal.proposedBy, journal.decidedBy ?? "-",
                journal.description,
            ]
        }
        print(table.text, terminator: "")
    }
}
