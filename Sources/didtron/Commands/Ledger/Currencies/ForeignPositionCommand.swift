import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
import Money

/// Shows positions in foreign currencies.
struct ForeignPositionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fx",
        abstract: "What the books hold in foreign currencies, as booked and by the exchange rate of a day.",
        discussion: """
            Receivable, payable, unbilled, accrued and disputed amounts and banks are measured anew at the end of a month \
            (`didtron ledger revalue`); what was paid ahead stays as it was booked.

            Example:
              didtron ledger fx --as-of 2026-10-31
            """)

    @Option(help: ArgumentHelp("At the end of this day.", valueName: "date"))
    var asOf: DayArgument

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let entityID = try Catalog.entityID(entity, on: connection)
        try BooksNotice.show(entityID: entityID, on: connection)
        let positions = try ForeignPosition.list(entityID: entityID, asOf: asOf.text, on: connection)
        if json { return try JSONOutput.print(positions.map(JSON.ForeignPosition.init)) }
        guard !positions.isEmpty else { return print("The books hold nothing in foreign currencies.") }
        var table = TextTable([
            .left("currency"), .left("account"), .left("partner"), .right("holds"), .right("booked at"),
            .right("worth"),
            .right("difference"), .left("in"), .left("rate"),
        ])
        for position in positions {
            let difference = position.closingMicros.map { $0 - position.bookedMicros }
            table.rows.append([
                position.currency, position.type, position.partner ?? "-",
                AmountText.micros(position.micros, digits: position.minorDigits),
                AmountText.micros(position.bookedMicros, in: position.functionalCurrency),
                position.closingMicros.map { AmountText.micros($0, in: position.functionalCurrency) } ?? "no rate",
                difference.map {
                    position.isRevalued ? AmountText.micros($0, in: position.functionalCurrency) : "(not measured)"
                } ?? "",
                position.functionalCurrency, ExchangeRateText.text(position.rate, position.isInverse, position.rateOn),
            ])
        }
        print(table.text, terminator: "")
        let unconverted = positions.reduce(Int64(0)) { $0 + $1.unconverted }
        if unconverted > 0 {
            print("\(AmountText.count(unconverted, "entry")) without an exchange rate are in none of these figures.")
        }
    }
}

/// An exchange rate and the day from which it is in effect, as a table has it.
enum ExchangeRateText {
    static func text(_ rate: String?, _ isInverse: Bool, _ day: String?) -> String {
        guard let rate, let day else { return "" }
        return "\(isInverse ? "1/" : "")\(rate) of \(day)"
    }
}
