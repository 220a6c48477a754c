import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
internal import Vocabulary

/// The statement of a partner's accounts.
struct PartnerStatementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement", abstract: "The account of a partner: opening balance, movements, closing balance.",
        discussion: """
            A positive balance is what the partner owes: receivable less payable less deposit. Usage that a deposit pays is a \
            line a day. --known-at shows the statement as it was then, without what was recorded since.

            Example:
              didtron ledger statement acme --from 2026-10-01 --to 2026-10-31
            """)

    @Argument(help: "Code of the partner.")
    var partner: String

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Option(
        name: .customLong("account"),
        help: ArgumentHelp(
            "Only this account: receivable, payable or deposit; may be repeated.", valueName: "account"))
    var accounts: [StatementAccountArgument] = []

    @OptionGroup var days: ReportDays

    @OptionGroup var report: ReportOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let entityID = try Catalog.entityID(entity, on: connection)
        try BooksNotice.show(entityID: entityID, on: connection)
        let statements = try PartnerStatement.read(
            entityID: entityID, partnerID: Catalog.partnerID(partner, on: connection),
            accounts: accounts.isEmpty ? PartnerStatement.Account.allCases : accounts.map(\.account),
            from: days.from?.text, to: days.to?.text, knownAt: report.knownText, on: connection)
        if report.json { return try JSONOutput.print(statements.map(JSON.PartnerStatement.init)) }
        if report.csv { return printCSV(statements) }
        guard !statements.isEmpty else { return print("Nothing was booked on such an account of \(partner).") }
        for statement in statements { printTable(statement) }
    }

    private func printTable(_ statement: PartnerStatement) {
        print("\(partner), \(statement.currency), \(days.text)")
        var table = TextTable([
            .left("date"), .left("account"), .left("what"), .right("debit"), .right("credit"), .right("balance"),
        ])
        func amount(_ micros: Int128) -> String { AmountText.micros(micros, digits: statement.minorDigits) }
        table.rows.append(["", "", "Opening balance", "", "", amount(statement.openingMicros)])
        for movement in statement.movements {
            table.rows.append([
                movement.effectiveOn, name(movement.account), movement.description,
                movement.debitMicros > 0 ? amount(movement.debitMicros) : "",
                movement.creditMicros > 0 ? amount(movement.creditMicros) : "", amount(movement.balanceMicros),
            ])
        }
        let debits = statement.movements.reduce(Int128(0)) { $0 + $1.debitMicros }
        let credits = statement.movements.reduce(Int128(0)) { $0 + $1.creditMicros }
        table.totals = [["", "", "Closing balance", amount(debits), amount(credits), amount(statement.closingMicros)]]
        if statement.closings.count > 1 {
            table.totals += statement.closings.map {
                ["", name($0.account), "of which", "", "", amount($0.balanceMicros)]
            }
        }
        print(table.text)
    }

    private func printCSV(_ statements: [PartnerStatement]) {
        CSVOutput.print(
            [
                "currency", "date", "account", "kind", "document", "description", "journal", "debit", "credit",
                "balance",
            ],
            statements.flatMap { statement -> [[String]] in
                func amount(_ micros: Int128) -> String { CSVOutput.amount(micros, digits: statement.minorDigits) }
                func end(_ day: String?, _ kind: String, _ balance: Int128) -> [String] {
                    [statement.currency, day ?? "", "", kind, "", "", "", "", "", amount(balance)]
                }
                return [end(days.from?.text, "opening", statement.openingMicros)]
                    + statement.movements.map { movement in
                        [
                            statement.currency, movement.effectiveOn, name(movement.account), movement.kind,
                            movement.document, movement.description, movement.journalID.map { "\($0)" } ?? "",
                            movement.debitMicros > 0 ? amount(movement.debitMicros) : "",
                            movement.creditMicros > 0 ? amount(movement.creditMicros) : "",
                            amount(movement.balanceMicros),
                        ]
                    } + [end(days.to?.text, "closing", statement.closingMicros)]
            })
    }

    private func name(_ type: String) -> String { type == "prepaid" ? "deposit" : type }
}

/// `--account receivable`.
struct StatementAccountArgument: ExpressibleByArgument {
    let account: PartnerStatement.Account

    init?(argument: String) {
        guard let account = PartnerStatement.Account(rawValue: argument) else { return nil }
        self.account = account
    }
}
