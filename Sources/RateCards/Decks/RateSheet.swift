public import Rating

/// The rates of one deck with the names of their destinations.
public struct RateSheet: Sendable {
    /// Sorted by prefix, then by start, each pair once; `destination` is an index into `names`.
    public var rates: [Rate]
    public var names: NameTable

    public init(rates: [Rate], names: NameTable) {
        self.rates = rates
        self.names = names
    }

    /// The first deck of a file.
    public init(_ reading: DeckReading) {
        self.init(rates: reading.decks.first?.rates ?? [], names: reading.destinations)
    }

    public func name(_ rate: Rate) -> String { names.text(Int(rate.destination)) }

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
            rate.minimumSeconds == other.minimumSeconds, rate.blocked == other.blocked, rate.terms == other.terms
        else { return false }
        let name = names[Int(rate.destination)]
        return name.isEmpty || name.elementsEqual(sheet.names[Int(other.destination)])
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
            while at < previous.rates.count, isBefore(previous.rates[at], rate) { at += 1 }
            if at < previous.rates.count, isSame(rate, previous.rates[at], of: previous) { continue }
            earliest = min(earliest ?? .max, rate.effectiveFromMicros)
        }
        return earliest
    }

    /// This sheet as the whole that takes over from `previous` at an instant: a prefix whose price begins only later keeps
    /// the price it had until then. Prefixes that this sheet does not have are closed.
    public func succeeding(_ previous: RateSheet, atMicros start: Int64) -> RateSheet {
        var whole = RateSheet(rates: [], names: names)
        whole.rates.reserveCapacity(rates.count)
        var at = 0
        for (index, rate) in rates.enumerated() {
            let isFirstOfPrefix = index == 0 || rates[index - 1].prefix != rate.prefix
            if isFirstOfPrefix, rate.effectiveFromMicros > start {
                while at < previous.rates.count, previous.rates[at].prefix < rate.prefix { at += 1 }
                while at < previous.rates.count, previous.rates[at].prefix == rate.prefix {
                    var kept = previous.rates[at]
                    at += 1
                    guard kept.effectiveFromMicros < rate.effectiveFromMicros, kept.effectiveToMicros > start else {
                        continue
                    }
                    kept.effectiveToMicros = min(kept.effectiveToMicros, rate.effectiveFromMicros)
                    kept.destination = whole.names.index(of: previous.names[Int(kept.destination)])
                    kept.id = 0
                    whole.rates.append(kept)
                }
            }
            whole.rates.append(rate)
        }
        return whole
    }

    private func isBefore(_ rate: Rate, _ other: Rate) -> Bool {
        rate.prefix != other.prefix
            ? rate.prefix < other.prefix : rate.effectiveFromMicros < other.effectiveFromMicros
    }
}
