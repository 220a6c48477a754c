public import RateCards

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
    /// Rates read.
    public internal(set) var rates = 0
    public internal(set) var refusals: [Refusal] = []
    /// Number of the version compared with; nil = there was none.
    public internal(set) var comparedWith: Int64?
    /// Prefixes by kind of difference.
    public internal(set) var counts: [String: Int] = [:]
    /// Prefixes that differ.
    public internal(set) var difference: [RateDifference.Entry] = []
    /// Rates of the version before that stay until the deck's own begin.
    public internal(set) var keptRates = 0
    /// Numbers of versions whose place it took.
    public internal(set) var withdrawn: [Int64] = []
    /// Sentences about what was understood, made or left out.
    public internal(set) var notes: [String] = []
    public internal(set) var ignoredColumns: [String] = []
    /// Sentence about the first entity, if this deck made it.
    public internal(set) var madeEntity: String?

    init(card: String, side: String, currency: String, source: String) {
        self.card = card
        self.side = side
        self.currency = currency
        self.source = source
    }

    mutating func note(_ reading: DeckReading, increments: (initial: Int32, further: Int32)) {
        rows = reading.rows
        blankRows = reading.blankRows
        refusals = reading.refusals
        ignoredColumns = reading.ignoredColumns
        if reading.columns[.incrementSeconds] == nil, reading.columns[.initialSeconds] == nil {
            notes.append(
                "The file states no increments: \(increments.initial)/\(increments.further) was taken (see --increments)."
            )
        }
        if reading.columns[.destination] == nil {
            notes.append("The file names no destinations: they are named after the master list.")
        }
    }

    mutating func compare(_ succession: Succession, previous: RateCardVersion?) {
        effectiveFrom = succession.start
        comparedWith = previous?.number
        for kind in RateDifference.Kind.allCases { counts[kind.rawValue] = succession.difference[kind] }
        difference = succession.difference.entries
        keptRates = succession.keptRates
        if let next = succession.next {
            notes.append("Version \(next.number) takes over on \(next.effectiveFrom).")
        }
    }
}
