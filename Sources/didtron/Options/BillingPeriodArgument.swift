import ArgumentParser
import Calendar

/// `--period`: a month such as 2026-10 or last-month, or the day on which a period begins such as 2026-10-16.
struct BillingPeriodArgument: ExpressibleByArgument {
    var period: BillingPeriod
    var defaultValueDescription: String

    init?(argument: String) {
        guard let period = argument == "last-month" ? LastMonth.period : BillingPeriod(argument) else { return nil }
        self.period = period
        defaultValueDescription = argument
    }
}
