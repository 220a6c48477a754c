public import CallRecords

/// What the price of a call depends on beside the rates of its deck.
public struct DeckSettings: Sendable, Equatable {
    /// Time bands, each from its instant on, ascending; none before the first.
    public var bandCalendars: [BandCalendar]
    /// Whether a call that crosses the edge of a band is priced part by part; else the band in which it starts holds.
    public var splitsAcrossBands: Bool
    public var origins: OriginTable
    /// Number that the caller gives to the currency of the rates; -1 = amounts are not converted.
    public var currency: Int32

    public init(
        bandCalendars: [BandCalendar] = [], splitsAcrossBands: Bool = false, origins: OriginTable = .empty,
        currency: Int32 = -1
    ) {
        self.bandCalendars = bandCalendars.sorted { $0.fromMicros < $1.fromMicros }
        self.splitsAcrossBands = splitsAcrossBands
        self.origins = origins
        self.currency = currency
    }

    /// The calendar in effect at an instant; a call keeps that of its start.
    public func bandCalendar(atMicros micros: Int64) -> BandCalendar? {
        bandCalendars.last { $0.fromMicros <= micros }
    }
}

/// What prices depend on beside all decks.
public struct RatingReferences: Sendable, Equatable {
    public var states: StateTable
    public var exchangeRates: ExchangeRates
    /// By `Party.zone`: billing days, of which exchange rates are, begin and end in them.
    public var zones: [ZoneOffsets]

    public init(states: StateTable = .empty, exchangeRates: ExchangeRates = .empty, zones: [ZoneOffsets] = []) {
        self.states = states
        self.exchangeRates = exchangeRates
        self.zones = zones
    }
}
