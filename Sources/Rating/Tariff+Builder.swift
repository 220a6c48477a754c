extension Tariff {
    /// Collects decks and parties, and compiles them.
    public final class Builder {
        private let looksUpUnanswered: Bool
        private var decks: [DeckTables.Deck] = []
        private var rates: [RateRecord] = []
        /// Where the rates of each deck begin.
        private var firstRates: [Int] = []
        private var settings: [DeckSettings] = []
        private var groups: [VariantGroup] = []
        private var variants: [RateVariant] = []
        private var terms: [TermsRecord] = []
        private var termIndices: [TermsRecord: UInt32] = [:]
        /// The terms asked for last, which are nearly always those of the next rate.
        private var lastTerms: (record: TermsRecord, index: UInt32)?
        private var parties: [Side: [Party]] = [.sell: [], .buy: []]
        private var dids: [DID] = []

        /// - Parameter looksUpUnanswered: whether calls of zero seconds get a rate (their destination) where they cost nothing;
        ///   where any rate has a fee for attempts, all are looked up.
        public init(looksUpUnanswered: Bool) {
            self.looksUpUnanswered = looksUpUnanswered
            _ = index(of: TermsRecord(terms: .standard, currency: -1))
        }

        /// Adds a deck and returns its index for `Assignment`.
        ///
        /// - Parameter deck: in any order.
        /// - Throws: `TariffError.duplicateRate` where two rates have the same prefix, variant and beginning.
        public func addDeck(_ deck: [Rate], settings: DeckSettings = DeckSettings()) throws(TariffError) -> Int32 {
            var compact = CompactDeck(capacity: deck.count)
            for rate in deck { compact.append(rate) }
            return try addDeck(compact, settings: settings)
        }

        /// The same of rates that were taken one by one.
        package func addDeck(_ deck: CompactDeck, settings: DeckSettings) throws(TariffError) -> Int32 {
            firstRates.append(rates.count)
            self.settings.append(settings)
            let terms = deck.terms.map { index(of: TermsRecord(terms: $0, currency: -1)) }
            let order = deck.order
            var table = DeckTables.Deck()
            table.prefixes.reserveCapacity(deck.count)
            table.heads.reserveCapacity(deck.count)
            // The prefixes that begin the current one, and their first rates.
            var open: [(prefix: Prefix, head: Int32)] = []
            var hasVariants = false
            var before = -1
            for place in 0..<deck.count {
                let position = order.map { Int($0[place]) } ?? place
                defer { before = position }
                let prefix = deck.prefixes[position]
                let variant = deck.variant(position)
                var record = deck.records[position]
                record.terms = terms[Int(record.terms)]
                let index = Int32(rates.count)
                if before >= 0, deck.prefixes[before] == prefix {
                    if deck.records[before].effectiveFromMicros == record.effectiveFromMicros,
                        deck.variant(before) == variant
                    {
                        let (first, second) = (deck.named(before), deck.named(position))
                        throw .duplicateRate(
                            first: first.id < second.id ? first : second, second: first.id < second.id ? second : first)
                    }
                    if hasVariants {
                        addToGroup(record, variant)
                        continue
                    }
                    rates[rates.count - 1].next = index
                } else {
                    while let last = open.last, !prefix.begins(with: last.prefix) { open.removeLast() }
                    open.append((prefix, index))
                    table.prefixes.append(prefix)
                    table.heads.append(index)
                    // Rates that state something come first, so the first tells whether there are any.
                    hasVariants = variant != .any
                    if hasVariants {
                        openGroup(record, variant, shorter: open.count > 1 ? open[open.count - 2].head : -1)
                        continue
                    }
                }
                // Behind the oldest rate of a prefix comes the next shorter one; an older rate of the same prefix, if
                // there is one, takes its place above.
                record.next = open.count > 1 ? open[open.count - 2].head : -1
                rates.append(record)
            }
            decks.append(table)
            return Int32(decks.count - 1)
        }

        /// Makes room for so many rates in all.
        public func reserveCapacity(_ rateCount: Int) { rates.reserveCapacity(rateCount) }

        /// Adds a party and returns its index among those of the side.
        @discardableResult
        public func addParty(_ party: Party, side: Side) -> Int32 {
            parties[side, default: []].append(party)
            return Int32(parties[side, default: []].count - 1)
        }

        /// Adds a number whose calls are those of parties that are there already.
        public func addDID(_ did: DID) { dids.append(did) }

        /// - Throws: `TariffError` for two parties with one account, a party with two decks at once, or a number of two
        ///   customers at once.
        public func build(references: RatingReferences = RatingReferences()) throws(TariffError) -> Tariff {
            markConversions()
            let sell = try PartyTable(parties: parties[.sell] ?? [], side: .sell)
            let buy = try PartyTable(parties: parties[.buy] ?? [], side: .buy)
            let numbers = try DIDTable(dids, sell: sell, buy: buy)
            let trie = PrefixTrie(prefixes: union())
            let zonesOfDecks = decks.map { DeckTables.zones(of: $0, in: trie.prefixes) }
            let order = RateOrder.places(
                decks, zonesOfDecks: zonesOfDecks, zoneCount: trie.prefixes.count, rateCount: rates.count)
            let tables = DeckTables(decks: decks, zonesOfDecks: zonesOfDecks, zones: trie.prefixes, order: order)
            decks = []
            sortGroups(order)
            let table = RateTable(rates, order: order)
            rates = []
            return Tariff(
                trie: trie, decks: tables, rates: table, terms: terms, groups: groups, variants: variants,
                settings: settings, references: references, sell: sell, buy: buy, dids: numbers,
                looksUpUnanswered: looksUpUnanswered || terms.contains { $0.terms.attemptFeeNanos > 0 })
        }

        /// Begins the group of a prefix's variants with a record that stands for all of them.
        private func openGroup(_ rate: RateRecord, _ variant: RateVariant, shorter: Int32) {
            var head = rate
            head.next = shorter
            head.isBlocked = false
            head.terms = RateRecord.hasVariants | UInt32(groups.count)
            rates.append(head)
            groups.append(
                VariantGroup(
                    firstRate: Int32(rates.count), firstVariant: Int32(variants.count), count: 0,
                    deck: Int32(settings.count - 1)))
            addToGroup(rate, variant)
        }

        private func addToGroup(_ rate: RateRecord, _ variant: RateVariant) {
            let head = Int(groups[groups.count - 1].firstRate) - 1
            rates[head].effectiveFromMicros = Swift.min(rates[head].effectiveFromMicros, rate.effectiveFromMicros)
            rates[head].effectiveToMicros = Swift.max(rates[head].effectiveToMicros, rate.effectiveToMicros)
            rates.append(rate)
            variants.append(variant)
            groups[groups.count - 1].count += 1
        }

        /// Puts the groups into the order of their rates.
        private func sortGroups(_ order: [Int32]) {
            let (unsorted, unsortedVariants) = (groups, variants)
            groups = []
            variants = []
            for var group in unsorted.sorted(by: { order[Int($0.firstRate)] < order[Int($1.firstRate)] }) {
                rates[Int(group.firstRate) - 1].terms = RateRecord.hasVariants | UInt32(groups.count)
                let first = Int(group.firstVariant)
                group.firstVariant = Int32(variants.count)
                group.firstRate = order[Int(group.firstRate)]
                variants += unsortedVariants[first..<first + Int(group.count)]
                groups.append(group)
            }
        }

        /// Sends the rates of decks that are assigned to a party of another currency the exact way.
        private func markConversions() {
            var isMarked = [Bool](repeating: false, count: settings.count)
            for party in parties.values.joined() {
                for assignment in party.assignments {
                    let currency = settings[Int(assignment.deck)].currency
                    if currency >= 0, currency != party.currency { isMarked[Int(assignment.deck)] = true }
                }
            }
            for deck in settings.indices where isMarked[deck] {
                let end = deck + 1 < firstRates.count ? firstRates[deck + 1] : rates.count
                for index in firstRates[deck]..<end where rates[index].terms & RateRecord.hasVariants == 0 {
                    var record = terms[Int(rates[index].terms)]
                    record.currency = settings[deck].currency
                    rates[index].terms = self.index(of: record)
                }
            }
        }

        /// Every prefix of any deck once, ascending.
        private func union() -> [Prefix] {
            var all: [Prefix] = []
            all.reserveCapacity(decks.reduce(0) { $0 + $1.prefixes.count })
            for deck in decks { all += deck.prefixes }
            if decks.count > 1 { all.sort() }
            var kept = 0
            for index in all.indices where index == 0 || all[index] != all[kept - 1] {
                all[kept] = all[index]
                kept += 1
            }
            return Array(all[..<kept])
        }

        private func index(of terms: TermsRecord) -> UInt32 {
            if let lastTerms, lastTerms.record == terms { return lastTerms.index }
            let index = termIndices[terms] ?? UInt32(self.terms.count)
            if Int(index) == self.terms.count {
                self.terms.append(terms)
                termIndices[terms] = index
            }
            lastTerms = (terms, index)
            return index
        }
    }
}

extension Rate {
    /// The order in which the rates of one prefix are tried: what states more before what states less, of one variant
    /// the latest first.
    package static func isTriedBefore(_ rate: Rate, _ other: Rate) -> Bool {
        isTriedBefore(
            rate.variant, fromMicros: rate.effectiveFromMicros, other.variant, fromMicros: other.effectiveFromMicros)
    }

    static func isTriedBefore(
        _ variant: RateVariant, fromMicros: Int64, _ other: RateVariant, fromMicros otherFromMicros: Int64
    ) -> Bool {
        let (precedence, otherPrecedence) = (variant.precedence, other.precedence)
        if precedence != otherPrecedence { return precedence > otherPrecedence }
        if variant != other { return variant.sortKey < other.sortKey }
        return fromMicros > otherFromMicros
    }
}
