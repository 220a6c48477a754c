import Calendar

/// The days of a month as points of a chart.
struct MonthOfDays: Sendable {
    let first: CivilDay
    let endBefore: CivilDay

    /// The month in which a day lies.
    init(of day: CivilDay) {
        first = day.startOfMonth
        endBefore = first.startOfNextMonth
    }

    /// - Parameter text: a month such as `2026-10`.
    init?(_ text: String) {
        guard text.utf8.count == 7, let period = BillingPeriod(text), period.days > 1 else { return nil }
        self.init(of: period.first)
    }

    /// `2026-10`.
    var name: String { String("\(first)".prefix(7)) }

    var before: MonthOfDays { MonthOfDays(of: CivilDay(daysSince1970: first.daysSince1970 - 1)) }
    var after: MonthOfDays { MonthOfDays(of: endBefore) }

    var days: [CivilDay] { (first.daysSince1970..<endBefore.daysSince1970).map { CivilDay(daysSince1970: $0) } }

    /// - Parameters:
    ///   - today: named as not over.
    ///   - href: to what a day is made of.
    func points(today: CivilDay, href: (CivilDay) -> String? = { _ in nil }) -> [ChartPoint] {
        days.enumerated().map { index, day in
            ChartPoint(
                // Every fifth has room for its number.
                label: index % 5 == 0 ? "\(index + 1)" : "", name: "\(day)", href: href(day), isRunning: day == today)
        }
    }

    /// Values of days by their ISO dates, one a day; a day without any is a gap.
    func values(_ values: [String: Int128]) -> [Int128?] { days.map { values["\($0)"] } }
}
