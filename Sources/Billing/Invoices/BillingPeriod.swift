/// The days whose billing periods a run bills: a month, `2026-10`, or one day on which a period begins, `2026-10-05`.
package struct BillingPeriod: Sendable, Equatable {
    /// ISO date of the first day.
    package var startOn: String
    /// ISO date of the first day after.
    package var endBefore: String

    /// Nil unless the text is a month or a date of the calendar.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts[0].count == 4,
            parts.dropFirst().allSatisfy({ $0.count == 2 }),
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        let year = numbers[0], month = numbers[1]
        guard (1...9998).contains(year), (1...12).contains(month) else { return nil }
        let nextMonth = month == 12 ? (year + 1, 1) : (year, month + 1)
        if numbers.count == 2 {
            startOn = Self.date(year, month, 1)
            endBefore = Self.date(nextMonth.0, nextMonth.1, 1)
        } else {
            let days = Self.days(year, month)
            guard (1...days).contains(numbers[2]) else { return nil }
            startOn = text
            endBefore =
                numbers[2] < days ? Self.date(year, month, numbers[2] + 1) : Self.date(nextMonth.0, nextMonth.1, 1)
        }
    }

    private static func days(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: width - text.count) + text
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
