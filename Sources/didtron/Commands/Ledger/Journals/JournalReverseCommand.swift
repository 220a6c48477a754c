import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
internal import Postgres
internal import Vocabulary

/// Takes a journal by hand back.
struct JournalReverseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverse", abstract: "Take a journal by hand, or opening balances, back, once.",
        discussion: """
            A new journal names the old one and has its entries with the accounts exchanged, at the same amounts in both \
            currencies. Without --on it takes effect on the days of the entries, in a locked period on the first open day. Where the setting \
            ledger.second_person is on, this asks for it, and somebody else who runs the same command confirms it.

            Example:
              didtron ledger reverse 41 --reason "entered twice"
            """)

    @Argument(help: "Id of the journal, or the number of its document.")
    var journal: String

    @Option(help: ArgumentHelp("Day from which it takes effect.", valueName: "date"))
    var on: DayArgument?

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
        let reversed = try act.perform("journal.reverse", of: .entity(entity), on: connection) {
            try ManualJournals.reverse(
                journal, entityID: Catalog.entityID(entity, on: connection), from: on?.text,
                on: connection)
        }
        if json { return try JSONOutput.print(JSON.JournalReversed(reversed)) }
        guard let journalID = reversed.journalID else {
            return print(
                "Asked for: somebody else confirms it by `didtron ledger reverse \(reversed.number ?? "\(reversed.reversedJournalID)") --reason TEXT`."
            )
        }
        print(
            "Journal \(journalID) takes back \(reversed.number ?? "journal \(reversed.reversedJournalID)"), effective "
                + "\(reversed.effectiveOn ?? "-")")
    }
}
