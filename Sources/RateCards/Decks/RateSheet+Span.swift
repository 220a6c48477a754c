public import Rating

// What a sheet charges within a span of time, however its rates are dated.

extension RateSheet {
    /// The prices from an instant until before another, both in UTC microseconds: rates cut to the span, without those that
    /// later ones have replaced by then, and one rate where the next goes on with the same price.
    public func cut(from start: Int64, to end: Int64) -> RateSheet {
        var cut = RateSheet(rates: [], names: names)
        cut.rates.reserveCapacity(rates.count)
        var groups = PrefixGroups(rates)
        while let group = groups.next() {
            guard hasVariant(group) else {
                cut.rates += span(of: group, from: start, to: end)
                continue
            }
            let parts = Dictionary(grouping: group) { variantName($0) }
            for part in parts.values { cut.rates += span(of: part[...], from: start, to: end) }
        }
        cut.sortRates()
        return cut
    }

    /// Prefixes whose prices are not the same in two sheets, names aside; sorted.
    public func prefixesPricedDifferently(from other: RateSheet) -> [Prefix] {
        var prefixes: [Prefix] = []
        var ownGroups = PrefixGroups(rates)
        var otherGroups = PrefixGroups(other.rates)
        var own = ownGroups.next()
        var theirs = otherGroups.next()
        while let prefix = [own?.first?.prefix, theirs?.first?.prefix].compactMap(\.self).min() {
            let before = own?.first?.prefix == prefix ? own ?? [] : []
            let after = theirs?.first?.prefix == prefix ? theirs ?? [] : []
            let isSame =
                before.count == after.count && zip(before, after).allSatisfy { isPricedSame($0, $1, of: other) }
            if !isSame { prefixes.append(prefix) }
            if !before.isEmpty { own = ownGroups.next() }
            if !after.isEmpty { theirs = otherGroups.next() }
        }
        return prefixes
    }

    private func hasVariant(_ group: ArraySlice<Rate>) -> Bool { group.contains { $0.variant != .any } }

    /// The rates of one prefix and variant, by start, within a span.
    private func span(of rates: ArraySlice<Rate>, from start: Int64, to end: Int64) -> [Rate] {
        var spans: [Rate] = []
        for (index, rate) in zip(rates.indices, rates) {
            var rate = rate
            // A later rate hides this one; where that ends earlier, this one is in effect again behind it.
            for next in rates[(index + 1)...] where next.effectiveToMicros >= rate.effectiveToMicros {
                rate.effectiveToMicros = next.effectiveFromMicros
                break
            }
            rate.effectiveFromMicros = max(rate.effectiveFromMicros, start)
            rate.effectiveToMicros = min(rate.effectiveToMicros, end)
            guard rate.effectiveFromMicros < rate.effectiveToMicros else { continue }
            if let last = spans.last, last.effectiveToMicros == rate.effectiveFromMicros,
                isPricedSame(last, rate, of: self, whenever: true)
            {
                spans[spans.count - 1].effectiveToMicros = rate.effectiveToMicros
            } else {
                spans.append(rate)
            }
        }
        return spans
    }

    private func isPricedSame(_ rate: Rate, _ other: Rate, of sheet: RateSheet, whenever: Bool = false) -> Bool {
        guard
            whenever
                || rate.effectiveFromMicros == other.effectiveFromMicros
                    && rate.effectiveToMicros == other.effectiveToMicros,
            rate.blocked == other.blocked, variantName(rate) == sheet.variantName(other)
        else { return false }
        if rate.blocked { return true }
        return rate.nanosPerMinute == other.nanosPerMinute && rate.setupFeeNanos == other.setupFeeNanos
            && rate.initialSeconds == other.initialSeconds && rate.incrementSeconds == other.incrementSeconds
            && rate.minimumSeconds == other.minimumSeconds && rate.terms == other.terms
    }
}
