import Money

/// The settings of rates by the text in which they travel from the database; a version has few of them.
///
///     text = grace seconds, grace mode, duration rounding, decimals, rounding mode, maximum cost, minimum cost, fee for the
///            attempt, with a blank between two; costs in nanos, -1 = none
package struct CompactTerms {
    /// The text by SQL, null where all have their usual values.
    package static let expression =
        """
        CASE WHEN grace_s = 0 AND grace_mode = 'none' AND duration_rounding = 'up' AND rounding_decimals = 6
            AND rounding_mode = 'half_up' AND max_cost_nanos IS NULL AND min_cost_nanos IS NULL AND attempt_fee_nanos = 0
            THEN NULL
        ELSE concat_ws(' ', grace_s, grace_mode, duration_rounding, rounding_decimals, rounding_mode,
            coalesce(max_cost_nanos, -1), coalesce(min_cost_nanos, -1), attempt_fee_nanos) END
        """

    private var known: [String: RatingTerms] = [:]

    package init() {}

    /// Nil where the text is no such list.
    package mutating func terms(of text: String) -> RatingTerms? {
        if let terms = known[text] { return terms }
        let parts = text.split(separator: " ")
        guard parts.count == 8, let grace = Int32(parts[0]), let graceMode = RatingTerms.GraceMode(name: parts[1]),
            let durationRounding = RatingTerms.DurationRounding(name: parts[2]), let decimals = UInt8(parts[3]),
            let roundingMode = RoundingMode(name: parts[4]), let maximum = Int64(parts[5]),
            let minimum = Int64(parts[6]), let attempt = Int64(parts[7])
        else { return nil }
        var terms = RatingTerms()
        terms.graceSeconds = grace
        terms.graceMode = graceMode
        terms.durationRounding = durationRounding
        terms.roundingDecimals = decimals
        terms.roundingMode = roundingMode
        terms.maximumCostNanos = maximum < 0 ? nil : maximum
        terms.minimumCostNanos = minimum < 0 ? nil : minimum
        terms.attemptFeeNanos = attempt
        known[text] = terms
        return terms
    }
}
