public import Rating

/// The rates of one deck.
public struct Deck: Sendable {
    /// As the file writes it; empty where the file has no column of that name.
    public var id: [UInt8]
    /// Sorted by prefix, then by start, each pair once. `id` is the physical line of the rate, `destination` the index of its
    /// name in `DeckReading.destinations`.
    public var rates: [Rate]
}

/// What was found in a deck file.
public struct DeckReading: Sendable {
    /// In the order of their first rows; one (perhaps without rates) unless decks are grouped by id.
    public var decks: [Deck]
    /// Names of destinations, each once.
    public var destinations: NameTable
    /// Rows that are not in `decks`, by line.
    public var refusals: [Refusal]
    /// Records behind the header: rates, refused and blank ones.
    public var rows: Int
    public var blankRows: Int
    /// Which column of the file (from 0) was taken for which field.
    public var columns: [DeckField: Int]
    /// The header as the file writes it.
    public var header: [String]
    /// Columns of the file that were not used, as the file calls them.
    public var ignoredColumns: [String]
}
