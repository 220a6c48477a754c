public import Rating

/// The rates of one deck.
public struct Deck: Sendable {
    /// As the file writes it; empty where the file has no column of that name.
    public var id: [UInt8]
    /// Sorted by prefix, then by start, each pair once. `id` is the physical line of the rate (several where a line has several
    /// codes), `destination` the index of its name in `DeckReading.destinations`.
    public var rates: [Rate]
    /// Rates that keep the price of the version before.
    public var kept = KeptRates()
    /// Codes of refused rows.
    public var refused = RefusedCodes()
}

/// What was found in a deck file.
///
/// `rows` = `rowsTaken` + rows refused + `blankRows` + `omittedRows` + `otherRows`.
public struct DeckReading: Sendable {
    /// In the order of their first rows; one (perhaps without rates) unless decks are grouped by id.
    public var decks: [Deck]
    /// Names of destinations, each once.
    public var destinations: NameTable
    /// Rows that are not in `decks`, by line.
    public var refusals: [RowRefusal]
    /// Rows of files of codes that were not used, by file and line; they are none of `rows`.
    public var codeRefusals: [RowRefusal] = []
    /// Records behind the header.
    public var rows: Int
    public var blankRows: Int
    /// Rows left out because they say that a code is closed, and that was asked for.
    public var omittedRows: Int
    /// Headers and rows of further tables.
    public var otherRows: Int
    /// Rows that became rates, one or more each.
    public var rowsTaken: Int
    /// Which column of the file (from 0) was taken for which field.
    public var columns: [DeckField: Int]
    /// The header as the file writes it.
    public var header: [String]
    /// Columns of the file that were not used, as the file calls them.
    public var ignoredColumns: [String]
    /// What was found out about the file.
    public var shape: DeckShape
    /// The first rows as they were understood.
    public var samples: [DeckSample]
    /// What stands under each heading in the first row.
    public var examples: [String]
    /// Sentences about what was understood, and could be meant otherwise.
    public var assumptions: [String]
    /// What has to be answered before any of it may be taken, each with how.
    public var questions: [String]
    /// Whether one of the questions is what the increments are.
    public var asksForIncrements = false
}
