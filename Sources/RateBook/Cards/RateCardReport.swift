public import RateCards
internal import Vocabulary

/// What an import of a deck found and did.
public struct RateCardReport: Sendable, Encodable {
    public enum State: String, Sendable, Encodable {
        /// Nothing was stored, because rows are at fault.
        case refused
        /// The version in effect says the same.
        case unchanged
        /// Stored; approving it puts it into effect.
        case draft
        /// A draft that says the same was there.
        case waiting
        /// Stored and in effect from its start on.
        case approved
    }

    public let card: String
    public let side: String
    public let currency: String
    /// Name of the file.
    public let source: String
    public internal(set) var state = State.refused
    /// Number of the version that says what the deck says; nil where it was refused.
    public internal(set) var version: Int64?
    /// When it takes over, in UTC.
    public internal(set) var effectiveFrom: String?
    /// Records behind the header.
    public internal(set) var rows = 0
    public internal(set) var blankRows = 0
    /// Rates read, with those that keep their price.
    public internal(set) var rates = 0
    /// Codes that keep the price of the version followed, because the deck says so.
    public internal(set) var keptPrices = 0
    public internal(set) var refusals: [RowRefusal] = []
    /// Sentences about time bands and origins that the rates name and the card does not have.
    public internal(set) var undefined: [String] = []
    /// Time bands that came with the deck; nil = none did.
    public internal(set) var bands: TimeBandImport.Report?
    /// Another version than the one followed, and what changes against it.
    public struct Comparison: Sendable, Encodable {
        public let version: Int64
        public let stage: RateCardVersion.Stage
        public let effectiveFrom: String
        public let counts: [String: Int]
        /// Prefixes that differ.
        public let difference: [RateDifference.Entry]

        init(version: Int64, stage: RateCardVersion.Stage, effectiveFrom: String, difference: RateDifference) {
            self.version = version
            self.stage = stage
            self.effectiveFrom = effectiveFrom
            counts = difference.counts
            self.difference = difference.entries
        }
    }

    /// Number of the version that it follows, with which it is compared; nil = there was none.
    public internal(set) var comparedWith: Int64?
    /// Prefixes by kind of difference.
    public internal(set) var counts: [String: Int] = [:]
    /// Prefixes that differ; of a first version, whose rates are all new, only where they are asked for.
    public internal(set) var difference: [RateDifference.Entry] = []
    /// The differences against the version in effect when the deck was received, and against those scheduled then,
    /// where it does not follow them.
    public internal(set) var comparisons: [Comparison] = []
    /// Where the version followed stood when the deck was received.
    public internal(set) var comparedStage: RateCardVersion.Stage?
    /// What the agreements of the partners whom the card prices say about the notice of such changes.
    public internal(set) var notice: [NoticeCheck] = []
    /// What the change means for the traffic of the last 30 days; nil where there was none.
    public internal(set) var margin: MarginEffect?
    /// Why the difference looks like a mistake, a sentence each; unless forced, nothing is stored then.
    public internal(set) var implausible: [String] = []
    /// Rates of the version before that stay until the deck's own begin.
    public internal(set) var keptRates = 0
    /// Numbers of versions whose place it took when it was approved.
    public internal(set) var withdrawn: [Int64] = []
    /// Numbers of versions whose place it takes, now or, of a draft, when it is approved.
    public internal(set) var replaces: [Int64] = []
    /// Code of the partner to whom the card was assigned with it; nil = nobody, or it was before.
    public internal(set) var assignedTo: String?
    /// Sentences about what was understood, made or left out.
    public internal(set) var notes: [String] = []
    public internal(set) var ignoredColumns: [String] = []
    /// What was found in the file.
    public internal(set) var inspection: DeckInspection?
    /// What has to be answered before the deck may be taken, each with how.
    public internal(set) var questions: [String] = []
    /// Sentence about the first entity, if this deck made it.
    public internal(set) var madeEntity: String?

    init(card: String, side: String, currency: String, source: String) {
        self.card = card
        self.side = side
        self.currency = currency
        self.source = source
    }

    mutating func note(_ reading: DeckReading, _ options: DeckOptions) {
        rows = reading.rows
        blankRows = reading.blankRows
        refusals = reading.refusals + reading.codeRefusals
        ignoredColumns = reading.ignoredColumns
        let found = DeckInspection(reading, options)
        notes += found.assumptions
        questions += found.questions
        inspection = found
    }

    /// Holds a deck against what the supplier's decks looked like; a difference is a question.
    mutating func hold(_ shape: DeckShape, against layout: DeckShape, accepted: Bool) {
        let changes = shape.changes(since: layout)
        guard !changes.isEmpty else { return }
        let sentence = "The layout has changed since the profile was saved: \(changes.joined(separator: "; "))."
        if accepted {
            notes.append(sentence)
        } else {
            questions.append(
                sentence
                    + " If it is understood rightly, take it with \(Choice(.acceptLayout)), and with \(Choice(.saveProfile)) for the next."
            )
        }
    }

    /// - Parameters:
    ///   - now: when the deck was received.
    ///   - scheduled: what was answered on versions that say otherwise.
    ///   - listsNew: whether the rates of a first version are listed.
    mutating func compare(
        _ succession: Succession, _ versions: [RateCardVersion], atMicros now: Int64, scheduled: ScheduledAnswer?,
        listsNew: Bool
    ) {
        effectiveFrom = succession.start
        comparedWith = succession.previous?.number
        comparedStage = succession.previous.map { versions.stage(of: $0, atMicros: now) }
        counts = succession.difference.counts
        difference = succession.previous == nil && !listsNew ? [] : succession.difference.entries
        keptRates = succession.keptRates
        rates = succession.keeping.sheet.rates.count
        keptPrices = succession.keeping.count
        let refused = succession.keeping.refusals
        if !refused.isEmpty {
            refusals = (refusals + refused).sorted {
                ($0.file ?? "", $0.line, $0.column) < ($1.file ?? "", $1.line, $1.column)
            }
            inspection?.note(refused, keptCodes: keptPrices, all: refusals)
        }
        notes += succession.whole.refused.notes
        let rowsWithoutCode = Int64(succession.whole.refused.rowsWithoutCode)
        if rowsWithoutCode > 0, counts[RateDifference.Kind.closed.rawValue] ?? 0 > 0 {
            notes.append(
                rowsWithoutCode == 1
                    ? "1 refused row has no code that can be read: see that its code is none of those closed."
                    : "\(rowsWithoutCode) refused rows have no code that can be read: see that theirs are none of those closed."
            )
        }
        replaces = (succession.replaced + versions.sameStart(as: succession)).map(\.number).sorted()
        if !succession.changesNothing, let dated = succession.datedMicros, let previous = succession.previous {
            notes.append(
                "The first new or changed price is dated \(RateSheet.text(utcMicros: dated)), before version "
                    + "\(previous.number) took over on \(previous.effectiveFrom): it holds from then on. For an earlier start "
                    + "state \(Choice(.effective)).")
        }
        let conflicting = Set(succession.conflicts.map(\.version.id))
        if let next = succession.following.first, !conflicting.contains(next.id), !succession.changesNothing {
            notes.append("Version \(next.number) takes over on \(next.effectiveFrom).")
        }
        if scheduled == nil {
            questions += succession.conflicts.map(\.question)
        } else {
            notes += succession.conflicts.map(\.note)
        }
    }
}

extension [RateCardVersion] {
    /// The approved version that begins when a deck does, whose place it takes.
    fileprivate func sameStart(as succession: Succession) -> [RateCardVersion] {
        filter {
            $0.state == .approved && $0.effectiveFromMicros == succession.startMicros && !succession.changesNothing
        }.without(ids: Set(succession.replaced.map(\.id)))
    }
}

extension RateDifference {
    /// Prefixes by the name of the kind of difference.
    var counts: [String: Int] {
        Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0.rawValue, self[$0]) })
    }
}
