import Rating

// What can be decided only when all rows are in.

extension DeckAssembly {
    /// Refuses rows whose decimal comma turned out not to be one.
    mutating func settleDecimalCommas() {
        for field in DeckField.allCases {
            let (occurrences, reason) = decimals[field.index].refused
            guard !occurrences.isEmpty else { continue }
            let position = columns[field]
            let refused = Set(refusals.map(\.line))
            for occurrence in occurrences where !refused.contains(occurrence.line) {
                refusals.append(
                    RowRefusal(
                        line: occurrence.line, column: position + 1, field: header[position], reason: reason,
                        text: occurrence.text, unit: unit))
                observations.refused(field, reason)
            }
            remove(lines: Set(occurrences.map(\.line)))
        }
    }

    /// Brings each deck into the order of prefix and start. Two rates of one prefix and start that say the same are one; if they
    /// do not, both cannot be right, and neither is taken.
    mutating func sortAndSettleRepetitions() {
        for deck in decks.indices {
            guard !isStrictlySorted(decks[deck].rates) else { continue }
            sort(deck)
            if let choice = options.settings.duplicates { settleContradictions(in: deck, by: choice) }
            refuseContradictions(in: deck)
            dropTwins(in: deck)
        }
    }

    /// Of rates of one prefix, start and variant that say otherwise, keeps the one that was asked for.
    private mutating func settleContradictions(in deck: Int, by choice: ReadingSettings.Duplicates) {
        let rates = decks[deck].rates
        var dropped: Set<Int> = []
        for group in repetitions(rates) where !group.allSatisfy({ saysTheSame(rates[$0], rates[group.lowerBound]) }) {
            // Which of them is dearer is not known while one keeps a price that stands elsewhere.
            if choice == .dearest || choice == .cheapest, group.contains(where: { rates[$0].keepsPrice }) { continue }
            let kept = group.reduce(group.lowerBound) { best, index in
                DeckAssembly.isBetter(rates[index], than: rates[best], by: choice) ? index : best
            }
            for index in group where index != kept {
                dropped.insert(index)
                observations.settledDuplicates.note(line: Int(rates[index].id))
            }
        }
        guard !dropped.isEmpty else { return }
        let lines = Set(dropped.map { Int(rates[$0].id) })
        samples.removeAll { lines.contains($0.line) }
        decks[deck].rates = rates.indices.filter { !dropped.contains($0) }.map { rates[$0] }
    }

    /// Of several of the same price the one further up stays; a blocked rate has none, and counts as the dearest.
    private static func isBetter(_ rate: Rate, than best: Rate, by choice: ReadingSettings.Duplicates) -> Bool {
        func price(_ rate: Rate) -> (Int64, Int64) {
            rate.blocked ? (.max, 0) : (rate.nanosPerMinute, rate.setupFeeNanos)
        }
        switch choice {
        case .first: return rate.id < best.id
        case .last: return rate.id > best.id
        case .dearest: return price(rate) > price(best)
        case .cheapest: return price(rate) < price(best)
        }
    }

    private mutating func refuseContradictions(in deck: Int) {
        let rates = decks[deck].rates
        var repeated: Set<Int> = []
        for group in repetitions(rates) where !group.allSatisfy({ saysTheSame(rates[$0], rates[group.lowerBound]) }) {
            for index in group.dropFirst() {
                let (first, second) = (rates[index - 1], rates[index])
                if repeated.insert(Int(first.id)).inserted { refuseRepetition(first, of: second) }
                if repeated.insert(Int(second.id)).inserted { refuseRepetition(second, of: first) }
            }
        }
        guard !repeated.isEmpty else { return }
        rowsTaken -= repeated.count
        samples.removeAll { repeated.contains($0.line) }
        for rate in rates where repeated.contains(Int(rate.id)) { noteRemoved(rate, of: deck) }
        decks[deck].rates.removeAll { repeated.contains(Int($0.id)) }
    }

    /// Of rates that say the same the first of the file stays.
    private mutating func dropTwins(in deck: Int) {
        let rates = decks[deck].rates
        var dropped: Set<Int> = []
        var lines: Set<Int32> = []
        for group in repetitions(rates) {
            for index in group.dropFirst() {
                dropped.insert(index)
                guard lines.insert(rates[index].id).inserted else { continue }
                observations.twins.note(line: Int(rates[index].id))
                if rates[index].destination != rates[group.lowerBound].destination { observations.renamedTwins += 1 }
            }
        }
        guard !dropped.isEmpty else { return }
        decks[deck].rates = rates.indices.filter { !dropped.contains($0) }.map { rates[$0] }
    }

    /// Runs of more than one rate of the same prefix, start and variant, among sorted ones.
    private func repetitions(_ rates: [Rate]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var first = 0
        for index in 1...max(rates.count, 1) {
            if index < rates.count, DeckAssembly.key(rates[first]) == DeckAssembly.key(rates[index]),
                rates[first].variant == rates[index].variant
            {
                continue
            }
            if index - first > 1 { runs.append(first..<index) }
            first = index
        }
        return runs
    }

    /// Price and terms, whatever the destination is called.
    private func saysTheSame(_ rate: Rate, _ other: Rate) -> Bool {
        rate.effectiveToMicros == other.effectiveToMicros && rate.nanosPerMinute == other.nanosPerMinute
            && rate.setupFeeNanos == other.setupFeeNanos && rate.initialSeconds == other.initialSeconds
            && rate.incrementSeconds == other.incrementSeconds && rate.minimumSeconds == other.minimumSeconds
            && rate.blocked == other.blocked && rate.terms == other.terms
            && keptStatements[rate.id] == keptStatements[other.id]
    }

    private mutating func refuseRepetition(_ rate: Rate, of other: Rate) {
        let position = columns[.prefix]
        let what = rate.variant == .any ? "prefix and start" : "prefix, start, time band, origin and jurisdiction"
        refusals.append(
            RowRefusal(
                line: Int(rate.id), column: position + 1, field: header[position],
                reason: "the same \(what) as in \(unit) \(other.id)", text: rate.prefix.description, unit: unit))
    }

    /// Lines that were refused for another reason have no rates, and are not counted again.
    mutating func remove(lines: Set<Int>) {
        var removed: Set<Int> = []
        for deck in decks.indices {
            for rate in decks[deck].rates where lines.contains(Int(rate.id)) { noteRemoved(rate, of: deck) }
            decks[deck].rates.removeAll { rate in
                guard lines.contains(Int(rate.id)) else { return false }
                removed.insert(Int(rate.id))
                return true
            }
        }
        rowsTaken -= removed.count
        samples.removeAll { lines.contains($0.line) }
    }

    private func isStrictlySorted(_ rates: [Rate]) -> Bool {
        var at = 1
        while at < rates.count {
            let (before, after) = (DeckAssembly.key(rates[at - 1]), DeckAssembly.key(rates[at]))
            guard before < after || before == after && isVariant(rates[at - 1], before: rates[at]) else { return false }
            at += 1
        }
        return true
    }

    private mutating func sort(_ deck: Int) {
        let rates = decks[deck].rates
        // Small keys are sorted instead of rates, which are ten words each.
        var order = rates.indices.map {
            (prefix: rates[$0].prefix.bits, start: rates[$0].effectiveFromMicros, index: $0)
        }
        order.sort { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            if left.start != right.start { return left.start < right.start }
            let (rate, other) = (rates[left.index], rates[right.index])
            return rate.variant == other.variant ? left.index < right.index : isVariant(rate, before: other)
        }
        decks[deck].rates = order.map { rates[$0.index] }
    }

    /// Of two rates of one prefix and start.
    private func isVariant(_ rate: Rate, before other: Rate) -> Bool {
        rate.variant != other.variant
            && VariantName(rate.variant, destinations) < VariantName(other.variant, destinations)
    }

    private static func key(_ rate: Rate) -> (UInt64, Int64) { (rate.prefix.bits, rate.effectiveFromMicros) }
}
