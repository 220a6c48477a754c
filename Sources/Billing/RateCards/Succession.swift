import RateCards

/// How a deck follows the version before it: when it takes over, and what is then in effect as a whole.
struct Succession {
    /// When the new version takes over, in UTC microseconds.
    let startMicros: Int64
    /// The deck, and what it keeps from the version before until its own prices begin.
    let whole: RateSheet
    /// Rates that it keeps.
    let keptRates: Int
    let difference: RateDifference
    /// A version of which it takes the place though that one begins later.
    let replacedVersionID: Int64?
    /// The approved version that takes over next after it.
    let next: RateCardVersion?

    /// - Parameters:
    ///   - previous: the version that it follows, with its rates.
    ///   - versions: all of the card.
    ///   - statedStartMicros: when it takes over, if that was said.
    ///   - asOfMicros: when it takes over if it does nothing but close prefixes.
    init(
        sheet: RateSheet, previous: (version: RateCardVersion, rates: RateSheet)?, versions: [RateCardVersion],
        statedStartMicros: Int64?, asOfMicros: Int64
    ) {
        var replaced: Int64?
        let start: Int64
        if let statedStartMicros {
            start = statedStartMicros
        } else if let previous {
            if let earliest = sheet.earliestNewStartMicros(comparedWith: previous.rates) {
                let isOnly = versions.filter { $0.state == .approved }.count == 1
                if isOnly, earliest < previous.version.effectiveFromMicros {
                    // A price for a time before the only version: the deck takes its place altogether.
                    start = earliest
                    replaced = previous.version.id
                } else {
                    start = max(earliest, previous.version.effectiveFromMicros)
                }
            } else if sheet.succeeding(previous.rates, atMicros: previous.version.effectiveFromMicros)
                .isSame(as: previous.rates)
            {
                start = previous.version.effectiveFromMicros
            } else {
                start = max(asOfMicros, previous.version.effectiveFromMicros)
            }
        } else {
            start = sheet.earliestStartMicros ?? asOfMicros
        }
        startMicros = start
        replacedVersionID = replaced
        let before = previous?.rates ?? RateSheet(rates: [], names: sheet.names)
        whole = sheet.succeeding(before, atMicros: start)
        keptRates = whole.rates.count - sheet.rates.count
        difference = RateDifference(from: before, to: whole)
        next = versions.filter { $0.state == .approved && $0.effectiveFromMicros > start && $0.id != replaced }
            .min { $0.effectiveFromMicros < $1.effectiveFromMicros }
    }

    /// The start as PostgreSQL reads it.
    var start: String { RateSheet.text(utcMicros: startMicros) }
}
