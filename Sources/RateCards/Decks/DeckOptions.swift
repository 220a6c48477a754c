/// How a deck file is to be understood where it does not say so itself.
public struct DeckOptions: Sendable {
    /// Order of day, month and year in dates such as `01/10/2026`; nil = such a date is refused.
    public enum DateOrder: String, CaseIterable, Sendable { case dmy, mdy, ymd }

    /// The file holds several decks, named by its column `deck_id`; otherwise that column is ignored.
    public var groupsByDeckID = false
    public var dateOrder: DateOrder?
    /// UTC microseconds of a wall-clock time, which is stated as microseconds since 1970-01-01T00:00 of that wall clock.
    /// Dates and times without an offset go through it; the default takes them as UTC.
    public var utcMicros: @Sendable (_ localMicros: Int64) -> Int64 = { $0 }
    /// Start of rates that state none, in UTC microseconds; nil = such a rate is refused, `Int64.min` = always.
    public var effectiveFromMicros: Int64? = .min
    /// Initial and further increment in seconds where the file has no such columns.
    public var increments: (initial: Int32, further: Int32) = (1, 1)
    /// Columns named by the user, as the header writes them.
    public var columnNames: [DeckField: String] = [:]
    /// Destination names must be UTF-8, since the database keeps text; `didtron rate` hands the bytes on as they are.
    public var namesAreText = true
    /// Reading stops at this many refusals.
    public var refusalsMax = Int.max

    public init() {}
}
