import Money
import RateCards
import Rating
internal import Vocabulary

/// A scheduled version that says otherwise than a new deck for a time of which both speak.
struct ScheduledConflict {
    let version: RateCardVersion
    /// Whether the deck takes over before the version, which would then end it; otherwise the version comes first.
    let deckIsFirst: Bool
    /// When the deck takes over, as text.
    let deckStart: String
    /// Prefixes priced differently.
    let prefixes: Int
    /// The first of them, as `44 0.05 -> 0.01`: what the deck says, and the version.
    let examples: [String]
    private let amends: Bool

    private static let examplesMax = 3

    /// All conflicts with approved versions that begin after the deck was received, the next version first.
    static func all(
        between turn: Succession.Turn, _ versions: [RateCardVersion], _ terms: Succession.Terms,
        _ rates: (RateCardVersion) throws -> RateSheet
    ) rethrows -> [ScheduledConflict] {
        let start = turn.startMicros
        let scheduled = versions.scheduled(afterMicros: terms.receivedMicros)
        // Of a deck that begins in the past, versions in effect since have the last word as they had it before.
        let next = versions.scheduled(afterMicros: start).first
        let isFollowedByScheduled = next.map { $0.effectiveFromMicros > terms.receivedMicros } ?? false
        var conflicts: [ScheduledConflict] = []
        for (index, version) in scheduled.enumerated() where version.id != turn.replaced?.id {
            let begin = version.effectiveFromMicros
            let end = scheduled.indices.contains(index + 1) ? scheduled[index + 1].effectiveFromMicros : Int64.max
            // Answered when the version was made that says the same.
            if turn.changesNothing, terms.scheduled == nil, turn.previous?.keptIDs.contains(version.id) == true {
                continue
            }
            if begin > start, isFollowedByScheduled {
                let stored = try rates(version).cut(from: begin, to: end)
                let deck = turn.whole.cut(from: begin, to: end)
                var prefixes = deck.prefixesPricedDifferently(from: stored)
                if terms.amends {
                    let named = Set(turn.keeping.sheet.rates.map(\.prefix))
                    prefixes.removeAll { !named.contains($0) }
                }
                conflicts += ScheduledConflict(version, turn, prefixes, deck, stored, terms).map { [$0] } ?? []
            } else if begin < start, terms.statedStartMicros == nil {
                let sheet = try rates(version)
                let stored = sheet.cut(from: begin, to: min(start, end))
                let deck = Self.view(of: version, sheet, by: turn.deck, terms).cut(from: begin, to: min(start, end))
                var prefixes = deck.prefixesPricedDifferently(from: stored)
                if let current = try versions.inEffect(atMicros: terms.receivedMicros).map(rates) {
                    // What the deck lacks is closed when it takes over, which is no word on the time before.
                    let named = Set(turn.keeping.sheet.rates.map(\.prefix))
                    let old = Set(current.rates.map(\.prefix))
                    prefixes.removeAll { !named.contains($0) && old.contains($0) }
                }
                conflicts += ScheduledConflict(version, turn, prefixes, deck, stored, terms).map { [$0] } ?? []
            }
        }
        return conflicts
    }

    /// A version as it would be if the deck had been applied to it.
    private static func view(
        of version: RateCardVersion, _ rates: RateSheet, by deck: RateSheet, _ terms: Succession.Terms
    ) -> RateSheet {
        Succession.Turn.keeping(deck, from: version, rates, terms).sheet
            .succeeding(rates, atMicros: version.effectiveFromMicros, amends: terms.amends)
    }

    private init?(
        _ version: RateCardVersion, _ turn: Succession.Turn, _ prefixes: [Prefix], _ deck: RateSheet,
        _ stored: RateSheet, _ terms: Succession.Terms
    ) {
        guard !prefixes.isEmpty else { return nil }
        self.version = version
        deckIsFirst = turn.startMicros < version.effectiveFromMicros
        deckStart = RateSheet.text(utcMicros: turn.startMicros)
        self.prefixes = prefixes.count
        amends = terms.amends
        let texts = Set(prefixes.map(\.description))
        examples = RateDifference(from: deck, to: stored).entries.filter { texts.contains($0.prefix) }
            .prefix(ScheduledConflict.examplesMax).map {
                "\($0.prefix) \($0.from ?? "none") -> \($0.to ?? "none")" + ($0.details.map { " (\($0))" } ?? "")
            }
    }

    /// `1 prefix: 44 0.05 -> 0.01`.
    private var summary: String {
        let count = "\(prefixes) \(prefixes == 1 ? "prefix" : "prefixes")"
        guard !examples.isEmpty else { return count }
        return "\(count): " + examples.joined(separator: ", ") + (prefixes > examples.count ? " …" : "")
    }

    /// What happens where both stay.
    private var consequence: String {
        deckIsFirst
            ? "takes over from this deck on \(version.effectiveFrom) with other prices (\(summary))"
            : "takes over on \(version.effectiveFrom), before this deck does on \(deckStart), with other prices (\(summary))"
    }

    var question: String {
        var text =
            "Version \(version.number) \(consequence). Does it stay (\(Choice(.scheduled, "keep"))), or does this deck "
            + "hold instead and the version is withdrawn when this one is approved (\(Choice(.scheduled, "replace")))?"
        if amends, deckIsFirst {
            text +=
                " To have these changes in version \(version.number) as well, keep it and import the amendment a second time "
                + "with \(Choice(.effective, "\(version.effectiveFrom)"))."
        }
        return text
    }

    /// The sentence once the question is answered by keeping the version.
    var note: String { "Version \(version.number) stays: it \(consequence)." }
}
