import Rating

/// A rate of a deck that says `same` in place of a price: its price is the one that the version before the deck has.
public struct KeptRate: Sendable {
    /// What the row states beside it; the price means nothing, and a start of `Int64.min` is none.
    var rate: Rate
    var stated: Stated

    /// Fields that the row does not leave empty, and which therefore replace those of the version before.
    struct Stated: OptionSet {
        let rawValue: UInt64

        static func field(_ field: DeckField) -> Stated { Stated(rawValue: 1 << UInt64(field.index)) }

        func has(_ field: DeckField) -> Bool { contains(.field(field)) }
    }

    /// A rate of the version before with what the row states.
    func applied(to before: Rate) -> Rate {
        var kept = before
        if stated.has(.initialSeconds) { kept.initialSeconds = rate.initialSeconds }
        if stated.has(.incrementSeconds) { kept.incrementSeconds = rate.incrementSeconds }
        if stated.has(.minimumSeconds) { kept.minimumSeconds = rate.minimumSeconds }
        if stated.has(.setupFee) { kept.setupFeeNanos = rate.setupFeeNanos }
        if stated.has(.effectiveTo) { kept.effectiveToMicros = min(kept.effectiveToMicros, rate.effectiveToMicros) }
        if stated.has(.graceSeconds) { kept.terms.graceSeconds = rate.terms.graceSeconds }
        if stated.has(.graceMode) { kept.terms.graceMode = rate.terms.graceMode }
        if stated.has(.durationRounding) { kept.terms.durationRounding = rate.terms.durationRounding }
        if stated.has(.roundingDecimals) { kept.terms.roundingDecimals = rate.terms.roundingDecimals }
        if stated.has(.roundingMode) { kept.terms.roundingMode = rate.terms.roundingMode }
        if stated.has(.maximumCost) { kept.terms.maximumCostNanos = rate.terms.maximumCostNanos }
        if stated.has(.minimumCost) { kept.terms.minimumCostNanos = rate.terms.minimumCostNanos }
        if stated.has(.attemptFee) { kept.terms.attemptFeeNanos = rate.terms.attemptFeeNanos }
        return kept
    }
}

/// All rates of a deck that keep their price, and where their refusals stand.
public struct KeptRates: Sendable {
    /// In the order of a sheet.
    var rates: [KeptRate] = []
    /// Of the price in the file, from 1, and its heading.
    var column = 0
    var field = ""
    var unit = "line"
    /// The deck has columns for the calls that a rate is for; where it has none, a row keeps all prices of its code.
    var tellsCallsApart = false

    public init() {}

    public var count: Int { rates.count }
}

extension Rate {
    /// Stands for the price of a rate that keeps its own until the version before is known; no deck states it.
    private static let keptNanos = Int64.min

    /// The price is the one before.
    var keepsPrice: Bool {
        get { nanosPerMinute == Rate.keptNanos }
        set { nanosPerMinute = newValue ? Rate.keptNanos : 0 }
    }
}
