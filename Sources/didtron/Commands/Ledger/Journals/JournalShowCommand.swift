import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
internal import Vocabulary

/// Shows a journal by hand with its lines.
struct JournalShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a journal by hand, or opening balances, with its lines.",
        discussion: """
            Example:
              didtron ledger show 41
            """)

    @Argument(help: "Its id, as `didtron ledger journals` lists it.")
    var journal: DocumentID

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let found = try ManualJournal.find(journal, on: connection)
        let lines = try found.content(on: connection)
        if json { return try JSONOutput.print(JSON.ManualJournalDetails(found, lines)) }
        print(
            "\(found.number.isEmpty ? "Proposal \(found.documentID)" : found.number), \(found.state): \(found.description)"
        )
        print("  effective \(found.effectiveOn), proposed by \(found.proposedBy)", terminator: "")
        print(found.decidedBy.map { ", decided by \($0)" } ?? (found.needsSecond ? ", waits for somebody else" : ""))
        if let journal = found.journalID { print("  journal \(journal)", terminator: "") }
        if let reversal = found.reversalID { print(", taken back by journal \(reversal)", terminator: "") }
        if found.journalID != nil { print("") }
        var table = TextTable([
            .right("line"), .left("debit"), .left("credit"), .left("partner"), .right("amount"), .left("currency"),
            .left("period of"), .left("text"),
        ])
        table.rows = lines.map { line in
            [
                "\(line.lineNumber)", line.debitType, line.creditType, line.partner ?? "-",
                AmountText.micros(line.amountMicros, digits: line.minorDigits), line.currency, line.servicePeriod,
                line.text ?? "",
            ]
        }
        print(table.text, terminator: "")
    }
}
