public import Rating

/// The rates of one deck with the names of their destinations.
public struct RateSheet: Sendable {
    /// Sorted by prefix, then by start, then by the names of the variant, each once; `destination` is an index into
    /// `names`, and so are time band and origin, + 1.
    public var rates: [Rate]
    public var names: NameTable
    /// Rates that are known only when the version before is; see `keepingPrices`.
    public var kept: KeptRates
    /// Codes of rows that were refused, and in a whole what became of them.
    public var refused: RefusedCodes

    public init(
        rates: [Rate], names: NameTable, kept: KeptRates = KeptRates(), refused: RefusedCodes = RefusedCodes()
    ) {
        self.rates = rates
        self.names = names
        self.kept = kept
        self.refused = refused
    }

    /// The first deck of a file.
    public init(_ reading: DeckReading) {
        self.init(
            reading.decks.first ?? Deck(id: [], rates: []), names: reading.destinations)
    }

    public init(_ deck: Deck, names: NameTable) {
        self.init(rates: deck.rates, names: names, kept: deck.kept, refused: deck.refused)
    }

    public func name(_ rate: Rate) -> String { names.text(Int(rate.destination)) }

    /// Nil where it is for any call.
    public func variantName(_ rate: Rate) -> VariantName? {
        rate.variant == .any ? nil : VariantName(rate.variant, names)
    }

    public var hasVariants: Bool { rates.contains { $0.variant != .any } }

    public var hasAttemptFees: Bool { rates.contains { $0.terms.attemptFeeNanos > 0 } }

    /// Brings rates that came in any order into that of a sheet; quick where they are in it already.
    package mutating func sortRates() {
        let isSorted = rates.indices.dropFirst().allSatisfy { !isBefore(rates[$0], rates[$0 - 1]) }
        if !isSorted { rates.sort(by: isBefore) }
    }

    /// The last rate of the longest prefix that is, or begins, this one, for calls of any kind if there is such; nil where
    /// there is none. O(log n).
    public func rate(ofLongest prefix: Prefix) -> Rate? {
        for count in stride(from: prefix.count, through: 1, by: -1) {
            guard let shorter = prefix.first(count) else { continue }
            var low = 0
            var high = rates.count
            while low < high {
                let middle = (low + high) / 2
                if rates[middle].prefix < shorter { low = middle + 1 } else { high = middle }
            }
            let group = rates[low...].prefix { $0.prefix == shorter }
            if let last = group.last(where: { $0.variant == .any }) ?? group.last { return last }
        }
        return nil
    }

    /// Start of the rate that begins first, in UTC microseconds; nil where there is none.
    public var earliestStartMicros: Int64? { rates.map(\.effectiveFromMicros).min() }

    /// An instant as the canonical file writes it: `2026-10-01T00:00:00Z`.
    public static func text(utcMicros: Int64) -> String { DateText.text(localMicros: utcMicros) + "Z" }

    /// Whether a rate of this sheet says the same as one of another; where this one has no name, any name will do.
    func isSame(_ rate: Rate, _ other: Rate, of sheet: RateSheet) -> Bool {
        rate.effectiveFromMicros == other.effectiveFromMicros && isSamePrice(rate, other, of: sheet)
    }

    /// The same, whenever it begins.
    func isSamePrice(_ rate: Rate, _ other: Rate, of sheet: RateSheet) -> Bool {
        guard
            rate.prefix == other.prefix, rate.effectiveToMicros == other.effectiveToMicros,
            rate.nanosPerMinute == other.nanosPerMinute, rate.setupFeeNanos == other.setupFeeNanos,
            rate.initialSeconds == other.initialSeconds, rate.incrementSeconds == other.incrementSeconds,
            rate.minimumSeconds == other.minimumSeconds, rate.blocked == other.blocked, rate.terms == other.terms,
            isSameVariant(rate, other, of: sheet)
        else { return false }
        let name = names[Int(rate.destination)]
        return name.isEmpty || name.elementsEqual(sheet.names[Int(other.destination)])
    }

    private func isSameVariant(_ rate: Rate, _ other: Rate, of sheet: RateSheet) -> Bool {
        rate.variant == .any && other.variant == .any || variantName(rate) == sheet.variantName(other)
    }

    /// Whether every rate has its like in another sheet, and the other way round.
    public func isSame(as sheet: RateSheet) -> Bool {
        rates.count == sheet.rates.count && zip(rates, sheet.rates).allSatisfy { isSame($0, $1, of: sheet) }
    }
}

extension RateSheet {
    /// Start of the earliest rate that an earlier sheet does not have in the same words; nil where it has them all.
    public func earliestNewStartMicros(comparedWith previous: RateSheet) -> Int64? {
        var earliest: Int64?
        var at = 0
        for rate in rates {
            while at < previous.rates.count, previous.isBefore(previous.rates[at], rate, of: self) { at += 1 }
            if at < previous.rates.count, isSame(rate, previous.rates[at], of: previous) { continue }
            earliest = min(earliest ?? .max, rate.effectiveFromMicros)
        }
        return earliest
    }

    /// This sheet as the whole that takes over from `previous` at an instant: a prefix whose price begins only later keeps
    /// the price it had until then. Prefixes that this sheet does not have are closed, unless it only amends the one
    /// before: then they stay as they are. Codes of refused rows become what `refused` says.
    public func succeeding(_ previous: RateSheet, atMicros start: Int64, amends: Bool = false) -> RateSheet {
        guard !previous.rates.isEmpty else {
            var whole = RateSheet(rates: rates, names: names)
            whole.settleRefused(of: self, after: previous, atMicros: start, amends: amends)
            return whole
        }
        var whole = RateSheet(rates: [], names: names)
        whole.rates.reserveCapacity(amends ? previous.rates.count + rates.count : rates.count)
        var at = 0
        for (index, rate) in rates.enumerated() {
            let isFirstOfPrefix = index == 0 || rates[index - 1].prefix != rate.prefix
            if isFirstOfPrefix {
                let begin = previous.rates[at...].firstIndex { $0.prefix >= rate.prefix } ?? previous.rates.count
                if amends { whole.keep(previous, at..<begin, from: start) }
                let end = previous.rates[begin...].firstIndex { $0.prefix != rate.prefix } ?? previous.rates.count
                keep(previous, begin..<end, before: index, from: start, amends: amends, in: &whole)
                at = end
            }
            whole.rates.append(rate)
        }
        if amends { whole.keep(previous, at..<previous.rates.count, from: start) }
        // Of a prefix with variants some may stay beyond the beginning of others.
        if whole.hasVariants { whole.rates.sort(by: whole.isBefore) }
        whole.settleRefused(of: self, after: previous, atMicros: start, amends: amends)
        return whole
    }

    /// Adds rates of another sheet as they are, but those that have ended by an instant.
    private mutating func keep(_ previous: RateSheet, _ range: Range<Int>, from start: Int64) {
        for rate in previous.rates[range] where rate.effectiveToMicros > start {
            rates.append(adopted(rate, of: previous))
        }
    }

    /// A rate of another sheet with the names of this one.
    mutating func adopted(_ rate: Rate, of sheet: RateSheet) -> Rate {
        var own = rate
        own.destination = names.index(of: sheet.names[Int(own.destination)])
        for part in [\RateVariant.timeBand, \.origin] where own.variant[keyPath: part] > 0 {
            own.variant[keyPath: part] = names.index(of: sheet.names[Int(own.variant[keyPath: part]) - 1]) + 1
        }
        own.id = 0
        return own
    }

    /// Adds the rates of one prefix, in `range` of `previous`, that hold until those of this sheet, from `first` on, begin:
    /// each until the first of its own time band, origin and jurisdiction; where there is none, until the first of the
    /// prefix, or for good where this sheet amends the one before.
    private func keep(
        _ previous: RateSheet, _ range: Range<Int>, before first: Int, from start: Int64, amends: Bool,
        in whole: inout RateSheet
    ) {
        let prefixStart = rates[first].effectiveFromMicros
        let group = rates[first...].prefix { $0.prefix == rates[first].prefix }
        let isVariant = { (rate: Rate) in rate.variant != .any }
        var starts: [VariantName?: Int64] = [:]
        if group.contains(where: isVariant) || previous.rates[range].contains(where: isVariant) {
            for rate in group {
                let name = variantName(rate)
                starts[name] = min(starts[name] ?? .max, rate.effectiveFromMicros)
            }
        }
        if starts.isEmpty, prefixStart <= start { return }
        let kept = previous.rates[range].compactMap { rate -> Rate? in
            let other = amends ? Int64.max : prefixStart
            let end = starts.isEmpty ? prefixStart : starts[previous.variantName(rate)] ?? other
            guard end > start, rate.effectiveFromMicros < end, rate.effectiveToMicros > start else { return nil }
            var kept = whole.adopted(rate, of: previous)
            kept.effectiveToMicros = min(kept.effectiveToMicros, end)
            return kept
        }
        whole.rates += kept
    }

    private func isBefore(_ rate: Rate, _ other: Rate) -> Bool { isBefore(rate, other, of: self) }

    /// The order of a sheet, between a rate of this one and one of another.
    private func isBefore(_ rate: Rate, _ other: Rate, of sheet: RateSheet) -> Bool {
        if rate.prefix != other.prefix { return rate.prefix < other.prefix }
        if rate.effectiveFromMicros != other.effectiveFromMicros {
            return rate.effectiveFromMicros < other.effectiveFromMicros
        }
        if rate.variant == .any || other.variant == .any { return rate.variant == .any && other.variant != .any }
        return VariantName(rate.variant, names) < VariantName(other.variant, sheet.names)
    }
}

extension Prefix {
    /// Its first digits; nil unless there are so many.
    func first(_ digits: Int) -> Prefix? {
        digits <= count ? Prefix((0..<digits).map { UInt8(0x30 + digit($0)) }) : nil
    }
}
