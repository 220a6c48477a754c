/// The rates of a deck on their way into a tariff, in half the memory of as many `Rate`s: they are taken one by one, and nobody
/// needs all of them at once.
package struct CompactDeck {
    private(set) var prefixes: [Prefix] = []
    /// Without `next`; their terms are indices into `terms`.
    private(set) var records: [RateRecord] = []
    private(set) var terms: [RatingTerms] = [.standard]
    /// Of the rates that are for some calls only, by their position.
    private(set) var variants: [Int: RateVariant] = [:]
    private var termIndices: [RatingTerms: UInt32] = [.standard: 0]
    /// The terms asked for last, which are nearly always those of the next rate.
    private var lastTerms: (terms: RatingTerms, index: UInt32) = (.standard, 0)

    package init(capacity: Int) {
        prefixes.reserveCapacity(capacity)
        records.reserveCapacity(capacity)
    }

    package var count: Int { prefixes.count }

    package mutating func append(_ rate: Rate) {
        precondition(rate.incrementSeconds >= 1 && rate.initialSeconds >= 0 && rate.nanosPerMinute >= 0)
        precondition(rate.setupFeeNanos >= 0 && rate.minimumSeconds >= 0 && rate.terms.attemptFeeNanos >= 0)
        if rate.variant != .any { variants[prefixes.count] = rate.variant }
        prefixes.append(rate.prefix)
        records.append(
            RateRecord(
                effectiveFromMicros: rate.effectiveFromMicros, effectiveToMicros: rate.effectiveToMicros,
                nanosPerMinute: rate.nanosPerMinute, setupFeeNanos: rate.setupFeeNanos,
                initialSeconds: rate.initialSeconds, incrementSeconds: rate.incrementSeconds,
                minimumSeconds: rate.minimumSeconds, next: -1, destination: rate.destination, id: rate.id,
                terms: index(of: rate.terms), isBlocked: rate.blocked, prefixCount: UInt8(rate.prefix.count)))
    }

    private mutating func index(of terms: RatingTerms) -> UInt32 {
        if lastTerms.terms == terms { return lastTerms.index }
        let index = termIndices[terms] ?? UInt32(self.terms.count)
        if Int(index) == self.terms.count {
            self.terms.append(terms)
            termIndices[terms] = index
        }
        lastTerms = (terms, index)
        return index
    }

    func variant(_ position: Int) -> RateVariant { variants.isEmpty ? .any : variants[position] ?? .any }

    /// Positions by prefix, and of one prefix the rate that is tried first before the others; nil where they stand so.
    var order: [Int32]? {
        let isInOrder = prefixes.indices.dropFirst().allSatisfy { isBefore($0 - 1, $0) }
        if isInOrder { return nil }
        return prefixes.indices.map { Int32($0) }.sorted { isBefore(Int($0), Int($1)) }
    }

    private func isBefore(_ position: Int, _ other: Int) -> Bool {
        if prefixes[position] != prefixes[other] { return prefixes[position] < prefixes[other] }
        return Rate.isTriedBefore(
            variant(position), fromMicros: records[position].effectiveFromMicros, variant(other),
            fromMicros: records[other].effectiveFromMicros)
    }

    /// Enough of a rate to say which it is.
    func named(_ position: Int) -> Rate {
        let record = records[position]
        var rate = Rate(prefix: prefixes[position], id: record.id, destination: record.destination)
        rate.effectiveFromMicros = record.effectiveFromMicros
        rate.variant = variant(position)
        return rate
    }
}
