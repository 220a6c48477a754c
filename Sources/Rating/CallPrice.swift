import Money

/// The price of one call from its duration and one rate: DESIGN's order of steps, each kept, exact.
///
/// Duration rounding, grace, initial and further increments, minimum, set-up fee, cap, floor, and one rounding at the
/// end. This is the reference: `Tariff` takes a short cut for the usual terms, which tests hold against it, and
/// `didtron explain` prints it.
public struct CallPrice: Equatable, Sendable {
    /// Seconds after the rounding of the duration.
    public var roundedSeconds: Int64
    /// Seconds left after grace; zero costs nothing.
    public var chargeableSeconds: Int64
    /// Seconds after initial and further increments and the minimum.
    public var billedSeconds: Int64
    /// Sixtieths of a nano of a currency unit, before the cap, the floor and the rounding.
    public var exactCost: Int128
    /// The same after cap and floor.
    public var limitedCost: Int128
    /// Micros (10^-6) of a currency unit; nil where billed seconds exceed 2^31 - 1 or the amount Int64.
    public var amountMicros: Int64?

    /// - Parameter durationNanos: nanoseconds, not negative.
    public init(durationNanos: Int64, rate: Rate) {
        let terms = rate.terms
        roundedSeconds = CallPrice.seconds(durationNanos, rounding: terms.durationRounding)
        switch terms.graceMode {
        case .none: chargeableSeconds = roundedSeconds
        case .threshold: chargeableSeconds = roundedSeconds <= Int64(terms.graceSeconds) ? 0 : roundedSeconds
        case .deduct: chargeableSeconds = max(0, roundedSeconds - Int64(terms.graceSeconds))
        }
        billedSeconds = 0
        exactCost = 0
        limitedCost = 0
        amountMicros = 0
        guard chargeableSeconds > 0 else { return }
        billedSeconds = max(
            CallPrice.billed(
                chargeableSeconds, initial: Int64(rate.initialSeconds), increment: Int64(rate.incrementSeconds)),
            Int64(rate.minimumSeconds))
        // Int64 x Int64 and 60 x Int64 both fit Int128 with room to spare.
        exactCost = Int128(rate.setupFeeNanos) * 60 + Int128(billedSeconds) * Int128(rate.nanosPerMinute)
        limitedCost = exactCost
        if let most = terms.maximumCostNanos { limitedCost = min(limitedCost, Int128(most) * 60) }
        if let least = terms.minimumCostNanos { limitedCost = max(limitedCost, Int128(least) * 60) }
        amountMicros = CallPrice.micros(limitedCost, decimals: terms.roundingDecimals, mode: terms.roundingMode)
        if billedSeconds > Int64(Int32.max) { amountMicros = nil }
    }

    /// Whole seconds of a duration in nanoseconds.
    static func seconds(_ nanos: Int64, rounding: RatingTerms.DurationRounding) -> Int64 {
        let whole = nanos / 1_000_000_000
        let rest = nanos % 1_000_000_000
        switch rounding {
        case .up: return rest > 0 ? whole + 1 : whole
        case .down: return whole
        case .halfUp: return rest >= 500_000_000 ? whole + 1 : whole
        }
    }

    /// `seconds` rounded up to the initial seconds, or by increments beyond them.
    static func billed(_ seconds: Int64, initial: Int64, increment: Int64) -> Int64 {
        seconds <= initial ? initial : initial + (seconds - initial + increment - 1) / increment * increment
    }

    /// Sixtieths of a nano, not negative, rounded once to `decimals` of a currency unit; nil where it exceeds Int64.
    static func micros(_ cost: Int128, decimals: UInt8, mode: RoundingMode) -> Int64? {
        var microsPerStep: Int128 = 1
        for _ in decimals..<6 { microsPerStep *= 10 }
        let step = microsPerStep * 60_000
        var steps = cost / step
        let rest = cost % step
        switch mode {
        case .halfUp: steps += rest * 2 >= step ? 1 : 0
        case .up: steps += rest > 0 ? 1 : 0
        case .down: break
        case .halfEven:
            if rest * 2 > step || (rest * 2 == step && steps % 2 != 0) { steps += 1 }
        }
        return Int64(exactly: steps * microsPerStep)
    }
}
