internal import Calendar
internal import CallStore
internal import Money
internal import Rating

// How a price came about, in sentences.

extension CallPrice {
    /// The steps from the duration to the amount, as sentences.
    func steps(
        durationNanos: Int64, rate: Rate, stretches: [PriceStretch], conversion: PriceConversion
    ) -> [String] {
        func nanos(_ value: Int64) -> String { DecimalText.format(value, decimals: 9, decimalsMin: 4) }
        let terms = rate.terms
        var steps = [
            "duration \(DecimalText.format(durationNanos, decimals: 9)) s, rounded \(terms.durationRounding.name): "
                + "\(roundedSeconds) s"
        ]
        switch terms.graceMode {
        case .none: break
        case .threshold: steps.append("grace: free up to \(terms.graceSeconds) s: \(chargeableSeconds) s to charge")
        case .deduct: steps.append("grace: less \(terms.graceSeconds) s: \(chargeableSeconds) s to charge")
        }
        guard chargeableSeconds > 0 else {
            guard terms.attemptFeeNanos > 0 else { return steps + ["nothing to charge: 0"] }
            return steps + ["nothing to charge for time: 0"] + finish(terms, conversion)
        }
        let initial = Int64(rate.initialSeconds)
        let increment = Int64(rate.incrementSeconds)
        if chargeableSeconds <= initial {
            steps.append("initial \(initial) s cover it: \(initial) s")
        } else {
            let count = (chargeableSeconds - initial + increment - 1) / increment
            steps.append(
                "initial \(initial) s + \(count) x \(increment) s (\(chargeableSeconds - initial) s rounded up to whole "
                    + "increments): \(initial + count * increment) s")
        }
        if rate.minimumSeconds > 0 { steps.append("at least \(rate.minimumSeconds) s: \(billedSeconds) s") }
        var sum =
            stretches.isEmpty
            ? "\(billedSeconds) s x \(nanos(rate.nanosPerMinute)) a minute"
            : stretches.map { "\($0.seconds) s in \($0.name) x \(nanos($0.nanosPerMinute)) a minute" }
                .joined(separator: " + ")
        if rate.setupFeeNanos > 0 { sum += " + setup fee \(nanos(rate.setupFeeNanos))" }
        steps.append("\(sum): \(CallPrice.exactText(exactCost))")
        if let most = terms.maximumCostNanos {
            steps.append("at most \(nanos(most)): \(CallPrice.exactText(min(exactCost, Int128(most) * 60)))")
        }
        if let least = terms.minimumCostNanos {
            steps.append("at least \(nanos(least)): \(CallPrice.exactText(limitedCost))")
        }
        return steps + finish(terms, conversion)
    }

    /// The fee for the attempt, the conversion and the rounding.
    private func finish(_ terms: RatingTerms, _ conversion: PriceConversion) -> [String] {
        var steps: [String] = []
        if terms.attemptFeeNanos > 0 {
            let fee = DecimalText.format(terms.attemptFeeNanos, decimals: 9, decimalsMin: 4)
            steps.append("+ fee for the attempt \(fee): \(CallPrice.exactText(totalCost))")
        }
        if conversion.isNeeded { steps.append(conversion.step(totalCost)) }
        let amount =
            amountMicros.map { DecimalText.format($0, decimals: 6, decimalsMin: 6) } ?? "too large to be stored"
        steps.append("rounded once to \(terms.roundingDecimals) decimals, \(terms.roundingMode.name): \(amount)")
        return steps
    }

    /// Sixtieths of a nano as a decimal, with the sixtieths that no decimal can hold: `0.020333333 and 20/60 of 10^-9`.
    static func exactText(_ cost: Int128) -> String {
        let nanos = cost / 60
        let rest = cost % 60
        guard let small = Int64(exactly: nanos) else { return "\(cost)/60 x 10^-9" }
        let text = DecimalText.format(small, decimals: 9, decimalsMin: 4)
        return rest == 0 ? text : "\(text) and \(rest)/60 of 10^-9"
    }
}

extension PriceConversion {
    /// `0.1 EUR x 1.1 (USD for 1 EUR from 2026-10-01 on): 0.11 USD`; digits behind those of 10^-9 are left out.
    fileprivate func step(_ cost: Int128) -> String {
        let stated = factor.isInverse ? factor.denominator : factor.numerator
        let rate = DecimalText.format(stated, decimals: ExchangeFactor.decimals, decimalsMin: 4)
        let (product, isTooLarge) = cost.multipliedReportingOverflow(by: Int128(factor.numerator))
        let amount = isTooLarge ? "too large" : CallPrice.exactText(product / Int128(factor.denominator))
        let pair = factor.isInverse ? "\(from) for 1 \(to)" : "\(to) for 1 \(from)"
        return "\(CallPrice.exactText(cost)) \(from) \(factor.isInverse ? "/" : "x") \(rate) (\(pair) from "
            + "\(CivilDay(daysSince1970: factor.effectiveDay)) on): \(amount) \(to)"
    }
}
