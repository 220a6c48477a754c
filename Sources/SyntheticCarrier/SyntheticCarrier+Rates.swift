internal import Calendar
import WorldPrefixes

extension SyntheticCarrier {
    /// One row of a deck: the canonical rates columns.
    public struct RateRow: Sendable {
        public var prefix: String
        public var destination: String
        /// Days since 1970-01-01.
        public var effectiveDay: Int
        /// Micros (10^-6) of the deck's currency a minute.
        public var microsPerMinute: Int
        /// Micros of the deck's currency a call.
        public var setupFeeMicros: Int
        public var initialSeconds: Int
        public var incrementSeconds: Int
        public var isBlocked: Bool
    }

    /// All rates of a deck, sorted by prefix, then date; about 2 % of the list's longer prefixes are missing, so that
    /// calls fall back to shorter ones, and some destinations change their price in the middle of the traffic.
    public func rates(of deck: Deck) -> [RateRow] {
        let deckNumber = deck.side == .sell ? deck.index : 1_000 + deck.index
        let terms = prefixes.destinations.indices.map {
            self.terms(ofDestination: $0, deck: deck, deckNumber: deckNumber)
        }
        var rows: [RateRow] = []
        for (number, prefix) in coverage().enumerated() {
            var random = SeededGenerator(seed: seed, .coverage, deckNumber, number)
            if prefix.digits.utf8.count > 4, random.below(100) < 2 { continue }
            let term = terms[prefix.destination]
            var row = RateRow(
                prefix: prefix.digits, destination: prefixes.destinations[prefix.destination],
                effectiveDay: firstDay - 30, microsPerMinute: term.microsPerMinute, setupFeeMicros: term.setupFeeMicros,
                initialSeconds: term.initialSeconds, incrementSeconds: term.incrementSeconds, isBlocked: term.isBlocked)
            rows.append(row)
            if let change = term.laterMicrosPerMinute {
                row.effectiveDay = firstDay + days / 2
                row.microsPerMinute = change
                rows.append(row)
            }
        }
        return rows
    }

    /// Prefixes that a deck may list, sorted by digits: those of the world, or the shortest of them, or more by splitting.
    private func coverage() -> [WorldPrefixes.Entry] {
        let listed = prefixes.entries
        guard let wanted = size.prefixesPerDeck, wanted != listed.count else { return listed }
        if wanted < listed.count {
            return listed.sorted { ($0.digits.utf8.count, $0.digits) < ($1.digits.utf8.count, $1.digits) }.prefix(
                wanted
            )
            .sorted { $0.digits < $1.digits }
        }
        var chosen = listed
        var known = Set(listed.map(\.digits))
        var next = 0
        while chosen.count < wanted {
            for digit in 0...9 where chosen.count < wanted {
                let split = WorldPrefixes.Entry(
                    digits: "\(chosen[next].digits)\(digit)", destination: chosen[next].destination)
                if known.insert(split.digits).inserted { chosen.append(split) }
            }
            next += 1
        }
        return chosen.sorted { $0.digits < $1.digits }
    }

    private struct Terms {
        var microsPerMinute: Int
        var laterMicrosPerMinute: Int?
        var setupFeeMicros: Int
        var initialSeconds: Int
        var incrementSeconds: Int
        var isBlocked: Bool
    }

    /// What a deck asks for a destination. The country sets the level, between 0.004 and 0.26 a minute; mobile costs
    /// more; suppliers differ by a fifth, customers pay 6 to 30 % above the level.
    private func terms(ofDestination destination: Int, deck: Deck, deckNumber: Int) -> Terms {
        let name = prefixes.destinations[destination]
        let digits = entriesByDestination[destination].first.map { prefixes.entries[$0].digits } ?? "0"
        let country = SyntheticCarrier.country(ofPrefix: digits)
        var byCountry = SeededGenerator(seed: seed, .country, country)
        var byDestination = SeededGenerator(seed: seed, .destination, destination)
        var byDeck = SeededGenerator(seed: seed, .price, deckNumber, destination)

        var level = PowersOfTwo.scaled(4_000, sixtyFourths: byCountry.below(6 * 64))
        if name.contains(" Mobile") { level = level * (115 + byDestination.below(120)) / 100 }
        let markup = deck.side == .sell ? 106 + deck.index * 4 + byDeck.below(12) : 84 + byDeck.below(24)
        let price = max(level * markup / 100, 100)
        // Four decimals as most decks write them, five where the price is small.
        let step = price < 20_000 ? 10 : 100
        let rounded = price / step * step
        let changes = byDeck.below(100) < 6
        let increments = [(1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (6, 6), (30, 6), (60, 60)]
        let increment = increments[byCountry.below(increments.count)]
        return Terms(
            microsPerMinute: rounded,
            laterMicrosPerMinute: changes ? max(rounded * (85 + byDeck.below(35)) / 100 / step * step, step) : nil,
            setupFeeMicros: byDeck.below(100) < 1 ? 5_000 : 0,
            initialSeconds: increment.0, incrementSeconds: increment.1,
            isBlocked: byDeck.below(1_000) < 3)
    }
}

extension SyntheticCarrier.RateRow {
    public static let csvHeader =
        "deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,increment_s,blocked\n"

    /// The row as a line of the canonical rates file.
    public func csv(deck: String) -> String {
        """
        \(deck),\(prefix),\(destination),\(CivilDay(daysSince1970: Int32(effectiveDay))),\(decimal(microsPerMinute)),\(decimal(setupFeeMicros)),\
        \(initialSeconds),\(incrementSeconds),\(isBlocked ? 1 : 0)

        """
    }

    /// Micros as a decimal number with up to six places.
    private func decimal(_ micros: Int) -> String {
        let places = String(1_000_000 + micros % 1_000_000).dropFirst()
        let digits = places.reversed().drop { $0 == "0" }.reversed()
        return digits.isEmpty ? "\(micros / 1_000_000)" : "\(micros / 1_000_000).\(String(digits))"
    }
}
