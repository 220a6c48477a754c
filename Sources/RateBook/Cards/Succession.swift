internal import Vocabulary
import RateCards

/// How a deck follows the version before it: when it takes over, what is then in effect as a whole, and what becomes of the
/// versions that are scheduled beside it.
struct Succession {
    /// When the new version takes over, in UTC microseconds.
    package let startMicros: Int64
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
    /// The instant from which the deck dates its first new or changed price, where that is before `startMicros`.
    let datedMicros: Int64?
    /// Versions whose place it takes, beside one of the same start.
    let replaced: [RateCardVersion]
    /// Approved versions that take over after it as they are, the next first.
    let following: [RateCardVersion]
    /// Approved versions that take over after the deck was received, or after its start, and stay.
    let kept: [RateCardVersion]
    /// Scheduled versions that stay and say otherwise than the deck, the next first.
    let conflicts: [ScheduledConflict]

    /// What decides beside the deck itself.
    struct Terms {
        /// All versions of the card.
        var versions: [RateCardVersion]
        /// When it takes over, if that was said.
        var statedStartMicros: Int64?
        /// When the deck was received: it follows the version in effect then, or scheduled ones that its own changes come
        /// after. It takes over then if it does nothing but close prefixes.
        var receivedMicros: Int64
        /// Whether prefixes that the deck lacks stay.
        var amends: Bool
        /// What was answered on scheduled versions that say otherwise; nil = nothing.
        var scheduled: ScheduledAnswer?
    }

    /// - Parameter rates: reads the rates of a stored version.
    init(sheet: RateSheet, terms: Terms, rates read: (RateCardVersion) throws -> RateSheet) rethrows {
        var known: [CardVersionID: RateSheet] = [:]
        func rates(_ version: RateCardVersion) throws -> RateSheet {
            if let sheet = known[version.id] { return sheet }
            let sheet = try read(version)
            known[version.id] = sheet
            return sheet
        }
        var pool = terms.versions.filter { $0.state == .approved }
        var turn = try Turn(of: sheet, in: pool, terms, rates)
        var conflicts = try ScheduledConflict.all(between: turn, pool, terms, rates)
        var replaced: [RateCardVersion] = turn.replaced.map { [$0] } ?? []
        while terms.scheduled == .replace, let first = conflicts.first?.version {
            let gone = pool.filter {
                $0.effectiveFromMicros >= first.effectiveFromMicros && $0.effectiveFromMicros > terms.receivedMicros
            }
            replaced += gone
            pool = pool.without(ids: Set(gone.map(\.id)))
            turn = try Turn(of: sheet, in: pool, terms, rates)
            if turn.changesNothing, let start = gone.map(\.effectiveFromMicros).min() {
                // The deck says what is in effect, and so does the version that takes the place of the scheduled ones.
                turn.takeOver(atMicros: start)
            }
            conflicts = try ScheduledConflict.all(between: turn, pool, terms, rates)
        }
        self.replaced = replaced
        self.conflicts = conflicts
        keeping = turn.keeping
        startMicros = turn.startMicros
        datedMicros = turn.datedMicros
        previous = turn.previous
        previousRates = turn.before
        whole = turn.whole
        keptRates = turn.whole.rates.count - turn.keeping.sheet.rates.count - turn.whole.refused.blockedCodes
        difference = RateDifference(
            from: turn.before ?? RateSheet(rates: [], names: turn.keeping.sheet.names), to: turn.whole,
            startMicros: turn.startMicros)
        changesNothing = turn.changesNothing
        following = pool.without(ids: Set(replaced.map(\.id))).scheduled(afterMicros: turn.startMicros)
        kept = pool.without(ids: Set(replaced.map(\.id))).filter {
            $0.effectiveFromMicros > min(turn.startMicros, terms.receivedMicros)
                && $0.effectiveFromMicros != turn.startMicros
        }
    }

    /// The start as PostgreSQL reads it.
    var start: String { RateSheet.text(utcMicros: startMicros) }
}
