import ArgumentParser
import Contracts
import Calendar
internal import Catalog
internal import Ledger
import Operations
internal import Postgres

/// Measures foreign currencies anew at the end of a month.
struct RevaluationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revalue", abstract: "Measure what is held in foreign currencies anew at the end of a month.",
        discussion: """
            By the exchange rates of the last day: receivable, payable, unbilled, accrued and disputed amounts, banks, and \
            accounts of your own that were added so; not deposits and advances. The differences are a journal on that day, \
            which another takes back on the next. Done again it finds nothing, or what was booked in the month since. The \
            month is over and not locked yet.

            Example:
              didtron ledger revalue --month 2026-10
            """)

    @Option(help: ArgumentHelp("The month.", valueName: "yyyy-mm"))
    var month: BillingPeriodArgument

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        let period = month.period
        guard period.first == period.first.startOfMonth, period.endBefore == period.first.startOfNextMonth else {
            throw ValidationError("--month is a month such as 2026-10.")
        }
    }

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .app)
        let entityID = try Catalog.entityID(entity, on: connection)
        try BooksClosing(database, by: act.actor.actor, from: CommandOrigin.text).run(entityID: entityID)
        let day = "\(month.period.last)"
        let made = try act.perform("ledger.revalue", of: .entity(entity), on: connection) {
            try Revaluation.make(entityID: entityID, monthEnd: day, on: connection)
        }
        if json { return try JSONOutput.print([made].compactMap(\.self).map(JSON.Revaluation.init)) }
        guard let made else { return print("Nothing differs from what is booked on \(day).") }
        var table = TextTable([
            .left("currency"), .left("account"), .left("partner"), .right("holds"), .right("booked at"),
            .right("worth"),
            .right("difference"), .left("in"), .left("rate"),
        ])
        func own(_ micros: Int128, _ line: Revaluation.Line) -> String {
            AmountText.micros(micros, in: line.functionalCurrency)
        }
        for line in made.lines {
            table.rows.append([
                line.currency, line.type, line.partner ?? "-", AmountText.micros(line.micros, digits: line.minorDigits),
                own(line.bookedMicros, line), own(line.closingMicros, line),
                own(line.closingMicros - line.bookedMicros, line), line.functionalCurrency,
                ExchangeRateText.text(line.rate, line.isInverse, line.rateOn),
            ])
        }
        let sum = made.lines.reduce(Int128(0)) { $0 + $1.closingMicros - $1.bookedMicros }
        table.totals = [["Total", "", "", "", "", "", made.lines.first.map { own(sum, $0) } ?? "", "", ""]]
        print(table.text, terminator: "")
        print(
            "Journal \(made.journalID) on \(day), taken back by journal \(made.reversalID) on \(month.period.endBefore)."
        )
        let unconverted = made.lines.reduce(Int64(0)) { $0 + $1.unconverted }
        if unconverted > 0 {
            print("\(AmountText.count(unconverted, "entry")) without an exchange rate were left as they are.")
        }
    }
}
