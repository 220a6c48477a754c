import ArgumentParser
internal import Catalog
import Contracts
import Foundation
import Money
import Operations
internal import Postgres
internal import RateBook
import RateCards

/// Compares suppliers prefix by prefix.
struct RateCardCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare the prices of several cards, prefix by prefix, and show the cheapest.",
        discussion: """
            Each card's price for a prefix is that of its longest prefix in effect. Prices a minute are compared, whatever the \
            increments. Prices of another currency are converted by the exchange rate of the UTC day of the comparison. Where a card \
            has prices by time band, origin or jurisdiction, each of these has a line of its own; bands and origins of one name must \
            be the same on all cards.

            Example:
              didtron ratecard compare --buy-card alpha beta --prefix 44
            """)

    @Option(
        name: .customLong("buy-card"), parsing: .upToNextOption,
        help: ArgumentHelp("Cards, two or more, with blanks or commas between them.", valueName: "card"))
    var suppliers: [String]

    @Option(help: "Only prefixes that begin so, and the one above them.")
    var prefix: String?

    @Option(
        help: ArgumentHelp("Instant whose prices count, a UTC date or an instant; now by default.", valueName: "date"))
    var at: StatedMoment?

    @Option(
        help: ArgumentHelp(
            "Currency in which prices are compared; that of the first card by default.", valueName: "code"))
    var currency: Currency?

    @Option(help: ArgumentHelp("Entity; needed where there are several.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    private var cards: [String] { suppliers.flatMap { $0.split(separator: ",").map(String.init) } }

    func validate() throws {
        if cards.count < 2 { throw ValidationError("Name two cards or more with --buy-card.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        var terms = SupplierComparison.Terms(cards: cards, atMicros: at?.utcMicros { $0 } ?? now)
        terms.prefix = prefix
        terms.currency = currency
        terms.exchangeDaysMax = try ExchangeBasis.present(connection).daysMax
        let comparison = try SupplierComparison(
            terms, entityID: Catalog.entityID(entity, on: connection), on: connection)
        if json { return try JSONOutput.print(JSON.CardComparison(comparison)) }
        print(comparison.text, terminator: "")
    }
}

extension SupplierComparison {
    /// A line a prefix, then how often each is the cheapest.
    var text: String {
        let tellsCallsApart = lines.contains { $0.kind != nil }
        var table = TextTable(
            [.left("prefix"), .left("destination")] + (tellsCallsApart ? [.left("calls")] : [])
                + cards.map { .right($0) } + [.left("cheapest"), .left("second")])
        table.rows = lines.map { line in
            [line.prefix, line.destination] + (tellsCallsApart ? [line.kind ?? "any"] : [])
                + line.prices.map { $0 ?? "-" } + [line.ranking.first ?? "-", line.ranking.dropFirst().first ?? "-"]
        }
        let wins = zip(cards, cheapest).map { "\($0) \($1)" }.joined(separator: ", ")
        let what = tellsCallsApart ? "kind of call" : "prefix"
        let counted = "\(lines.count) \(lines.count == 1 ? what : tellsCallsApart ? "kinds of call" : "prefixes")"
        var text =
            table.text
            + "Cheapest at \(at) of \(counted), in \(currency) a minute: \(wins); without a price: \(unpriced)\n"
        for source in sources {
            guard let exchange = source.exchange else { continue }
            text += "Prices of \(source.card), in \(source.currency), were converted by \(exchange).\n"
        }
        return text
    }
}
