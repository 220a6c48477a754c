package import CallStore
internal import Catalog
package import Foundation
package import Postgres

extension LoadLimits {
    /// As the settings have them for a file that is received now.
    package init(_ connection: Connection, now: Date = Date()) throws {
        self.init()
        let nowMicros = Int64(now.timeIntervalSince1970) * 1_000_000
        func days(_ setting: Setting) throws -> Int64? {
            let days = try setting.number(on: connection)
            return days == 0 ? nil : days * 86_400_000_000
        }
        startsFromMicros = try days(.startDaysAgo).map { nowMicros - $0 }
        startsUntilMicros = try days(.startDaysAhead).map { nowMicros + $0 }
        let hours = try Setting.longestCallHours.number(on: connection)
        longestSeconds = hours == 0 ? nil : Int32(clamping: hours * 3_600)
        rejectedLeast = Int(try Setting.rejectedLeast.number(on: connection))
        rejectedPercentMax = Int(try Setting.rejectedPercent.number(on: connection))
    }
}
