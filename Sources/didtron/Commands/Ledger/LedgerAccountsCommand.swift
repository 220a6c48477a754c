import ArgumentParser
internal import Catalog
internal import Ledger

/// The ledger accounts with their balances.
struct LedgerAccountsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "The ledger accounts with their balances (debits less credits).")

    @Option(help: "Only this entity's.")
    var entity: String?

    @Option(help: "Only this partner's.")
    var partner: String?

    @Option(help: "Only of this type, such as receivable or unbilled.")
    var type: String?

    @Option(help: "Only of this currency.")
    var currency: String?

    @Option(help: ArgumentHelp("Only entries effective on or before this day.", valueName: "yyyy-mm-dd"))
    var asOf: DayArgument?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print CSV.")
    var csv = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try BooksNotice.show(on: connection)
        var filter = LedgerAccountLine.Filter()
        filter.entityID = try entity.map { try Int16(narrowing: Catalog.entityID($0, on: connection)) }
        filter.partnerID = try partner.map { try Int32(narrowing: Catalog.partnerID($0, on: connection)) }
        filter.type = type
        filter.currency = currency?.uppercased()
        filter.asOf = asOf?.text
        let accounts = try LedgerAccountLine.list(filter, on: connection)
        if json { return try JSONOutput.print(accounts) }
        if csv { return printCSV(accounts) }
        guard !accounts.isEmpty else { return print("No such account has entries.") }
        var table = TextTable([
            .right("id"), .left("entity"), .left("type"), .left("partner"), .right("entries"), .right("balance"),
            .left("currency"), .right("own currency"),
        ])
        for account in accounts {
            table.rows.append([
                String(account.accountID), account.entity, account.type, account.partner ?? "-",
                AmountText.count(account.entries),
                AmountText.micros(account.balanceMicros, digits: account.minorDigits),
                account.currency,
                account.currency == account.functionalCurrency
                    ? "" : "\(AmountText.micros(account.functionalMicros, digits: 2)) \(account.functionalCurrency)",
            ])
        }
        print(table.text, terminator: "")
    }

    private func printCSV(_ accounts: [LedgerAccountLine]) {
        CSVOutput.print(
            [
                "account_id", "entity", "type", "partner", "currency", "entries", "balance", "functional_currency",
                "functional_balance", "unconverted_entries",
            ],
            accounts.map { account in
                [
                    String(account.accountID), account.entity, account.type, account.partner ?? "", account.currency,
                    String(account.entries), CSVOutput.amount(account.balanceMicros, digits: account.minorDigits),
                    account.functionalCurrency, CSVOutput.amount(account.functionalMicros, digits: 2),
                    String(account.unconverted),
                ]
            })
    }
}
