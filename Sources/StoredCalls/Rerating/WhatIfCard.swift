internal import CallRecords
internal import RateBook
package import Rating
package import Vocabulary

/// The card in whose place a deck is tried, and how the deck's prices are to be read.
package struct WhatIfCard: Sendable {
    package var id: CardID
    package var side: Side
    /// In which the deck's prices are.
    package var currency: String
    package var zone: String

    package init(id: CardID, side: Side, currency: String, zone: String) {
        self.id = id
        self.side = side
        self.currency = currency
        self.zone = zone
    }
}

/// A deck, with the names of what its rates differ by.
package struct WhatIfDeck: Sendable {
    package var rates: [Rate]
    /// Names of the time band and of the group of callers of a rate; empty = any.
    package var names: @Sendable (RateVariant) -> (timeBand: String, origin: String)

    package init(
        rates: [Rate], names: @escaping @Sendable (RateVariant) -> (timeBand: String, origin: String)
    ) {
        self.rates = rates
        self.names = names
    }

    /// The rates as rates of a card: of each prefix and variant the first, taken to have been in force from the beginning,
    /// and the later ones from when they begin.
    ///
    /// - Parameter known: numbers of the card's names; those that are new are added, and no call is of them.
    func inForce(_ known: inout VariantNumbers) -> [Rate] {
        struct Key: Hashable {
            var prefix: Prefix
            var variant: RateVariant
        }
        var rates = rates
        var first: [Key: Int] = [:]
        for index in rates.indices {
            if rates[index].variant != .any {
                let names = names(rates[index].variant)
                rates[index].variant.timeBand = names.timeBand.isEmpty ? 0 : known.timeBand(names.timeBand)
                rates[index].variant.origin = names.origin.isEmpty ? 0 : known.origin(names.origin)
            }
            let key = Key(prefix: rates[index].prefix, variant: rates[index].variant)
            guard let other = first[key] else {
                first[key] = index
                continue
            }
            if rates[index].effectiveFromMicros < rates[other].effectiveFromMicros { first[key] = index }
        }
        for index in first.values { rates[index].effectiveFromMicros = .min }
        return rates
    }
}
