public import CallRecords

/// The time bands of a card: which band an instant is in, by the clock of the card's zone.
///
/// A window is a part of a day, half open, on some weekdays or on holidays. On a holiday only the windows of holidays hold.
/// Windows are of the clock: in the hour that is shown twice, when clocks are set back, both times are in the window that
/// holds that hour; the hour that is skipped is in none, since no instant shows it.
public struct BandCalendar: Sendable, Equatable {
    /// Bit 0 Monday … bit 6 Sunday, bit 7 holidays.
    public typealias Days = UInt8

    public static let holidays: Days = 1 << 7
    public static let secondsPerDay: Int32 = 86_400

    public struct Window: Sendable, Equatable {
        public var days: Days
        /// Seconds since midnight, half open: `fromSecond` < `toSecond` <= 86,400.
        public var fromSecond: Int32
        public var toSecond: Int32
        /// Number that the caller gives to the band, from 1.
        public var band: Int32

        public init(days: Days, fromSecond: Int32, toSecond: Int32, band: Int32) {
            self.days = days
            self.fromSecond = fromSecond
            self.toSecond = toSecond
            self.band = band
        }

        public func overlaps(_ other: Window) -> Bool {
            days & other.days != 0 && fromSecond < other.toSecond && other.fromSecond < toSecond
        }
    }

    /// From this instant on the calendar holds, until the next one of the card: microseconds since 1970 UTC.
    public let fromMicros: Int64
    /// Whether a call that crosses the edge of a band is priced part by part; else the band in which it starts holds.
    public let splits: Bool
    let zone: ZoneOffsets
    /// By kind of day, Monday first, holidays last; each ascending.
    let windows: [[Window]]
    /// Days since 1970-01-01, ascending.
    let holidayDays: [Int32]

    /// - Parameters:
    ///   - windows: not overlapping, in any order.
    ///   - holidayDays: days since 1970-01-01 in the zone, in any order.
    public init(
        fromMicros: Int64 = .min, splits: Bool = false, zone: ZoneOffsets, windows: [Window], holidayDays: [Int32]
    ) {
        self.fromMicros = fromMicros
        self.splits = splits
        self.zone = zone
        self.windows = (0..<8).map { kind in
            windows.filter { $0.days & (1 << UInt8(kind)) != 0 }.sorted { $0.fromSecond < $1.fromSecond }
        }
        self.holidayDays = Set(holidayDays).sorted()
    }

    /// The band of an instant in seconds since 1970 UTC (0 = none), and the instant until which it holds for certain:
    /// what follows may be the same band.
    public func band(atSeconds seconds: Int64) -> (band: Int32, untilSeconds: Int64) {
        let local = seconds + zone.offset(atSeconds: seconds)
        let day = local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400)
        let second = Int32(local - day * 86_400)
        var band: Int32 = 0
        var end = BandCalendar.secondsPerDay
        for window in windows[kind(ofDay: Int32(truncatingIfNeeded: day))] {
            if second < window.fromSecond {
                end = window.fromSecond
                break
            }
            if second < window.toSecond {
                band = window.band
                end = window.toSecond
                break
            }
        }
        let until = seconds + Int64(end - second)
        // The clock is another one behind a change of the offset.
        return (band, min(until, zone.nextChange(afterSeconds: seconds) ?? until))
    }

    /// The first two windows that overlap, by their indices; nil where none do.
    public static func overlap(in windows: [Window]) -> (Int, Int)? {
        for later in windows.indices {
            for earlier in 0..<later where windows[later].overlaps(windows[earlier]) { return (earlier, later) }
        }
        return nil
    }

    /// The same for microseconds.
    public func band(atMicros micros: Int64) -> Int32 {
        band(atSeconds: micros >= 0 ? micros / 1_000_000 : -((999_999 - micros) / 1_000_000)).band
    }

    /// 0 Monday … 6 Sunday, 7 a holiday.
    func kind(ofDay day: Int32) -> Int {
        var low = 0
        var high = holidayDays.count
        while low < high {
            let middle = (low + high) / 2
            if holidayDays[middle] < day { low = middle + 1 } else { high = middle }
        }
        if low < holidayDays.count, holidayDays[low] == day { return 7 }
        // 1970-01-01 was a Thursday.
        let weekday = (Int(day) + 3) % 7
        return weekday < 0 ? weekday + 7 : weekday
    }
}
