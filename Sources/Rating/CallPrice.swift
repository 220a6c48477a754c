import Money

/// The price of one call from its duration and one rate: DESIGN's order of steps, each kept, exact.
///
/// Duration rounding, grace, initial and further increments, minimum, set-up fee, cap, floor, fee for the attempt,
/// conversion into another currency, and one rounding at the end. Only the fee for the attempt is due where nothing is charged
/// for time. This is the reference: `Tariff` takes a short cut for the usual terms, which
/// tests hold against it, and `didtron explain` prints it.
public struct CallPrice: Equatable, Sendable {
    /// Seconds after the rounding of the duration.
    public var roundedSeconds: Int64
    /// Seconds left after grace; zero costs nothing.
    public var chargeableSeconds: Int64
    /// Seconds after initial and further increments and the minimum.
    public var billedSeconds: Int64
    /// The billed seconds as increments; all zero where nothing is charged.
    public var time = BilledTime()
    /// Sixtieths of a nano of a unit of the rate's currency, before the cap, the floor and the rounding.
    public var exactCost: Int128
    /// The same after cap and floor, which the fee for the attempt is beside.
    public var limitedCost: Int128
    /// The same with the fee for the attempt.
    public var totalCost: Int128
    /// Micros (10^-6) of a unit of the currency converted to; nil where billed seconds exceed 2^31 - 1 or the amount
    /// Int64, or where `usedCost` gave nothing.
    public var amountMicros: Int64?

    /// - Parameters:
    ///   - durationNanos: nanoseconds, not negative.
    ///   - exchange: from the rate's currency into that of the amount.
    ///   - usedCost: seconds by price in sixtieths of a nano, where they are not all at the rate's own price; nil = some
    ///     of them have no price.
    public init(
        durationNanos: Int64, rate: Rate, exchange: ExchangeFactor = .none, usedCost: (BilledTime) -> Int128?
    ) {
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
        totalCost = Int128(terms.attemptFeeNanos) * 60
        amountMicros = 0
        guard chargeableSeconds > 0 else {
            amountMicros = CallPrice.micros(
                totalCost, exchange: exchange, decimals: terms.roundingDecimals, mode: terms.roundingMode)
            return
        }
        time = BilledTime(chargeableSeconds: chargeableSeconds, roundedSeconds: roundedSeconds, rate: rate)
        billedSeconds = time.billedSeconds
        // Int64 x Int64 and 60 x Int64 both fit Int128 with room to spare.
        let used = usedCost(time)
        exactCost = Int128(rate.setupFeeNanos) * 60 + (used ?? 0)
        limitedCost = exactCost
        if let most = terms.maximumCostNanos { limitedCost = min(limitedCost, Int128(most) * 60) }
        if let least = terms.minimumCostNanos { limitedCost = max(limitedCost, Int128(least) * 60) }
        totalCost += limitedCost
        amountMicros = CallPrice.micros(
            totalCost, exchange: exchange, decimals: terms.roundingDecimals, mode: terms.roundingMode)
        if used == nil || billedSeconds > Int64(Int32.max) { amountMicros = nil }
    }

    /// The price where all seconds are at the rate's own price.
    public init(durationNanos: Int64, rate: Rate, exchange: ExchangeFactor = .none) {
        self.init(durationNanos: durationNanos, rate: rate, exchange: exchange) { time in
            Int128(time.billedSeconds) * Int128(rate.nanosPerMinute)
        }
    }

    /// Whole seconds of a duration in nanoseconds.
    static func seconds(_ nanos: Int64, rounding: RatingTerms.DurationRounding) -> Int64 {
        let whole = nanos / 1_000_000_000
        let rest = nanos % 1_000_000_000
        switch rounding {
        case .up: return rest > 0 ? whole + 1 : whole
        case .down: return whole
        case .halfUp: return rest >= 500_000_000 ? whole + 1 : whole
        case .halfDown: return rest > 500_000_000 ? whole + 1 : whole
        }
    }

    /// Sixtieths of a nano, not negative, converted and rounded once to `decimals` of a currency unit; nil where the
    /// amount exceeds Int64.
    static func micros(
        _ cost: Int128, exchange: ExchangeFactor = .none, decimals: UInt8, mode: RoundingMode
    ) -> Int64? {
        var microsPerStep: Int128 = 1
        for _ in decimals..<6 { microsPerStep *= 10 }
        // At most 6 x 10^10 times 2^63.
        let step = microsPerStep * 60_000 * Int128(exchange.denominator)
        let (converted, overflows) = cost.multipliedReportingOverflow(by: Int128(exchange.numerator))
        if overflows { return nil }
        var steps = converted / step
        let rest = converted % step
        switch mode {
        case .halfUp: steps += rest * 2 >= step ? 1 : 0
        case .up: steps += rest > 0 ? 1 : 0
        case .down: break
        case .halfEven:
            if rest * 2 > step || (rest * 2 == step && steps % 2 != 0) { steps += 1 }
        case .halfDown: steps += rest * 2 > step ? 1 : 0
        }
        let (micros, isTooLarge) = steps.multipliedReportingOverflow(by: microsPerStep)
        return isTooLarge ? nil : Int64(exactly: micros)
    }
}
