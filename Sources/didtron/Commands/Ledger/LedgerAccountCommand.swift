import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
internal import Vocabulary

/// The general ledger of one account.
struct LedgerAccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "The general ledger of one account: each entry, with the balance behind it.",
        discussion: """
            Examples:
              didtron ledger account --type receivable --partner acme
              didtron ledger account 17 --from 2026-10-01 --to 2026-10-31
            """)

    @Argument(help: "Id of the account; or state its type, and what else it takes to name one.")
    var account: LedgerAccountID?

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Option(help: "Of this type, such as bank or receivable.")
    var type: String?

    @Option(help: "Of this partner.")
    var partner: String?

    @Option(help: ArgumentHelp("In this currency.", valueName: "code"))
    var currency: String?

    @OptionGroup var days: ReportDays

    @Option(help: "How many entries at most, the earliest.")
    var limit: Int32 = 1000

    @OptionGroup var report: ReportOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if account == nil, type == nil { throw ValidationError("State the id of an account, or its --type.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try BooksNotice.show(on: connection)
        var filter = LedgerAccountLine.Filter()
        filter.entityID = try entity.map { try Catalog.entityID($0, on: connection) }
        filter.partnerID = try partner.map { try Catalog.partnerID($0, on: connection) }
        filter.type = type
        filter.currency = currency?.uppercased()
        let found = try LedgerAccountLine.only(account, filter, on: connection)
        let ledger = try AccountLedger.read(
            accountID: found.accountID, from: days.from?.text, to: days.to?.text, knownAt: report.knownText,
            rowsMax: limit, on: connection)
        if report.json { return try JSONOutput.print(JSON.AccountLedger(found, ledger)) }
        if report.csv { return printCSV(found, ledger) }
        printTable(found, ledger)
    }

    private func printTable(_ account: LedgerAccountLine, _ ledger: AccountLedger) {
        let name = [account.type, account.partner].compactMap(\.self).joined(separator: " ")
        print("\(account.entity), \(name), \(account.currency), \(days.text)")
        var table = TextTable([
            .left("effective"), .right("journal"), .left("what"), .left("against"), .right("debit"), .right("credit"),
            .right("balance"),
        ])
        func amount(_ micros: Int128) -> String { AmountText.micros(micros, digits: account.minorDigits) }
        table.rows.append(["", "", "Opening balance", "", "", "", amount(ledger.openingMicros)])
        for movement in ledger.movements {
            let what = movement.document.isEmpty ? movement.kind : movement.document
            table.rows.append([
                movement.effectiveOn, "\(movement.journalID)",
                movement.reversal.map { "\(what) (\($0))" } ?? what,
                [movement.otherType, movement.otherPartner].compactMap(\.self).joined(separator: " "),
                movement.micros > 0 ? amount(movement.micros) : "",
                movement.micros < 0 ? amount(-movement.micros) : "", amount(movement.balanceMicros),
            ])
        }
        table.totals = [["", "", "Closing balance", "", "", "", amount(ledger.closingMicros)]]
        print(table.text, terminator: "")
        if account.currency != account.functionalCurrency {
            print(
                "In \(account.functionalCurrency): "
                    + "\(AmountText.micros(ledger.openingFunctionalMicros, in: account.functionalCurrency)) before, "
                    + "\(AmountText.micros(ledger.closingFunctionalMicros, in: account.functionalCurrency)) behind")
        }
        let left = ledger.movementsInAll - Int64(ledger.movements.count)
        if left > 0 { print("… and \(AmountText.count(left)) later ones (--limit shows them)") }
    }

    private func printCSV(_ account: LedgerAccountLine, _ ledger: AccountLedger) {
        func amount(_ micros: Int128) -> String { CSVOutput.amount(micros, digits: account.minorDigits) }
        func functional(_ micros: Int128) -> String { CSVOutput.amount(micros, in: account.functionalCurrency) }
        CSVOutput.print(
            [
                "effective_on", "journal", "entry", "kind", "document", "against", "against_partner", "service_period",
                "recorded_at", "actor", "debit", "credit", "balance", "functional", "functional_balance",
            ],
            [
                [
                    days.from?.text ?? "", "", "", "opening", "", "", "", "", "", "", "", "",
                    amount(ledger.openingMicros),
                    "", functional(ledger.openingFunctionalMicros),
                ]
            ]
                + ledger.movements.map { movement in
                    [
                        movement.effectiveOn, "\(movement.journalID)", "\(movement.entryID)", movement.kind,
                        movement.document, movement.otherType, movement.otherPartner ?? "", movement.servicePeriod,
                        movement.recordedAt, movement.actor, movement.micros > 0 ? amount(movement.micros) : "",
                        movement.micros < 0 ? amount(-movement.micros) : "", amount(movement.balanceMicros),
                        movement.functionalMicros.map(functional) ?? "",
                        functional(movement.balanceFunctionalMicros),
                    ]
                })
    }
}
