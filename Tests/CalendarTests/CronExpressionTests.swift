import Calendar
import Foundation
import Testing

@Suite struct CronExpressionTests {
    @Test(arguments: [
        ("*/5 * * * *", "UTC", "2026-11-30T10:02:00Z", "2026-11-30T10:05:00Z"),
        ("0 3 1 * *", "UTC", "2026-11-30T10:02:00Z", "2026-12-01T03:00:00Z"),
        ("0 3 1 * *", "Europe/Berlin", "2026-11-30T10:02:00Z", "2026-12-01T02:00:00Z"),
        ("30 8 * * mon-fri", "America/New_York", "2026-11-27T14:00:00Z", "2026-11-30T13:30:00Z"),
        ("0 0 29 2 *", "UTC", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z"),
        // Either day fits where both are restricted.
        ("0 0 13 * fri", "UTC", "2026-11-10T00:00:00Z", "2026-11-13T00:00:00Z"),
        ("0 0 13 * fri", "UTC", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z"),
        // Sunday is 0 and 7.
        ("0 12 * * 7", "UTC", "2026-11-30T00:00:00Z", "2026-12-06T12:00:00Z"),
        ("@monthly", "UTC", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        // 02:30 does not exist on 2026-03-29 in Berlin: the first instant behind the gap.
        ("30 2 * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
        ("30 2 * * *", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
        // 02:30 comes twice on 2026-10-25 in Berlin: the first time only.
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
        // Every hour follows elapsed time: both of the two equal hours, none for the hour left out.
        ("30 * * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
        ("30 * * * *", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"),
        // The clock is set forward at midnight in Cairo on 2026-04-24.
        ("0 0 * * *", "Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"),
    ])
    func `a schedule fires next at`(text: String, zone: String, after: String, expected: String) throws {
        let expression = try CronExpression(text)
        let next = try #require(expression.next(after: seconds(after), offset: offset(zone)))
        #expect(instant(next) == expected)
    }

    @Test(arguments: [
        "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *",
        "5-1 * * * *", "1,,2 * * * *", "a * * * *", "* * 30 2 *", "-1 * * * *", "1/2/3 * * * *", "@fortnightly",
    ])
    func `what is no schedule is refused`(text: String) {
        #expect(throws: CronExpression.Fault.self) { try CronExpression(text) }
    }

    @Test func `a schedule fires on each of its days of a year, in order`() throws {
        let offset = try offset("Europe/Berlin")
        for text in ["17 */6 * * *", "0 0 1,15 * *", "45 23 * * sat"] {
            let expression = try CronExpression(text)
            var found: [Int64] = []
            var at = seconds("2025-12-31T22:59:59Z")
            while let next = expression.next(after: at, offset: offset), next < seconds("2026-12-31T23:00:00Z") {
                found.append(next)
                at = next
            }
            #expect(found == found.sorted() && Set(found).count == found.count)
            let days = Set(found.map { CivilDay(daysSince1970: Int32(($0 + offset($0)) / 86_400)) })
            #expect(found.count == days.count * (text.contains("*/6") ? 4 : 1), "\(text): \(found.count)")
        }
    }

    private func offset(_ zone: String) throws -> (Int64) -> Int64 {
        let zone = try #require(TimeZone(identifier: zone))
        return { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval($0)))) }
    }

    private func seconds(_ text: String) -> Int64 {
        Int64((ISO8601DateFormatter().date(from: text) ?? .distantPast).timeIntervalSince1970)
    }

    private func instant(_ seconds: Int64) -> String {
        ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }
}
