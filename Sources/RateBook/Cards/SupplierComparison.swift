internal import Catalog
import Money
public import Postgres
import RateCards
import Rating
public import Vocabulary

/// Who is cheapest where: the prices of some cards at an instant, prefix by prefix.
public struct SupplierComparison: Sendable, Encodable {
    /// One prefix of the union of all cards.
    public struct Line: Sendable, Encodable {
        public let prefix: String
        public let destination: String
        /// Of each card a minute, in units of the currency, by its longest prefix; nil = none, `blocked`.
        public let prices: [String?]
        /// Cards that have a price, the cheapest first; of equal ones the one named first.
        public let ranking: [String]
    }

    /// Names of the cards, in the order of `prices`.
    public let cards: [String]
    public let at: String
    /// By prefix.
    public let lines: [Line]
    /// How often each card is the cheapest, in the order of `cards`.
    public let cheapest: [Int]
    /// Prefixes for which no card has a price.
    public let unpriced: Int

    /// - Parameters:
    ///   - prefix: only the prefixes that begin so, and the longest one above them that a card has; nil = all.
    ///   - instant: UTC microseconds.
    /// - Throws: `Refusal` for cards that do not fit.
    public init(
        cards: [String], prefix: String? = nil, atMicros instant: Int64, entityID: EntityID, on connection: Connection
    ) throws {
        let wanted = try prefix.map { text in
            guard let prefix = Prefix(text) else {
                throw Refusal(.invalid, "prefix.not_digits", "'\(text)' is not a prefix of 1 to 15 digits")
            }
            return prefix
        }
        let prices = try SupplierPrices(
            cards: cards, currency: nil, entityID: entityID, atMicros: instant, on: connection)
        self.cards = cards
        at = RateSheet.text(utcMicros: instant)
        var lines: [Line] = []
        var cheapest = [Int](repeating: 0, count: cards.count)
        var unpriced = 0
        var above: Line?
        for element in PriceUnion(prices.lists) {
            if let wanted, !element.prefix.begins(with: wanted) {
                if wanted.begins(with: element.prefix) { above = Line(element, prices.lists) }
                continue
            }
            lines.append(Line(element, prices.lists))
        }
        if let above, lines.first?.prefix != prefix { lines.insert(above, at: 0) }
        for line in lines {
            if let first = line.ranking.first, let index = cards.firstIndex(of: first) {
                cheapest[index] += 1
            } else {
                unpriced += 1
            }
        }
        self.lines = lines
        self.cheapest = cheapest
        self.unpriced = unpriced
    }
}

extension SupplierComparison.Line {
    fileprivate init(_ element: PriceUnion.Element, _ lists: [PriceList]) {
        prefix = element.prefix.description
        let owner = lists[element.owner]
        destination = element.offers[element.owner].map { owner.names.text(Int($0.destination)) } ?? ""
        prices = element.offers.map { rate in
            rate.map {
                $0.blocked ? "blocked" : DecimalText.format($0.nanosPerMinute, decimals: DecimalText.nanoDecimals)
            }
        }
        ranking = element.ranking.map { lists[$0].name }
    }
}
