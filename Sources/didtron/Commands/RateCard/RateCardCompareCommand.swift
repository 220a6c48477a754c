import ArgumentParser
internal import Catalog
import Contracts
import Foundation
internal import RateBook
import RateCards

/// Compares suppliers prefix by prefix.
struct RateCardCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare the prices of several cards, prefix by prefix, and show the cheapest.",
        discussion: """
            Each card's price for a prefix is that of its longest prefix in effect; the cards are of one currency. Prices a \
            minute are compared, whatever the increments.

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
        let comparison = try SupplierComparison(
            cards: cards, prefix: prefix, atMicros: at?.utcMicros { $0 } ?? now,
            entityID: Catalog.entityID(entity, on: connection), on: connection)
        if json { return try JSONOutput.print(JSON.CardComparison(comparison)) }
        print(comparison.text, terminator: "")
    }
}

extension SupplierComparison {
    /// A line a prefix, then how often each is the cheapest.
    var text: String {
        var table = TextTable(
            [.left("prefix"), .left("destination")] + cards.map { .right($0) } + [.left("cheapest"), .left("second")])
        table.rows = lines.map { line in
            [line.prefix, line.destination] + line.prices.map { $0 ?? "-" }
                + [line.ranking.first ?? "-", line.ranking.dropFirst().first ?? "-"]
        }
        let wins = zip(cards, cheapest).map { "\($0) \($1)" }.joined(separator: ", ")
        return table.text
            + "Cheapest at \(at) of \(AmountText.count(Int64(lines.count), "prefix")): \(wins); without a price: \(unpriced)\n"
    }
}
