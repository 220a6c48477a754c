import Money

/// The settings of rates by the text in which they travel from the database; a version has few of them.
///
///     text = grace seconds, grace mode, duration rounding, decimals, rounding mode, maximum cost, minimum cost
///            with a blank between two; costs in nanos, -1 = none
package struct CompactTerms {
    private var known: [String: RatingTerms] = [:]

    package init() {}

    /// Nil where the text is no such list.
    package mutating func terms(of text: String) -> RatingTerms? {
        if let terms = known[text] { return terms }
        let parts = text.split(separator: " ")
        guard parts.count == 7, let grace = Int32(parts[0]), let graceMode = RatingTerms.GraceMode(name: parts[1]),
            let durationRounding = RatingTerms.DurationRounding(name: parts[2]), let decimals = UInt8(parts[3]),
            let roundingMode = RoundingMode(name: parts[4]), let maximum = Int64(parts[5]),
            let minimum = Int64(parts[6])
        else { return nil }
        var terms = RatingTerms()
        terms.graceSeconds = grace
        terms.graceMode = graceMode
        terms.durationRounding = durationRounding
        terms.roundingDecimals = decimals
        terms.roundingMode = roundingMode
        terms.maximumCostNanos = maximum < 0 ? nil : maximum
        terms.minimumCostNanos = minimum < 0 ? nil : minimum
        known[text] = terms
        return terms
    }
}
