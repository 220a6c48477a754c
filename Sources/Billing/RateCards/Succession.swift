import RateCards

/// How a deck follows the version before it: when it takes over, and what is then in effect as a whole.
struct Succession {
    /// When the new version takes over, in UTC microseconds.
    let startMicros: Int64
    /// The deck, and what it keeps from the version before: until its own prices begin, or, of an amendment, for good.
    let whole: RateSheet
    /// The deck with the prices that its codes keep.
    let keeping: RateSheet.Keeping
    /// Rates that it keeps.
    let keptRates: Int
    /// Against the version that it follows.
    let difference: RateDifference
    /// The version that it follows, the one in effect when it takes over; nil = none.
    let previous: RateCardVersion?
    /// Its rates.
    let previousRates: RateSheet?
    /// Whether it says nothing that the version before does not say.
    let changesNothing: Bool
    /// A version of which it takes the place though that one begins later.
    let replacedVersionID: Int64?
    /// The approved version that takes over next after it.
    let next: RateCardVersion?

    /// What decides beside the deck itself.
    struct Terms {
        /// All versions of the card.
        var versions: [RateCardVersion]
        /// When it takes over, if that was said.
        var statedStartMicros: Int64?
        /// When the deck was received, if that was said; then it follows the version in effect at that time, or the
        /// scheduled ones whose times its own changes reach. Otherwise it follows the latest version.
        var asOfMicros: Int64?
        /// When it takes over if it does nothing but close prefixes and `asOfMicros` does not say so.
        var nowMicros: Int64
        /// Whether prefixes that the deck lacks stay.
        var amends: Bool
    }

    /// - Parameter rates: reads the rates of a stored version.
    init(sheet: RateSheet, terms: Terms, rates: (RateCardVersion) throws -> RateSheet) rethrows {
        let versions = terms.versions
        var previous =
            (terms.statedStartMicros ?? terms.asOfMicros).map(versions.inEffect) ?? versions.latestApproved
        var before = try previous.map(rates)
        var keeping = Succession.keeping(sheet, from: previous, before, terms)
        var turn = Succession.takeover(of: keeping.sheet, from: previous, before, terms)
        // A version that is scheduled before the deck's first change is what the deck follows: its changes are others then.
        while terms.statedStartMicros == nil, turn.replaced == nil,
            let followed = versions.inEffect(atMicros: turn.start), followed.id != previous?.id
        {
            previous = followed
            before = try rates(followed)
            keeping = Succession.keeping(sheet, from: previous, before, terms)
            turn = Succession.takeover(of: keeping.sheet, from: previous, before, terms)
        }
        self.keeping = keeping
        let sheet = keeping.sheet
        startMicros = turn.start
        replacedVersionID = turn.replaced
        self.previous = previous
        previousRates = before
        let old = before ?? RateSheet(rates: [], names: sheet.names)
        let whole = sheet.succeeding(old, atMicros: turn.start, amends: terms.amends)
        self.whole = whole
        keptRates = whole.rates.count - sheet.rates.count - whole.refused.blockedCodes
        difference = RateDifference(from: old, to: whole, startMicros: turn.start)
        changesNothing =
            before.map { whole.isSame(as: $0) } == true && turn.start >= (previous?.effectiveFromMicros ?? .max)
        let replaced = turn.replaced
        next = versions.scheduled(afterMicros: turn.start).first { $0.id != replaced }
    }

    /// The deck with the prices that its codes keep of a version.
    private static func keeping(
        _ sheet: RateSheet, from previous: RateCardVersion?, _ before: RateSheet?, _ terms: Terms
    ) -> RateSheet.Keeping {
        let instant = terms.statedStartMicros ?? max(terms.receivedMicros, previous?.effectiveFromMicros ?? .min)
        return sheet.keepingPrices(of: before, number: previous?.number, atMicros: instant)
    }

    /// When a deck takes over from a version, and which version it replaces though that one begins later.
    private static func takeover(
        of sheet: RateSheet, from previous: RateCardVersion?, _ before: RateSheet?, _ terms: Terms
    ) -> (start: Int64, replaced: Int64?) {
        if let stated = terms.statedStartMicros { return (stated, nil) }
        guard let previous, let before else { return (sheet.earliestStartMicros ?? terms.receivedMicros, nil) }
        if let earliest = sheet.earliestNewStartMicros(comparedWith: before) {
            let isOnly = terms.versions.filter { $0.state == .approved }.count == 1
            if isOnly, earliest < previous.effectiveFromMicros {
                // A price for a time before the only version: the deck takes its place altogether.
                return (earliest, previous.id)
            }
            return (max(earliest, previous.effectiveFromMicros), nil)
        }
        let isSame = sheet.succeeding(before, atMicros: previous.effectiveFromMicros, amends: terms.amends)
            .isSame(as: before)
        return (isSame ? previous.effectiveFromMicros : max(terms.receivedMicros, previous.effectiveFromMicros), nil)
    }

    /// The start as PostgreSQL reads it.
    var start: String { RateSheet.text(utcMicros: startMicros) }
}

extension Succession.Terms {
    var receivedMicros: Int64 { asOfMicros ?? nowMicros }
}
