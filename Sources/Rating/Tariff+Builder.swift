extension Tariff {
    /// Collects decks and parties, and compiles them.
    public final class Builder {
        private let looksUpUnanswered: Bool
        private var decks: [DeckTables.Deck] = []
        private var rates: [RateRecord] = []
        private var terms: [RatingTerms] = [.standard]
        private var termIndices: [RatingTerms: UInt32] = [.standard: 0]
        private var parties: [Side: [Party]] = [.sell: [], .buy: []]

        /// - Parameter looksUpUnanswered: whether calls of zero seconds get a rate (their destination), at no price.
        public init(looksUpUnanswered: Bool) {
            self.looksUpUnanswered = looksUpUnanswered
        }

        /// Adds a deck and returns its index for `Assignment`.
        ///
        /// - Parameter deck: in any order.
        /// - Throws: `TariffError.duplicateRate` where two rates have the same prefix and beginning.
        public func addDeck(_ deck: [Rate]) throws(TariffError) -> Int32 {
            var order = deck.indices.map { (prefix: deck[$0].prefix, index: $0) }
            // Of one prefix the latest comes first: it is tried first.
            order.sort { left, right in
                left.prefix != right.prefix
                    ? left.prefix < right.prefix
                    : deck[left.index].effectiveFromMicros > deck[right.index].effectiveFromMicros
            }
            var table = DeckTables.Deck()
            // The prefixes that begin the current one, and their first rates.
            var open: [(prefix: Prefix, head: Int32)] = []
            for (position, item) in order.enumerated() {
                let rate = deck[item.index]
                let index = Int32(rates.count)
                if position > 0, order[position - 1].prefix == rate.prefix {
                    let previous = deck[order[position - 1].index]
                    if previous.effectiveFromMicros == rate.effectiveFromMicros {
                        throw .duplicateRate(
                            first: min(previous, rate) { $0.id < $1.id }, second: max(previous, rate) { $0.id < $1.id })
                    }
                    rates[rates.count - 1].next = index
                } else {
                    while let last = open.last, !rate.prefix.begins(with: last.prefix) { open.removeLast() }
                    open.append((rate.prefix, index))
                    table.prefixes.append(rate.prefix)
                    table.heads.append(index)
                }
                // Behind the oldest rate of a prefix comes the next shorter one; an older rate of the same prefix, if
                // there is one, takes its place above.
                let shorter = open.count > 1 ? open[open.count - 2].head : -1
                rates.append(record(rate, next: shorter))
            }
            decks.append(table)
            return Int32(decks.count - 1)
        }

        public func addParty(_ party: Party, side: Side) {
            parties[side, default: []].append(party)
        }

        /// - Throws: `TariffError` for two parties with one account, or a party with two decks at once.
        public func build() throws(TariffError) -> Tariff {
            let sell = try PartyTable(parties: parties[.sell] ?? [], side: .sell)
            let buy = try PartyTable(parties: parties[.buy] ?? [], side: .buy)
            let trie = PrefixTrie(prefixes: union())
            let tables = DeckTables(decks: decks, zones: trie.prefixes)
            decks = []
            let none = RateRecord(
                effectiveFromMicros: 0, effectiveToMicros: 0, nanosPerMinute: 0, setupFeeNanos: 0, initialSeconds: 0,
                incrementSeconds: 1, minimumSeconds: 0, next: -1, destination: -1, id: -1, terms: 0, isBlocked: true,
                prefixCount: 0)
            let records = AlignedTable<RateRecord>(count: rates.count, repeating: none)
            for (index, rate) in rates.enumerated() { records[index] = rate }
            rates = []
            return Tariff(
                trie: trie, decks: tables, rates: records, terms: terms, sell: sell, buy: buy,
                looksUpUnanswered: looksUpUnanswered)
        }

        /// Every prefix of any deck once, ascending.
        private func union() -> [Prefix] {
            var all: [Prefix] = []
            all.reserveCapacity(decks.reduce(0) { $0 + $1.prefixes.count })
            for deck in decks { all += deck.prefixes }
            all.sort()
            var unique: [Prefix] = []
            for prefix in all where prefix != unique.last { unique.append(prefix) }
            return unique
        }

        private func record(_ rate: Rate, next: Int32) -> RateRecord {
            precondition(rate.incrementSeconds >= 1 && rate.initialSeconds >= 0 && rate.nanosPerMinute >= 0)
            precondition(rate.setupFeeNanos >= 0 && rate.minimumSeconds >= 0)
            return RateRecord(
                effectiveFromMicros: rate.effectiveFromMicros, effectiveToMicros: rate.effectiveToMicros,
                nanosPerMinute: rate.nanosPerMinute, setupFeeNanos: rate.setupFeeNanos,
                initialSeconds: rate.initialSeconds, incrementSeconds: rate.incrementSeconds,
                minimumSeconds: rate.minimumSeconds, next: next, destination: rate.destination, id: rate.id,
                terms: index(of: rate.terms), isBlocked: rate.blocked, prefixCount: UInt8(rate.prefix.count))
        }

        private func index(of terms: RatingTerms) -> UInt32 {
            if let index = termIndices[terms] { return index }
            let index = UInt32(self.terms.count)
            self.terms.append(terms)
            termIndices[terms] = index
            return index
        }
    }
}

private func min(_ a: Rate, _ b: Rate, by areInOrder: (Rate, Rate) -> Bool) -> Rate { areInOrder(b, a) ? b : a }
private func max(_ a: Rate, _ b: Rate, by areInOrder: (Rate, Rate) -> Bool) -> Rate { areInOrder(b, a) ? a : b }
