import ArgumentParser
internal import Catalog
import Contracts
internal import Ledger
internal import Vocabulary

/// Ledger entries, newest first.
struct LedgerEntriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entries", abstract: "List ledger entries, newest first.",
        discussion: """
            Example:
              didtron ledger entries --partner acme --from 2026-10-01 --to 2026-10-31
            """)

    @Option(help: "Only those that touch the account of this id.")
    var account: LedgerAccountID?

    @Option(help: "Only those of the journal of this id.")
    var journal: JournalID?

    @Option(help: "Only those that touch this partner's accounts.")
    var partner: String?

    @Option(help: ArgumentHelp("Effective on or after this day.", valueName: "date"))
    var from: String?

    @Option(help: ArgumentHelp("Effective on or before this day.", valueName: "date"))
    var to: String?

    @Option(help: "Largest number of rows.")
    var limit = 100

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try BooksNotice.show(on: connection)
        var filter = LedgerEntryLine.Filter()
        filter.accountID = account
        filter.journalID = journal
        filter.partnerID = try partner.map { try Catalog.partnerID($0, on: connection) }
        filter.fromOn = from
        filter.toOn = to
        filter.rowsMax = limit
        let entries = try LedgerEntryLine.list(filter, on: connection)
        if printing.json { return try JSONOutput.print(entries.map(JSON.LedgerEntry.init)) }
        guard !entries.isEmpty || printing.csv else { return print("There are no such entries.") }
        var table = TextTable([
            .right("entry"), .right("journal"), .left("document"), .left("effective"), .left("period of"),
            .left("debit"), .left("credit"), .right("amount"), .left("currency"),
        ])
        for entry in entries {
            table.rows.append([
                "\(entry.entryID)", "\(entry.journalID)", entry.document.isEmpty ? entry.kind : entry.document,
                entry.effectiveOn, entry.servicePeriod, name(entry.debitType, entry.debitPartner),
                name(entry.creditType, entry.creditPartner),
                AmountText.micros(entry.amountMicros, digits: entry.minorDigits), entry.currency,
            ])
        }
        try printing.print(table)
    }

    private func name(_ type: String, _ partner: String?) -> String { partner.map { "\(type) \($0)" } ?? type }
}
