extension JSON {
    /// The prices of several cards, prefix by prefix.
    package struct CardComparison: Codable, Equatable, Sendable {
        package var cards: [String]
        package var at: String
        package var lines: [ComparedPrefix]
        package var cheapest: [CheapestCount]
        /// Prefixes without a price.
        package var unpriced: Int

        package init(cards: [String], at: String, lines: [ComparedPrefix], cheapest: [CheapestCount], unpriced: Int) {
            self.cards = cards
            self.at = at
            self.lines = lines
            self.cheapest = cheapest
            self.unpriced = unpriced
        }
    }

    /// The prices of one prefix.
    package struct ComparedPrefix: Codable, Equatable, Sendable {
        package var prefix: String
        package var destination: String
        package var prices: [ComparedPrice]
        /// Cards that have a price, the cheapest first.
        package var ranking: [String]

        package init(prefix: String, destination: String, prices: [ComparedPrice], ranking: [String]) {
            self.prefix = prefix
            self.destination = destination
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
