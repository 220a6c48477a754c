/// How often a partner is billed. Each day belongs to exactly one billing period of a cycle.
///
/// `billing_period_start` and `billing_period_end` in the schema say the same; a test compares them.
public enum BillingCycle: String, Sendable, Codable, CaseIterable {
    /// From Monday to Sunday.
    case weekly
    /// From the 1st to the 15th, and from the 16th to the end of the month.
    case halfMonthly = "half_monthly"
    /// A calendar month.
    case monthly

    /// The billing period that holds a day.
    public func period(of day: CivilDay) -> BillingPeriod {
        switch self {
        case .weekly:
            let first = day - day.weekday
            return BillingPeriod(first: first, endBefore: first + 7)
        case .halfMonthly where day.day <= 15:
            return BillingPeriod(first: day.startOfMonth, endBefore: day.startOfMonth + 15)
        case .halfMonthly:
            return BillingPeriod(first: day.startOfMonth + 15, endBefore: day.startOfNextMonth)
        case .monthly:
            return BillingPeriod(first: day.startOfMonth, endBefore: day.startOfNextMonth)
        }
    }
}
