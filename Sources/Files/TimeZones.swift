package import CallRecords
import Foundation
import Synchronization

/// The offsets of IANA zones, as Foundation knows them.
package enum TimeZones {
    private static let known = Mutex<[String: ZoneOffsets]>(["UTC": .utc])

    /// Nil where there is no such zone. Found once a zone: about 30 ms.
    package static func offsets(_ name: String) -> ZoneOffsets? {
        if let offsets = known.withLock({ $0[name] }) { return offsets }
        // Foundation would take "CST" or "GMT+3" for a zone; only full names are unambiguous.
        guard name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        let offsets = ZoneOffsets { seconds in
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
        }
        known.withLock { $0[name] = offsets }
        return offsets
    }
}
