import CallRecords

// Settings of decks and what all decks refer to, as they are in an image. What is read is checked: a window that ends
// before it begins would keep a lookup for ever.

extension ByteWriter {
    mutating func put(_ settings: DeckSettings) {
        put(Int64(settings.bandCalendars.count))
        for calendar in settings.bandCalendars {
            put(calendar.fromMicros)
            put(Int64(calendar.splits ? 1 : 0))
            put(calendar.zone)
            put(Int64(calendar.windows.count))
            for windows in calendar.windows {
                put(Int64(windows.count))
                for window in windows {
                    for number in [Int32(window.days), window.fromSecond, window.toSecond, window.band] {
                        put(Int64(number))
                    }
                }
            }
            put(calendar.holidayDays)
        }
        put(Int64(settings.origins.prefixes.count))
        for prefix in settings.origins.prefixes { put(Int64(bitPattern: prefix.bits)) }
        put(settings.origins.groups)
        put(Int64(settings.currency))
    }

    mutating func put(_ references: RatingReferences) {
        put(references.states.codes)
        put(references.states.states)
        put(Int64(references.exchangeRates.rates.count))
        for rate in references.exchangeRates.rates {
            for number in [rate.from, rate.to, rate.effectiveDay] { put(Int64(number)) }
            put(rate.picos)
        }
        put(references.exchangeRates.daysMax.map(Int64.init) ?? -1)
        put(Int64(references.zones.count))
        for zone in references.zones { put(zone) }
    }

    private mutating func put(_ zone: ZoneOffsets) {
        for list in [zone.changes, zone.offsets] {
            put(Int64(list.count))
            for number in list { put(number) }
        }
    }

    private mutating func put(_ numbers: [Int32]) {
        put(Int64(numbers.count))
        for number in numbers { put(Int64(number)) }
    }
}

extension ByteReader {
    /// Nil where the bytes are no settings.
    mutating func deckSettings() -> DeckSettings? {
        let calendars = list { $0.bandCalendar() }
        let prefixes = list { Prefix(bits: UInt64(bitPattern: $0.integer())) }
        let groups = int32s()
        let currency = int32()
        guard prefixes.count == groups.count, prefixes.isAscending, calendars.allSatisfy({ $0 != nil }) else {
            return nil
        }
        return DeckSettings(
            bandCalendars: calendars.compactMap(\.self), origins: OriginTable(checked: prefixes, groups),
            currency: currency)
    }

    private mutating func bandCalendar() -> BandCalendar? {
        let from = integer()
        let splits = integer() != 0
        let zone = zone()
        let windows = list { reader in
            reader.list { reader in
                BandCalendar.Window(
                    days: UInt8(truncatingIfNeeded: reader.integer()), fromSecond: reader.int32(),
                    toSecond: reader.int32(), band: reader.int32())
            }
        }
        let holidays = int32s()
        guard let zone, windows.count == 8, holidays.isAscending, windows.allSatisfy(\.isInOrder) else { return nil }
        return BandCalendar(
            fromMicros: from, splits: splits, zone: zone, windowsByKind: windows, holidayDays: holidays)
    }

    /// Nil where the bytes are no references.
    mutating func references() -> RatingReferences? {
        let codes = int32s()
        let states = int32s()
        let rates = list { reader in
            ExchangeRate(
                from: reader.int32(), to: reader.int32(), effectiveDay: reader.int32(), picos: reader.integer())
        }
        // -1 = without a limit.
        let daysMax = integer()
        let zones = list { $0.zone() }
        guard (-1...Int64(Int32.max)).contains(daysMax), codes.count == states.count, codes.isAscending,
            rates.allSatisfy({ $0.picos > 0 }),
            zones.allSatisfy({ $0 != nil })
        else { return nil }
        return RatingReferences(
            states: StateTable(checked: codes, states),
            exchangeRates: ExchangeRates(rates, daysMax: daysMax < 0 ? nil : Int32(daysMax)),
            zones: zones.compactMap(\.self))
    }

    private mutating func zone() -> ZoneOffsets? {
        let changes = list { $0.integer() }
        return ZoneOffsets(checking: changes, offsets: list { $0.integer() })
    }

    private mutating func int32s() -> [Int32] { list { $0.int32() } }

    mutating func int32() -> Int32 { Int32(truncatingIfNeeded: integer()) }
}

extension Array where Element: Comparable {
    /// Whether each is above the one before it.
    fileprivate var isAscending: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}

extension [BandCalendar.Window] {
    /// Whether each is a part of a day, behind the one before it.
    fileprivate var isInOrder: Bool {
        allSatisfy { $0.fromSecond >= 0 && $0.fromSecond < $0.toSecond && $0.toSecond <= BandCalendar.secondsPerDay }
            && zip(self, dropFirst()).allSatisfy { $0.toSecond <= $1.fromSecond }
    }
}

extension BandCalendar {
    fileprivate init(
        fromMicros: Int64, splits: Bool, zone: ZoneOffsets, windowsByKind: [[Window]], holidayDays: [Int32]
    ) {
        self.fromMicros = fromMicros
        self.splits = splits
        self.zone = zone
        windows = windowsByKind
        self.holidayDays = holidayDays
    }
}
