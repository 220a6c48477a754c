internal import Catalog
import Money
public import Postgres
import RateCards
import Rating
public import Vocabulary

/// Who is cheapest where: the prices of some cards at an instant, prefix by prefix and kind of call by kind of call.
public struct SupplierComparison: Sendable, Encodable {
    /// Calls of one kind to one prefix of the union of all cards.
    public struct Line: Sendable, Encodable {
        public let prefix: String
        public let destination: String
        /// Time band, origin and jurisdiction; nil = any call.
        public let kind: String?
        /// Of each card a minute, in units of the currency, by its longest prefix; nil = none, `blocked`.
        public let prices: [String?]
        /// Cards that have a price, the cheapest first; of equal ones the one named first.
        public let ranking: [String]
    }

    /// Names of the cards, in the order of `prices`.
    public let cards: [String]
    /// In which all prices are.
    public let currency: String
    /// Versions, and the exchange rates by which prices of other currencies were converted, in the same order.
    public let sources: [SupplierSource]
    public let at: String
    /// By prefix.
    public let lines: [Line]
    /// How often each card is the cheapest, in the order of `cards`.
    public let cheapest: [Int]
    /// Lines for which no card has a price.
    public let unpriced: Int

    /// Where it is to be looked, and how.
    public struct Terms: Sendable {
        public var cards: [String]
        /// Only the prefixes that begin so, and the longest one above them that a card has; nil = all.
        public var prefix: String?
        /// UTC microseconds.
        public var atMicros: Int64
        /// In which prices are compared; nil = that of the first card.
        public var currency: Currency?
        /// Days from the day of an exchange rate to that of the comparison at most; nil = without a limit.
        public var exchangeDaysMax: Int32?

        public init(cards: [String], atMicros: Int64) {
            self.cards = cards
            self.atMicros = atMicros
        }
    }

    /// - Throws: `Refusal` for cards that do not fit.
    public init(_ terms: Terms, entityID: EntityID, on connection: Connection) throws {
        let wanted = try terms.prefix.map { text in
            guard let prefix = Prefix(text) else {
                throw Refusal(.invalid, "prefix.not_digits", "'\(text)' is not a prefix of 1 to 15 digits")
            }
            return prefix
        }
        let prices = try SupplierPrices(
            cards: terms.cards, currency: terms.currency?.code, entityID: entityID, atMicros: terms.atMicros,
            exchange: .newest(daysMax: terms.exchangeDaysMax), on: connection)
        cards = terms.cards
        currency = prices.currency
        sources = prices.sources
        at = RateSheet.text(utcMicros: terms.atMicros)
        var lines: [Line] = []
        var above: [Line] = []
        for element in PriceUnion(prices.lists) {
            if let wanted, !element.prefix.begins(with: wanted) {
                if wanted.begins(with: element.prefix) { above = Line.lines(element, prices.lists) }
                continue
            }
            lines += Line.lines(element, prices.lists)
        }
        if lines.first?.prefix != terms.prefix { lines.insert(contentsOf: above, at: 0) }
        var cheapest = [Int](repeating: 0, count: cards.count)
        var unpriced = 0
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
    /// A line for each kind of call that the cards tell apart, the plainest first; that of any call only where a card has a price
    /// for it.
    fileprivate static func lines(_ element: PriceUnion.Element, _ lists: [PriceList]) -> [Self] {
        let kinds = element.kinds(lists)
        return kinds.compactMap { kind in
            let offers = element.offers(for: kind, lists)
            if kinds.count > 1, offers.allSatisfy({ $0 == nil }) { return nil }
            return Self(element, kind, offers, lists)
        }
    }

    private init(_ element: PriceUnion.Element, _ kind: VariantName, _ offers: [Rate?], _ lists: [PriceList]) {
        prefix = element.prefix.description
        destination = element.destination.map { lists[element.owner].names.text(Int($0)) } ?? ""
        self.kind = kind == .any ? nil : kind.description
        prices = offers.map { rate in
            rate.map {
                $0.blocked ? "blocked" : DecimalText.format($0.nanosPerMinute, decimals: DecimalText.nanoDecimals)
            }
        }
        ranking = offers.ranking.map { lists[$0].name }
    }
}
