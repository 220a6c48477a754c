internal import CallRecords
internal import Catalog
internal import Database
internal import Files
package import Postgres
package import Rating
package import Vocabulary

/// What the prices of a card depend on beside its rates, as it is stored: time bands, holidays, groups of callers,
/// currency.
package struct CardSettings {
    let cardID: CardID
    let currency: String
    package let zone: String
    /// Numbers of the names that are known; rates may name more, which no call is of.
    package private(set) var names = VariantNumbers()
    package private(set) var settings = DeckSettings()
    /// Everything above as text that tells it from any other.
    private(set) var digested: String

    /// - Parameters:
    ///   - currencies: names by their numbers; that of the card is added where it is new.
    ///   - hasBands: whether time bands may be stored for the card.
    ///   - hasOrigins: the same of groups of callers, its own or those of its entity.
    /// - Throws: `PostgresError`; `Refusal` where the card's zone is not known on this machine.
    package init(
        cardID: CardID, currency: String, zone: String, currencies: inout [String], hasBands: Bool = true,
        hasOrigins: Bool = true, _ connection: Connection
    ) throws {
        self.cardID = cardID
        self.currency = currency
        self.zone = zone
        digested = "card \(cardID) \(currency) \(zone)\0"
        if !currencies.contains(currency) { currencies.append(currency) }
        settings.currency = Int32(currencies.firstIndex(of: currency)!)
        if hasBands {
            let holidays: [Int32] = try connection.run(query: "card_holidays", ["card_id": .id(cardID)]).map {
                try $0.narrow("day")
            }
            try readBands(holidays: holidays, connection)
        }
        if hasOrigins { try readOrigins(connection) }
    }

    private mutating func readBands(holidays: [Int32], _ connection: Connection) throws {
        struct BandSet {
            var id: Int64
            var fromMicros: Int64
            var splits: Bool
            var windows: [BandCalendar.Window] = []
        }
        var sets: [BandSet] = []
        for row in try connection.run(query: "card_bands", ["card_id": .id(cardID)]) {
            let id = try row.int("set_id")
            let from = try row.optionalInt("from_micros") ?? .min
            if sets.last?.id != id {
                sets.append(BandSet(id: id, fromMicros: from, splits: try row.bool("splits")))
                digested += "bands from \(from) \(sets[sets.count - 1].splits)\0"
            }
            guard let day: UInt8 = try row.optionalNarrow("day") else { continue }
            let name = try row.string("name")
            let window = BandCalendar.Window(
                days: 1 << day, fromSecond: try row.narrow("from_s"), toSecond: try row.narrow("to_s"),
                band: names.timeBand(name))
            sets[sets.count - 1].windows.append(window)
            digested += "\(day) \(window.fromSecond) \(window.toSecond) \(name)\0"
        }
        guard !sets.isEmpty else { return }
        digested += "holidays \(holidays)\0"
        guard let offsets = TimeZones.offsets(zone) else {
            throw Refusal.zoneIsNotInstalled(zone)
        }
        settings.bandCalendars = sets.map {
            BandCalendar(
                fromMicros: $0.fromMicros, splits: $0.splits, zone: offsets, windows: $0.windows,
                holidayDays: holidays)
        }
    }

    private mutating func readOrigins(_ connection: Connection) throws {
        var prefixes: [(prefix: Prefix, group: Int32)] = []
        for row in try connection.run(query: "card_origins", ["card_id": .id(cardID)]) {
            let digits = try row.string("prefix")
            let name = try row.string("origin")
            guard let prefix = Prefix(digits) else {
                throw LoadError(inconsistent: "Prefix \(digits) of origin \(name) cannot be read")
            }
            prefixes.append((prefix, names.origin(name)))
            digested += "origin \(digits) \(name)\0"
        }
        guard let table = OriginTable(prefixes) else {
            throw LoadError(inconsistent: "A prefix of callers is in two groups of card \(cardID)")
        }
        settings.origins = table
    }
}

/// The numbers that names of time bands and groups of callers have within a deck, from 1.
package struct VariantNumbers {
    package private(set) var timeBands: [String: Int32] = [:]
    package private(set) var origins: [String: Int32] = [:]

    package mutating func timeBand(_ name: String) -> Int32 { VariantNumbers.number(of: name, in: &timeBands) }
    package mutating func origin(_ name: String) -> Int32 { VariantNumbers.number(of: name, in: &origins) }

    private static func number(of name: String, in known: inout [String: Int32]) -> Int32 {
        if let number = known[name] { return number }
        let number = Int32(known.count + 1)
        known[name] = number
        return number
    }
}
