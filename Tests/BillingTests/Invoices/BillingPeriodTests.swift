import Calendar
import TestSupport
import Testing

@Suite struct BillingPeriodTests {
    @Test(arguments: [
        ("2026-10", "2026-10-01", "2026-11-01"), ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-10-05", "2026-10-05", "2026-10-06"), ("2024-02-28", "2024-02-28", "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2024-03-01"), ("2026-02-28", "2026-02-28", "2026-03-01"),
        ("2026-12-31", "2026-12-31", "2027-01-01"),
    ])
    func `a month or a day is a period`(text: String, start: String, end: String) {
        let period = BillingPeriod(text)
        #expect(period?.first.description == start)
        #expect(period?.endBefore.description == end)
    }

    @Test(arguments: [
        "", "2026", "2026-13", "2026-00", "2026-1", "2026-10-32", "2026-02-29", "2100-02-29", "2026-10-", "26-10",
        "2026-10-05-01", "٢٠٢٦-١٠", "2026-1a",
    ])
    func `anything else is none`(text: String) {
        #expect(BillingPeriod(text) == nil)
    }

    @Test func `a cycle begins on Monday, on the 1st and 16th, or on the 1st`() throws {
        try withTestDatabase { database in
            let rows = try database.connect().texts(
                """
                SELECT cycle, on_day, billing_period_start(cycle, on_day) AS first,
                    billing_period_end(cycle, billing_period_start(cycle, on_day)) AS next
                FROM (VALUES ('weekly', date '2026-10-04'), ('weekly', '2026-10-05'), ('weekly', '2026-12-31'),
                    ('half_monthly', '2024-02-15'), ('half_monthly', '2024-02-16'), ('half_monthly', '2024-02-29'),
                    ('monthly', '2024-02-29'), ('monthly', '2026-12-31')) AS example (cycle, on_day)
                """)
            #expect(
                rows == [
                    "weekly 2026-10-04 2026-09-28 2026-10-05", "weekly 2026-10-05 2026-10-05 2026-10-12",
                    "weekly 2026-12-31 2026-12-28 2027-01-04", "half_monthly 2024-02-15 2024-02-01 2024-02-16",
                    "half_monthly 2024-02-16 2024-02-16 2024-03-01", "half_monthly 2024-02-29 2024-02-16 2024-03-01",
                    "monthly 2024-02-29 2024-02-01 2024-03-01", "monthly 2026-12-31 2026-12-01 2027-01-01",
                ])
        }
    }

    @Test func `an amount is rounded half up to the minor unit, away from zero`() throws {
        try withTestDatabase { database in
            let rows = try database.connect().texts(
                """
                SELECT rounded_half_up(micros, minor_unit_micros(digits::smallint)) AS minor
                FROM (VALUES (0::bigint, 2), (4999, 2), (5000, 2), (-4999, 2), (-5000, 2), (15000, 2),
                    (499999, 0), (500000, 0), (-500000, 0), (499, 3), (500, 3), (1000000000000000000, 2),
                    (49, 4), (50, 4)) AS example (micros, digits)
                """)
            #expect(
                rows == ["0", "0", "1", "0", "-1", "2", "0", "1", "-1", "0", "1", "100000000000000", "0", "1"])
        }
    }
}
