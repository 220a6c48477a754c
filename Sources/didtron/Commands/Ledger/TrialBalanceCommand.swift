import ArgumentParser
internal import Catalog
import Contracts
internal import Ledger
import Money

/// Debits and credits by type of account.
struct TrialBalanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial-balance",
        abstract: "Show debits, credits and balance of each type of account, by currency.",
        discussion: """
            --as-of asks what took effect by a day, with whatever was recorded since; --known-at asks what was recorded by an \
            instant. Both together show a day's balances as they were reported then.

            Example:
              didtron ledger trial-balance --as-of 2026-10-31
            """)

    @Option(help: ArgumentHelp("Only this entity's.", valueName: "code"))
    var entity: String?

    @Option(help: ArgumentHelp("Only of this currency.", valueName: "code"))
    var currency: String?

    @Option(help: ArgumentHelp("Only entries effective on or before this day.", valueName: "date"))
    var asOf: DayArgument?

    @OptionGroup var report: ReportOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try BooksNotice.show(on: connection)
        let lines = try TrialBalanceLine.read(
            entityID: entity.map { try Catalog.entityID($0, on: connection) },
            currency: currency?.uppercased(), asOf: asOf?.text, knownAt: report.knownText, on: connection)
        if report.json { return try JSONOutput.print(lines.map(JSON.TrialBalanceLine.init)) }
        if report.csv { return printCSV(lines) }
        guard !lines.isEmpty else { return print("The ledger has no entries.") }
        for (title, group) in groups(lines) {
            // In foreign currency, what it is in the entity's own: the parts that have an exchange rate.
            let isForeign = group[0].currency != group[0].functionalCurrency
            var columns: [TextTable.Column] = [
                .left(title), .right("accounts"), .right("entries"), .right("debit"), .right("credit"),
                .right("balance"),
            ]
            if isForeign { columns.append(.right("in \(group[0].functionalCurrency)")) }
            var table = TextTable(columns)
            for line in group {
                table.rows.append(
                    [
                        line.name, AmountText.count(line.accounts), AmountText.count(line.entries),
                        amount(line.debitMicros, line), amount(line.creditMicros, line),
                        amount(line.debitMicros - line.creditMicros, line),
                    ] + (isForeign ? [functional(line)] : []))
            }
            let debits = group.reduce(Int128(0)) { $0 + $1.debitMicros }
            let credits = group.reduce(Int128(0)) { $0 + $1.creditMicros }
            let own = group.reduce(Int128(0)) { $0 + $1.functionalMicros }
            table.totals = [
                [
                    "Total", "", "", amount(debits, group[0]), amount(credits, group[0]),
                    amount(debits - credits, group[0]),
                ] + (isForeign ? [amount(own, group[0])] : [])
            ]
            print(table.fitted)
        }
    }

    private func printCSV(_ lines: [TrialBalanceLine]) {
        CSVOutput.print(
            [
                "entity", "currency", "account", "name", "class", "accounts", "entries", "debit", "credit", "balance",
                "functional_currency", "functional_balance", "unconverted_entries",
            ],
            lines.map { line in
                [
                    line.entity, line.currency, line.type, line.name, line.accountClass, String(line.accounts),
                    String(line.entries), CSVOutput.amount(line.debitMicros, digits: line.minorDigits),
                    CSVOutput.amount(line.creditMicros, digits: line.minorDigits),
                    CSVOutput.amount(line.debitMicros - line.creditMicros, digits: line.minorDigits),
                    line.functionalCurrency, CSVOutput.amount(line.functionalMicros, in: line.functionalCurrency),
                    String(line.unconverted),
                ]
            })
    }

    /// Neighbours of one entity and currency.
    private func groups(_ lines: [TrialBalanceLine]) -> [(title: String, lines: [TrialBalanceLine])] {
        var groups: [(title: String, lines: [TrialBalanceLine])] = []
        for line in lines {
            let title = "\(line.entity), \(line.currency)"
            if groups.last?.title == title {
                groups[groups.count - 1].lines.append(line)
            } else {
                groups.append((title, [line]))
            }
        }
        return groups
    }

    private func functional(_ line: TrialBalanceLine) -> String {
        let text = amount(line.functionalMicros, line)
        return line.unconverted == 0 ? text : "\(text), \(AmountText.count(line.unconverted)) without a rate"
    }

    private func amount(_ micros: Int128, _ line: TrialBalanceLine) -> String {
        AmountText.grouped(DecimalText.format(micros, decimals: DecimalText.microDecimals, decimalsMin: 6))
    }
}
