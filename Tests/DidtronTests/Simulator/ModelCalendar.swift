import Foundation

/// Days and billing periods as the model knows them, by Foundation's calendar rather than by ours.
struct ModelCalendar {
    private let calendar: Calendar

    init(zone: String) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
        calendar.firstWeekday = 2
        self.calendar = calendar
    }

    /// ISO date of the local day of an instant in seconds since 1970.
    func day(_ seconds: Int) -> String { Self.text(calendar, Date(timeIntervalSince1970: Double(seconds))) }

    /// Instant at which a day begins, in seconds since 1970.
    func midnight(_ day: String) -> Int {
        Int((calendar.date(from: Self.components(day)) ?? .distantPast).timeIntervalSince1970)
    }

    /// The day so many days later.
    static func day(_ day: String, plus days: Int) -> String {
        shifted(utc.date(from: components(day)) ?? .distantPast, days: days)
    }

    /// Days of the month of a day.
    static func monthDays(_ day: String) -> Int {
        utc.range(of: .day, in: .month, for: utc.date(from: components(day)) ?? .distantPast)?.count ?? 0
    }

    /// Whether an instant is within the band of a card: from Monday to Friday, 08:00 to 20:00 UTC.
    static func isPeak(utcSeconds: Int) -> Bool {
        let parts = utc.dateComponents([.weekday, .hour], from: Date(timeIntervalSince1970: Double(utcSeconds)))
        // 1 = Sunday.
        return (2...6).contains(parts.weekday ?? 1) && (8..<20).contains(parts.hour ?? 0)
    }

    /// First day of the billing period that holds a day.
    static func periodStart(_ cycle: String, _ day: String) -> String {
        let date = utc.date(from: components(day)) ?? .distantPast
        let number = utc.component(.day, from: date)
        switch cycle {
        case "weekly":
            // 1 = Sunday.
            let back = (utc.component(.weekday, from: date) + 5) % 7
            return shifted(date, days: -back)
        case "half_monthly": return shifted(date, days: number <= 15 ? 1 - number : 16 - number)
        default: return shifted(date, days: 1 - number)
        }
    }

    /// First day of the period after the one that begins on `start`.
    static func nextPeriod(_ cycle: String, _ start: String) -> String {
        let date = utc.date(from: components(start)) ?? .distantPast
        let length = cycle == "weekly" ? 7 : 31
        // A day of the next period, whatever the length of the month.
        let later =
            cycle == "half_monthly"
            ? shifted(date, days: start.hasSuffix("-01") ? 15 : 16) : shifted(date, days: length)
        return periodStart(cycle, later)
    }

    /// ISO date of a UTC day, and its instant.
    static func text(utcSeconds: Int) -> String { text(utc, Date(timeIntervalSince1970: Double(utcSeconds))) }

    private static let utc: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    private static func components(_ day: String) -> DateComponents {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        return DateComponents(year: parts[0], month: parts[1], day: parts[2])
    }

    private static func shifted(_ date: Date, days: Int) -> String {
        text(utc, utc.date(byAdding: .day, value: days, to: date) ?? date)
    }

    private static func text(_ calendar: Calendar, _ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        func padded(_ number: Int?, _ width: Int) -> String {
            let text = String(number ?? 0)
            return String(repeating: "0", count: width - text.count) + text
        }
        return "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
    }
}
