extension JSON {
    /// The prices of several cards in one currency, prefix by prefix and kind of call by kind of call.
    package struct CardComparison: Codable, Equatable, Sendable {
        package var cards: [String]
        package var currency: String
        /// By card, in their order.
        package var sources: [PriceSource]
        package var at: String
        package var lines: [ComparedPrefix]
        package var cheapest: [CheapestCount]
        /// Prefixes without a price.
        package var unpriced: Int

        package init(
            cards: [String], currency: String, sources: [PriceSource], at: String, lines: [ComparedPrefix],
            cheapest: [CheapestCount], unpriced: Int
        ) {
            self.cards = cards
            self.currency = currency
            self.sources = sources
            self.at = at
            self.lines = lines
            self.cheapest = cheapest
            self.unpriced = unpriced
        }
    }

    /// The version of a card that prices were taken from, and how they were converted.
    package struct PriceSource: Codable, Equatable, Sendable {
        package var card: String
        package var version: Int64
        package var currency: String
        /// Nil where prices are in the currency of the comparison.
        package var exchange: PriceExchange?

        package init(card: String, version: Int64, currency: String, exchange: PriceExchange? = nil) {
            self.card = card
            self.version = version
            self.currency = currency
            self.exchange = exchange
        }
    }

    /// A stored exchange rate, as it was used.
    package struct PriceExchange: Codable, Equatable, Sendable {
        package var from: String
        package var to: String
        /// Decimal units of `to` for one of `from`.
        package var rate: String
        /// The day from which it holds.
        package var effectiveOn: String
        /// The day for which it was asked.
        package var usedOn: String

        package init(from: String, to: String, rate: String, effectiveOn: String, usedOn: String) {
            self.from = from
            self.to = to
            self.rate = rate
            self.effectiveOn = effectiveOn
            self.usedOn = usedOn
        }

        private enum CodingKeys: String, CodingKey {
            case from, to, rate
            case effectiveOn = "effective_on"
            case usedOn = "used_on"
        }
    }

    /// The prices of one prefix, of calls of one kind.
    package struct ComparedPrefix: Codable, Equatable, Sendable {
        package var prefix: String
        package var destination: String
        /// Time band, origin and jurisdiction; nil = any call.
        package var kind: String?
        package var prices: [ComparedPrice]
        /// Cards that have a price, the cheapest first.
        package var ranking: [String]

        package init(
            prefix: String, destination: String, kind: String? = nil, prices: [ComparedPrice], ranking: [String]
        ) {
            self.prefix = prefix
            self.destination = destination
            self.kind = kind
            self.prices = prices
            self.ranking = ranking
        }
    }

    /// The price of a card for a prefix.
    package struct ComparedPrice: Codable, Equatable, Sendable {
        package var card: String
        /// Nil where it has none.
        package var nanosPerMinute: Int64?
        package var isBlocked: Bool

        package init(card: String, nanosPerMinute: Int64? = nil, isBlocked: Bool) {
            self.card = card
            self.nanosPerMinute = nanosPerMinute
            self.isBlocked = isBlocked
        }

        private enum CodingKeys: String, CodingKey {
            case card
            case nanosPerMinute = "nanos_per_minute"
            case isBlocked = "is_blocked"
        }
    }

    /// How often a card is the cheapest.
    package struct CheapestCount: Codable, Equatable, Sendable {
        package var card: String
        package var prefixes: Int

        package init(card: String, prefixes: Int) {
            self.card = card
            self.prefixes = prefixes
        }
    }
}
