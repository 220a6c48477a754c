import Database
import Postgres
import TestSupport
import Testing

@testable import CallRecords
@testable import Files

/// Days of calls where clocks are set forward and back, in leap years and at the end of a year.
@Suite struct BillingDayTests {
    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Tokyo", "Asia/Kathmandu", "Australia/Lord_Howe",
        "Africa/Cairo", "Pacific/Kiritimati", "Pacific/Pago_Pago",
    ])
    func `F18: a call has the same billing day in Swift and in SQL, whatever clocks do`(zone: String) throws {
        let offsets = try #require(TimeZones.offsets(zone))
        try withTestDatabase { database throws in
            let rows = try database.connect().query(
                """
                SELECT extract(epoch FROM instant)::bigint AS seconds,
                    (instant AT TIME ZONE $1::text)::date - DATE '1970-01-01' AS day
                FROM (VALUES ('2024-02-26Z', '2024-04-28Z'), ('2024-09-25Z', '2024-11-06Z'), ('2024-12-29Z', '2025-01-03Z'))
                        AS span (first, last)
                    CROSS JOIN LATERAL generate_series(first::timestamptz, last::timestamptz, '10 minutes') AS mark
                    CROSS JOIN LATERAL (VALUES (mark - interval '1 second'), (mark)) AS edge (instant)
                """, [.text(zone)])
            var wrong: [Int64] = []
            for row in rows {
                let seconds = try row.int("seconds")
                let day = offsets.localDay(atMicros: seconds * 1_000_000)
                if try Int64(day) != row.int("day") { wrong.append(seconds) }
            }
            #expect(wrong.isEmpty, "\(zone): \(wrong.prefix(5))")
        }
    }

    @Test func `F18: billing periods follow each other without a gap or an overlap`() throws {
        try withTestDatabase { database throws in
            let faults = try database.connect().query(
                """
                SELECT cycle, day::date::text AS day
                FROM unnest(ARRAY['weekly', 'half_monthly', 'monthly']) AS cycle
                    CROSS JOIN generate_series('2023-12-01'::timestamp, '2028-03-31', '1 day') AS day
                    CROSS JOIN LATERAL (SELECT billing_period_start(cycle, day::date) AS first) AS period
                    CROSS JOIN LATERAL (SELECT billing_period_end(cycle, first) AS next) AS following
                WHERE first > day::date OR next <= day::date OR billing_period_start(cycle, next) <> next
                    OR billing_period_start(cycle, next - 1) <> first
                """)
            #expect(try faults.map { try $0.string("cycle") + " " + $0.string("day") } == [])
        }
    }
}
