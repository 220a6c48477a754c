/// How a deck file is to be understood where it does not say so itself.
public struct DeckOptions: Sendable {
    public typealias DateOrder = ReadingSettings.DateOrder

    /// What a person or the supplier's profile says.
    public var settings = ReadingSettings()
    /// The file holds several decks, named by its column `deck_id`; otherwise that column is ignored.
    public var groupsByDeckID = false
    /// The deck that is wanted of a tariff plan in several files; nil = all. Other files are read whole.
    public var deckID: String?
    /// UTC microseconds of a wall-clock time, which is stated as microseconds since 1970-01-01T00:00 of that wall clock.
    /// Dates and times without an offset go through it; the default takes them as UTC.
    public var utcMicros: @Sendable (_ localMicros: Int64) -> Int64 = { $0 }
    /// IANA name of the zone of that clock; files that state another zone are asked about. Nil = it is not held against them.
    public var zone: String?
    /// Start of rates that state none, in UTC microseconds; nil = such a rate is refused, `Int64.min` = always.
    public var effectiveFromMicros: Int64? = .min
    /// ISO code that the deck's own mentions are held against; nil = they are only shown.
    public var currency: String?
    /// When the deck was received, in UTC microseconds: what is odd about it then has to be confirmed. Nil = nothing is held
    /// against it, as where it was written by ourselves.
    public var receivedMicros: Int64?
    /// Oddities that a person has confirmed.
    public var confirmed: Set<DeckWarning> = []
    /// The file is in the canonical columns, as `didtron rate` takes them: bytes are handed on as they are, and what only
    /// decks of others have, such as lists of codes or a column of states, is neither looked for nor understood.
    public var isCanonical = false
    /// Reading stops at this many refusals.
    public var refusalsMax = Int.max
    /// Reading stops at this many rows.
    public var rowsMax = Int.max

    /// What of a deck the file holds.
    var part = DeckPart.whole

    public init() {}

    public var dateOrder: DateOrder? {
        get { settings.dateFormat }
        set { settings.dateFormat = newValue }
    }

    /// Initial and further increment in seconds where the file has no such columns.
    public var increments: ReadingSettings.Increments {
        get { settings.increments ?? ReadingSettings.Increments(initial: 1, further: 1) }
        set { settings.increments = newValue }
    }

    /// Columns named by the user, as the header writes them.
    public var columnNames: [DeckField: String] {
        get {
            var names: [DeckField: String] = [:]
            for (field, name) in settings.columns ?? [:] {
                if let field = DeckField(rawValue: field) { names[field] = name }
            }
            if names[.ratePerMinute] == nil, let band = settings.bandPrices?.min(by: { $0.key < $1.key }) {
                names[.ratePerMinute] = band.value
            }
            return names
        }
        set { settings.columns = Dictionary(uniqueKeysWithValues: newValue.map { ($0.rawValue, $1) }) }
    }
}

/// What of a deck a table holds.
enum DeckPart {
    case whole
    /// Prices by name; the codes stand elsewhere.
    case prices
    /// Codes by name.
    case codes
    /// Prices that were given their codes.
    case joined

    func needs(_ field: DeckField) -> Bool {
        switch self {
        case .whole: field.isRequired
        case .prices, .joined: field == .ratePerMinute
        case .codes: field == .prefix
        }
    }
}
