import CallRecords
import Foundation
import Synchronization

/// Zones as Foundation knows them.
enum TestZones {
    static func zone(_ name: String) -> TimeZone { TimeZone(identifier: name)! }

    static func offsets(_ name: String) -> ZoneOffsets {
        known.withLock { known in
            if let offsets = known[name] { return offsets }
            let zone = zone(name)
            let offsets = ZoneOffsets { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))) }
            known[name] = offsets
            return offsets
        }
    }

    /// Finding the changes of a zone takes tens of thousands of questions.
    private static let known = Mutex<[String: ZoneOffsets]>([:])

    /// Microseconds since 1970 UTC of `2026-10-25T00:30:00Z`.
    static func micros(_ instant: String) -> Int64 {
        try! Int64(Date(instant, strategy: .iso8601).timeIntervalSince1970) * 1_000_000
    }

    /// The wall clock in a zone, the slow way: days since 1970-01-01, 0 Monday … 6 Sunday, and the second of the day.
    static func clock(_ seconds: Int64, _ zone: TimeZone) -> (day: Int32, weekday: Int, second: Int32) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents(
            [.year, .month, .day, .weekday, .hour, .minute, .second],
            from: Date(timeIntervalSince1970: Double(seconds)))
        var utc = Calendar(identifier: .gregorian)
        utc.timeZone = TimeZone(identifier: "UTC")!
        let midnight = utc.date(from: DateComponents(year: parts.year, month: parts.month, day: parts.day))!
        return (
            Int32(midnight.timeIntervalSince1970 / 86_400), (parts.weekday! + 5) % 7,
            Int32(parts.hour! * 3600 + parts.minute! * 60 + parts.second!)
        )
    }
}
