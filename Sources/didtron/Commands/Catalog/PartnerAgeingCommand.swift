import ArgumentParser
import Contracts
internal import Catalog
internal import Receivables
internal import Vocabulary

/// How old what customers owe is.
struct PartnerAgeingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ageing", abstract: "Show how many days what customers owe is overdue, as of any day.",
        discussion: """
            Open invoices by days overdue; credits that settle nothing yet stand by themselves. What is left of the one less the \
            other is the receivable account in the ledger on that day.

            Example:
              didtron partner ageing --as-of 2026-10-31
            """)

    @Argument(help: "Code of the customer; all of them without one.")
    var partner: String?

    @Option(help: ArgumentHelp("The entity.", valueName: "code"))
    var entity: String?

    @Option(help: ArgumentHelp("As of the end of this day; today without it.", valueName: "date"))
    var asOf: DayArgument?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let rows = try Ageing.list(
            entityID: Catalog.entityID(entity, on: connection),
            partnerID: partner.map { try Catalog.partnerID($0, on: connection) }, asOf: asOf?.day,
            on: connection)
        if json { return try JSONOutput.print(rows.map(JSON.Ageing.init)) }
        guard let first = rows.first else { return print("Nothing is open.") }
        var table = TextTable([
            .left("partner"), .right("not due"), .right("1-30"), .right("31-60"), .right("61-90"),
            .right("91 and more"),
            .right("unapplied"), .right("total"), .left("currency"),
        ])
        for row in rows { table.rows.append([row.partner] + row.cells + [row.currency]) }
        for (currency, rows) in Dictionary(grouping: rows, by: \.currency).sorted(by: { $0.key < $1.key }) {
            table.totals.append(["all"] + rows.dropFirst().reduce(rows[0]) { $0.adding($1) }.cells + [currency])
        }
        print("As of the end of \(first.asOf), days overdue\n" + table.text, terminator: "")
    }
}

extension Ageing {
    fileprivate var cells: [String] {
        [notDueMinor, days30Minor, days60Minor, days90Minor, olderMinor, -unappliedMinor, totalMinor].map {
            AmountText.minor($0, digits: minorDigits)
        }
    }

    fileprivate func adding(_ other: Ageing) -> Ageing {
        var sum = self
        sum.notDueMinor += other.notDueMinor
        sum.days30Minor += other.days30Minor
        sum.days60Minor += other.days60Minor
        sum.days90Minor += other.days90Minor
        sum.olderMinor += other.olderMinor
        sum.unappliedMinor += other.unappliedMinor
        sum.totalMinor += other.totalMinor
        return sum
    }
}
