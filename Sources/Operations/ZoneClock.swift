internal import CallRecords
internal import Files

/// The clock of a zone, for dates in decks.
package enum ZoneClock {
    /// From local to UTC microseconds; nil = no such zone. A time that the clock leaves out when it is set forward is the
    /// first one after it.
    package static func clock(of zone: String) -> (@Sendable (Int64) -> Int64)? {
        guard let offsets = TimeZones.offsets(zone) else { return nil }
        return { local in
            let seconds = local >= 0 ? local / 1_000_000 : (local + 1) / 1_000_000 - 1
            for minutes in stride(from: Int64(0), through: 1_440, by: 15) {
                if let instant = offsets.instant(ofLocalSeconds: seconds + minutes * 60) {
                    return minutes == 0 ? instant * 1_000_000 + (local - seconds * 1_000_000) : instant * 1_000_000
                }
            }
            return local
        }
    }
}
