internal import Catalog
internal import Database
public import Postgres
public import RateCards
public import Rating
public import Vocabulary

/// Imports the time bands of a card. Bands that a call may have been priced by are not changed: new ones hold from an
/// instant on. The same file again changes nothing.
public struct TimeBandImport: Sendable {
    public struct Report: Sendable, Codable {
        public let card: String
        public let windows: Int
        /// Whether calls are priced part by part.
        public let splits: Bool
        /// UTC; nil = from the beginning.
        public let effectiveFrom: String?
        public let isUnchanged: Bool
        /// Sentences about what to look at.
        public let notes: [String]
    }

    /// Whether a call that crosses the edge of a band is priced part by part; nil = as before, else not.
    public var splits: Bool?
    /// When they take over; nil = from the beginning, where the card has none yet.
    public var effective: StatedMoment?
    /// From the clock of the card's zone to UTC, both in microseconds.
    public var clock: @Sendable (Int64) -> Int64

    public init(clock: @escaping @Sendable (Int64) -> Int64) { self.clock = clock }

    /// - Throws: `TableError` and `RowsRefused` for the file, `Refusal` where it has to be said from when on
    ///   the bands hold, `PostgresError`.
    public func run(_ bytes: [UInt8], card: RateCard, on connection: Connection) throws -> Report {
        let file = try BandFile(bytes)
        guard file.refusals.isEmpty else { throw RowsRefused(file.refusals) }
        return try connection.transactionRetrying {
            try run(file, card: card, start: effective?.utcMicros(clock), on: connection)
        }
    }

    /// Inside a transaction.
    ///
    /// - Parameter start: when they take over, in UTC microseconds; nil = from the beginning, where the card has none yet.
    func run(_ file: BandFile, card: RateCard, start: Int64?, on connection: Connection) throws -> Report {
        try connection.run(job: "lock_catalog")
        let sets = try TimeBandSet.list(cardID: card.id, on: connection)
        let previous = start == nil ? sets.last : sets.last { $0.fromMicros <= start ?? .min }
        let splits = splits ?? previous?.splits ?? false
        let windows = file.windows.map { TimeBandSet.Window(name: $0.name, window: $0.window) }
        let isUnchanged = previous.map { $0.splits == splits && $0.isSame(as: windows) } ?? false
        if !isUnchanged {
            guard start != nil || sets.isEmpty else {
                let since = previous?.effectiveFrom.map { " from \($0) on" } ?? ""
                throw Refusal(
                    .conflict, "ratecard.bands_without_start",
                    "Card \(card.name) has time bands\(since), and the file has others, which hold from when on?",
                    facts: ["card": card.name])
            }
            try store(windows, splits: splits, start: start, card: card, on: connection)
        }
        return Report(
            card: card.name, windows: file.windows.count, splits: splits,
            effectiveFrom: isUnchanged ? previous?.effectiveFrom : start.map { RateSheet.text(utcMicros: $0) },
            isUnchanged: isUnchanged, notes: try notes(windows, card, on: connection))
    }

    private func store(
        _ windows: [TimeBandSet.Window], splits: Bool, start: Int64?, card: RateCard, on connection: Connection
    ) throws {
        var days: [Int64] = []
        var listed: [TimeBandSet.Window] = []
        for window in windows {
            for day in 0..<8 where window.window.days & (1 << UInt8(day)) != 0 {
                days.append(Int64(day))
                listed.append(window)
            }
        }
        try connection.run(
            job: "add_time_bands",
            [
                "card_id": .id(card.id),
                "effective_from": .text(start.map { RateSheet.text(utcMicros: $0) } ?? "-infinity"),
                "splits": .bool(splits), "days": .ints(days),
                "from_s": .ints(listed.map { Int64($0.window.fromSecond) }),
                "to_s": .ints(listed.map { Int64($0.window.toSecond) }),
                "names": .texts(listed.map(\.name)),
            ])
    }

    private func notes(
        _ windows: [TimeBandSet.Window], _ card: RateCard, on connection: Connection
    ) throws -> [String] {
        let hasHolidays = try !connection.run(query: "card_holidays", ["card_id": .id(card.id)]).isEmpty
        let namesHolidays = windows.contains { $0.window.days & BandCalendar.holidays != 0 }
        if hasHolidays, !namesHolidays {
            return ["The card has holidays, and no window is on them: then rates without a time band hold."]
        }
        if namesHolidays, !hasHolidays {
            return ["Windows are on holidays, and the card has none: import them, too."]
        }
        return []
    }
}

/// The time bands of a card from an instant on.
public struct TimeBandSet: Sendable, Encodable {
    public struct Window: Sendable, Equatable, Encodable {
        public var name: String
        /// Its `band` is 0.
        public var window: BandCalendar.Window

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(name, forKey: .timeBand)
            try container.encode(window.text, forKey: .window)
        }

        private enum Key: String, CodingKey { case timeBand = "time_band", window }
    }

    /// UTC; nil = from the beginning.
    public let effectiveFrom: String?
    let fromMicros: Int64
    public let splits: Bool
    /// One for each day.
    public private(set) var windows: [Window]

    private enum CodingKeys: String, CodingKey { case effectiveFrom, splits, windows }

    /// All that hold at any time, in their order.
    public static func list(cardID: CardID, on connection: Connection) throws -> [TimeBandSet] {
        var sets: [TimeBandSet] = []
        var lastID: Int64?
        for row in try connection.run(query: "card_bands", ["card_id": .id(cardID)]) {
            let id = try row.int("set_id")
            if id != lastID {
                sets.append(
                    TimeBandSet(
                        effectiveFrom: try row.optionalString("effective_from"),
                        fromMicros: try row.optionalInt("from_micros") ?? .min, splits: try row.bool("splits"),
                        windows: []))
                lastID = id
            }
            guard let day: UInt8 = try row.optionalNarrow("day") else { continue }
            sets[sets.count - 1].windows.append(
                Window(
                    name: try row.string("name"),
                    window: BandCalendar.Window(
                        days: 1 << day, fromSecond: try row.narrow("from_s"),
                        toSecond: try row.narrow("to_s"), band: 0)))
        }
        return sets
    }

    /// The windows with those of several days together, in the order of the week.
    public var joinedWindows: [Window] {
        var joined: [Window] = []
        for window in windows {
            let like = joined.firstIndex {
                $0.name == window.name && $0.window.fromSecond == window.window.fromSecond
                    && $0.window.toSecond == window.window.toSecond
            }
            if let like { joined[like].window.days |= window.window.days } else { joined.append(window) }
        }
        return joined
    }

    /// Whether the same bands hold at every time.
    func isSame(as others: [Window]) -> Bool {
        func parts(_ windows: [Window]) -> Set<String> {
            var parts: Set<String> = []
            for window in windows {
                for day in 0..<8 where window.window.days & (1 << UInt8(day)) != 0 {
                    parts.insert("\(day) \(window.window.fromSecond) \(window.window.toSecond) \(window.name)")
                }
            }
            return parts
        }
        return parts(windows) == parts(others)
    }
}
