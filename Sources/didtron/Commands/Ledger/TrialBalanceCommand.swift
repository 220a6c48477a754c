import ArgumentParser
internal import Catalog
internal import Ledger
import Money

/// Debits and credits by type of account.
struct TrialBalanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial-balance", abstract: "Debits, credits and balance of each type of account, by currency.")

    @Option(help: "Only this entity's.")
    var entity: String?

    @Option(help: ArgumentHelp("Only entries effective on or before this day.", valueName: "yyyy-mm-dd"))
    var asOf: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        try Books.bringUpToDate(database)
        let connection = try database.connect(role: .reporter)
        let lines = try TrialBalanceLine.read(
            entityID: entity.map { try Int16(narrowing: Catalog.entityID($0, on: connection)) }, asOf: asOf,
            on: connection)
        if json { return try JSONOutput.print(lines) }
        guard !lines.isEmpty else { return print("The ledger has no entries.") }
        for (title, group) in groups(lines) {
            var table = TextTable([
                .left(title), .right("accounts"), .right("entries"), .right("debit"), .right("credit"),
                .right("balance"),
            ])
            for line in group {
                table.rows.append([
                    line.name, AmountText.count(line.accounts), AmountText.count(line.entries),
                    amount(line.debitMicros, line), amount(line.creditMicros, line),
                    amount(line.debitMicros - line.creditMicros, line),
                ])
            }
            let debits = group.reduce(Int128(0)) { $0 + $1.debitMicros }
            let credits = group.reduce(Int128(0)) { $0 + $1.creditMicros }
            table.totals = [
                [
                    "Total", "", "", amount(debits, group[0]), amount(credits, group[0]),
                    amount(debits - credits, group[0]),
                ]
            ]
            print(table.text)
        }
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

    private func amount(_ micros: Int128, _ line: TrialBalanceLine) -> String {
        AmountText.grouped(DecimalText.format(micros, decimals: DecimalText.microDecimals, decimalsMin: 6))
    }
}
