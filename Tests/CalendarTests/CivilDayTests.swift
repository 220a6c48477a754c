import Calendar
import Testing

@Suite struct CivilDayTests {
    @Test func `each day of four centuries follows the one before it`() throws {
        var day = try #require(CivilDay("1800-01-01"))
        for _ in 0..<146_097 {
            let next = day + 1
            let inMonth = next.month == day.month && next.day == day.day + 1
            #expect(inMonth || next.day == 1 && day.day == CivilDay.daysInMonth(year: day.year, month: day.month))
            #expect(next.weekday == (day.weekday + 1) % 7)
            #expect(CivilDay(next.description) == next)
            day = next
        }
        #expect(day.description == "2200-01-01")
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-01", "2026-01-1x", "", "2026-01-01 ",
    ])
    func `what is no date is none`(text: String) {
        #expect(CivilDay(text) == nil)
    }

    @Test(arguments: [
        (BillingCycle.weekly, "2026-11-29", "2026-11-23 to 2026-11-29"),
        (.weekly, "2026-11-30", "2026-11-30 to 2026-12-06"),
        (.halfMonthly, "2026-02-15", "2026-02-01 to 2026-02-15"),
        (.halfMonthly, "2026-02-16", "2026-02-16 to 2026-02-28"),
        (.monthly, "2028-02-29", "2028-02-01 to 2028-02-29"),
    ])
    func `a day is in one billing period`(cycle: BillingCycle, day: String, period: String) throws {
        #expect(cycle.period(of: try #require(CivilDay(day))).description == period)
    }

    @Test func `a period is stated as a month or a day`() {
        #expect(BillingPeriod("2026-12")?.description == "2026-12-01 to 2026-12-31")
        #expect(BillingPeriod("2026-12-05")?.description == "2026-12-05 to 2026-12-05")
        #expect(BillingPeriod("2026-12-32") == nil && BillingPeriod("2026") == nil && BillingPeriod("2026-13") == nil)
    }
}
