public import CallRecords

/// What the price of a call depends on beside the rates of its deck.
public struct DeckSettings: Sendable, Equatable {
    /// Time bands, each from its instant on, ascending; none before the first.
    public var bandCalendars: [BandCalendar]
    public var origins: OriginTable
    /// Number that the caller gives to the currency of the rates; -1 = amounts are not converted.
    public var currency: Int32

    public init(
        bandCalendars: [BandCalendar] = [], origins: OriginTable = .empty, currency: Int32 = -1
    ) {
        self.bandCalendars = bandCalendars.sorted { $0.fromMicros < $1.fromMicros }
        self.origins = origins
        self.currency = currency
    }

    /// The calendar in effect at an instant; a call keeps that of its start.
    public func bandCalendar(atMicros micros: Int64) -> BandCalendar? {
        bandCalendars.last { $0.fromMicros <= micros }
    }
}

extension DeckSettings {
    /// What a call is for the rates of the deck. Numbers are -1 where they are none.
    ///
    /// - Parameter routing: the number that the called one was ported to (LRN), which stands for it here.
    public func variant(
        atMicros micros: Int64, calling: Int64, called: Int64, routing: Int64, states: StateTable
    ) -> RateVariant {
        RateVariant(
            timeBand: bandCalendar(atMicros: micros)?.band(atMicros: micros) ?? 0, origin: origins.group(of: calling),
            jurisdiction: states.jurisdiction(calling: calling, called: routing >= 0 ? routing : called))
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
