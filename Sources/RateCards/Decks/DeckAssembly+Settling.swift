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
                    Refusal(
                        line: occurrence.line, column: position + 1, field: header[position], reason: reason,
                        text: occurrence.text, unit: unit))
                observations.refused(field, reason)
            }
            remove(lines: Set(occurrences.map(\.line)))
        }
    }

    /// Brings each deck into the order of prefix and start. Two rates of one prefix and start cannot both be right, and
    /// neither is taken.
    mutating func sortAndRefuseDuplicates() {
        for deck in decks.indices {
            guard !isStrictlySorted(decks[deck].rates) else { continue }
            sort(deck)
            var repeated: Set<Int> = []
            let rates = decks[deck].rates
            for index in rates.indices.dropFirst() {
                let (first, second) = (rates[index - 1], rates[index])
                guard first.prefix == second.prefix, first.effectiveFromMicros == second.effectiveFromMicros,
                    first.variant == second.variant
                else { continue }
                if repeated.insert(Int(first.id)).inserted { refuseRepetition(first, of: second) }
                if repeated.insert(Int(second.id)).inserted { refuseRepetition(second, of: first) }
            }
            if !repeated.isEmpty {
                rowsTaken -= repeated.count
                samples.removeAll { repeated.contains($0.line) }
                decks[deck].rates.removeAll { repeated.contains(Int($0.id)) }
            }
        }
    }

    private mutating func refuseRepetition(_ rate: Rate, of other: Rate) {
        let position = columns[.prefix]
        let what = rate.variant == .any ? "prefix and start" : "prefix, start, time band, origin and jurisdiction"
        refusals.append(
            Refusal(
                line: Int(rate.id), column: position + 1, field: header[position],
                reason: "the same \(what) as in \(unit) \(other.id)", text: rate.prefix.description, unit: unit))
    }

    /// Lines that were refused for another reason have no rates, and are not counted again.
    mutating func remove(lines: Set<Int>) {
        var removed: Set<Int> = []
        for deck in decks.indices {
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
