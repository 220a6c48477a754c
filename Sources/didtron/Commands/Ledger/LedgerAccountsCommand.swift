import ArgumentParser
internal import Catalog
import Contracts
internal import Ledger

/// The ledger accounts with their balances.
struct LedgerAccountsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "List the ledger accounts with their balances (debits less credits).",
        discussion: """
            Example:
              didtron ledger accounts --partner acme
            """)

    @Option(help: ArgumentHelp("Only this entity's.", valueName: "code"))
    var entity: String?

    @Option(help: "Only this partner's.")
    var partner: String?

    @Option(help: "Only of this type, such as receivable or unbilled.")
    var type: String?

    @Option(help: ArgumentHelp("Only of this currency.", valueName: "code"))
    var currency: String?

    @Option(help: ArgumentHelp("Only entries effective on or before this day.", valueName: "date"))
    var asOf: DayArgument?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try BooksNotice.show(on: connection)
        var filter = LedgerAccountLine.Filter()
        filter.entityID = try entity.map { try Catalog.entityID($0, on: connection) }
        filter.partnerID = try partner.map { try Catalog.partnerID($0, on: connection) }
        filter.type = type
        filter.currency = currency?.uppercased()
        filter.asOf = asOf?.text
        let accounts = try LedgerAccountLine.list(filter, on: connection)
        if printing.json { return try JSONOutput.print(accounts.map(JSON.LedgerAccount.init)) }
        guard !accounts.isEmpty || printing.csv else { return print("No such account has entries.") }
        var table = TextTable([
            .right("id"), .left("entity"), .left("type"), .left("partner"), .right("entries"), .right("balance"),
            .left("currency"), .right("own amount"), .left("own currency"),
        ])
        for account in accounts {
            table.rows.append(
                [
                    "\(account.accountID)", account.entity, account.type, account.partner ?? "-",
                    AmountText.count(account.entries),
                    AmountText.micros(account.balanceMicros, digits: account.minorDigits),
                    account.currency,
                ] + own(account))
        }
        try printing.print(table)
    }

    /// The balance in the entity's own currency, where the account is in another.
    private func own(_ account: LedgerAccountLine) -> [String] {
        guard account.currency != account.functionalCurrency else { return ["", ""] }
        return [
            AmountText.micros(account.functionalMicros, in: account.functionalCurrency), account.functionalCurrency,
        ]
    }
}
