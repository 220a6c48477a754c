import RateCards

extension Succession {
    /// When a deck takes over among given versions, and from which one.
    struct Turn {
        private(set) var startMicros: Int64
        /// As in `Succession`.
        private(set) var datedMicros: Int64?
        private(set) var whole: RateSheet
        private(set) var changesNothing = false
        /// As it was read.
        let deck: RateSheet
        /// The deck with the prices that its codes keep.
        let keeping: RateSheet.Keeping
        /// The version in effect when it takes over, and its rates.
        let previous: RateCardVersion?
        let before: RateSheet?
        /// The only version, which is in effect: the deck has a price for the time before it, and takes its place altogether.
        let replaced: RateCardVersion?
        private let amends: Bool

        /// - Parameter versions: the approved ones that count.
        init(
            of deck: RateSheet, in versions: [RateCardVersion], _ terms: Terms,
            _ rates: (RateCardVersion) throws -> RateSheet
        ) rethrows {
            var previous = versions.inEffect(atMicros: terms.statedStartMicros ?? terms.receivedMicros)
            var before = try previous.map(rates)
            var keeping = Turn.keeping(deck, from: previous, before, terms)
            var replaced: RateCardVersion?
            var dated: Int64?
            var start: Int64
            if let stated = terms.statedStartMicros {
                start = stated
            } else {
                (start, dated) = Turn.takeover(of: keeping.sheet, from: previous, before, terms)
                let isOnly = terms.versions.count { $0.state == .approved } == 1
                if isOnly, let only = previous, let first = dated {
                    (start, dated, replaced) = (first, nil, only)
                }
                // A version that is scheduled before the deck's first change is what it follows: its changes are others then.
                while replaced == nil, let followed = versions.inEffect(atMicros: start), followed.id != previous?.id {
                    let followedRates = try rates(followed)
                    previous = followed
                    before = followedRates
                    keeping = Turn.keeping(deck, from: previous, before, terms)
                    start = Turn.takeover(
                        of: keeping.sheet, fromScheduled: followed, followedRates, atMicros: start, terms)
                }
            }
            startMicros = start
            datedMicros = dated
            amends = terms.amends
            self.deck = deck
            self.keeping = keeping
            self.previous = previous
            self.before = before
            self.replaced = replaced
            whole = keeping.sheet
            takeOver(atMicros: start)
            changesNothing =
                before.map { whole.isSame(as: $0) } == true && start >= (previous?.effectiveFromMicros ?? .max)
        }

        /// Lets the deck take over at an instant, with what it keeps until its own prices begin.
        mutating func takeOver(atMicros start: Int64) {
            startMicros = start
            changesNothing = false
            let old = before ?? RateSheet(rates: [], names: keeping.sheet.names)
            whole = keeping.sheet.succeeding(old, atMicros: start, amends: amends)
        }

        /// The deck with the prices that its codes keep of a version.
        static func keeping(
            _ deck: RateSheet, from previous: RateCardVersion?, _ before: RateSheet?, _ terms: Terms
        ) -> RateSheet.Keeping {
            let instant =
                terms.statedStartMicros ?? max(terms.receivedMicros, previous?.effectiveFromMicros ?? .min)
            return deck.keepingPrices(of: before, number: previous?.number, atMicros: instant)
        }

        /// When a deck takes over from the version in effect, and from when it dates a price that would be earlier.
        private static func takeover(
            of deck: RateSheet, from previous: RateCardVersion?, _ before: RateSheet?, _ terms: Terms
        ) -> (start: Int64, dated: Int64?) {
            guard let previous, let before else { return (deck.earliestStartMicros ?? terms.receivedMicros, nil) }
            let begun = previous.effectiveFromMicros
            if let earliest = deck.earliestNewStartMicros(comparedWith: before) {
                return earliest < begun ? (begun, earliest) : (earliest, nil)
            }
            let isSame = deck.succeeding(before, atMicros: begun, amends: terms.amends).isSame(as: before)
            return (isSame ? begun : max(terms.receivedMicros, begun), nil)
        }

        /// When a deck takes over from a scheduled version that is in effect at the start that the deck would have without it:
        /// with its first change against that version, at that start where it says otherwise for the time before.
        private static func takeover(
            of deck: RateSheet, fromScheduled followed: RateCardVersion, _ rates: RateSheet, atMicros start: Int64,
            _ terms: Terms
        ) -> Int64 {
            let begun = followed.effectiveFromMicros
            if let earliest = deck.earliestNewStartMicros(comparedWith: rates) {
                return earliest > begun ? earliest : start
            }
            let isSame = deck.succeeding(rates, atMicros: begun, amends: terms.amends).isSame(as: rates)
            return isSame ? begun : start
        }
    }
}
