/// When a schedule fires: minute, hour, day of the month, month and day of the week, as in crontab(5).
///
/// Each field is `*`, a number, a name of a month or weekday in three letters, a range `1-5`, a step `*/15` or `8-18/2`, or
/// a list of them with commas. Sunday is 0 or 7. As in crontab, where both days are restricted a day fires if either fits.
/// `@hourly`, `@daily`, `@weekly`, `@monthly` and `@yearly` stand for their usual expressions.
public struct CronExpression: Sendable, Equatable {
    /// A field that cannot be read, and why.
    public struct Fault: Error, Equatable, CustomStringConvertible {
        public let description: String
    }

    let minutes: Set<Int>
    let hours: Set<Int>
    let monthDays: Set<Int>
    let months: Set<Int>
    /// 0 Monday to 6 Sunday.
    let weekdays: Set<Int>
    /// True where the field is `*`: the hour then follows the clock of the wall through every change of it.
    let isEveryHour: Bool
    let isEveryMonthDay: Bool
    let isEveryWeekday: Bool
    /// As it was written.
    public let text: String

    public init(_ text: String) throws(Fault) {
        let expanded = CronExpression.nicknames[text.lowercased()] ?? text
        let fields = expanded.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        guard fields.count == 5 else {
            throw Fault(
                description: "'\(text)' has \(fields.count) fields where a schedule has five: "
                    + "minute, hour, day of the month, month, day of the week")
        }
        minutes = try CronField(name: "minute", bounds: 0...59).values(fields[0])
        hours = try CronField(name: "hour", bounds: 0...23).values(fields[1])
        monthDays = try CronField(name: "day of the month", bounds: 1...31).values(fields[2])
        months = try CronField(name: "month", bounds: 1...12, names: CronField.months).values(fields[3])
        // Sunday comes first in crontab and last here.
        weekdays = Set(
            try CronField(name: "day of the week", bounds: 0...7, names: CronField.weekdays).values(fields[4])
                .map { ($0 + 6) % 7 })
        isEveryHour = fields[1].hasPrefix("*")
        isEveryMonthDay = fields[2].hasPrefix("*")
        isEveryWeekday = fields[4].hasPrefix("*")
        self.text = text
        guard firesAtAll else { throw Fault(description: "'\(text)' names days that no month has") }
    }

    private static let nicknames = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    /// Whether the date is one on which the schedule fires.
    func fires(on day: CivilDay) -> Bool {
        guard months.contains(day.month) else { return false }
        let fitsMonthDay = monthDays.contains(day.day)
        let fitsWeekday = weekdays.contains(day.weekday)
        return isEveryMonthDay || isEveryWeekday ? fitsMonthDay && fitsWeekday : fitsMonthDay || fitsWeekday
    }

    /// False for 30 February and its like.
    private var firesAtAll: Bool {
        if !isEveryWeekday && !isEveryMonthDay { return true }
        // 2024 is a leap year.
        return months.contains { month in
            monthDays.contains { $0 <= CivilDay.daysInMonth(year: 2024, month: month) }
        }
    }
}

/// One field of an expression and the numbers that it may hold.
private struct CronField {
    let name: String
    let bounds: ClosedRange<Int>
    /// Name in three small letters -> number.
    var names: [String: Int] = [:]

    static let months = numbered("jan feb mar apr may jun jul aug sep oct nov dec", from: 1)
    static let weekdays = numbered("sun mon tue wed thu fri sat", from: 0)

    func values(_ text: String) throws(CronExpression.Fault) -> Set<Int> {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            guard pieces.count <= 2 else { throw fault(text) }
            var step = 1
            if pieces.count == 2 {
                guard let stated = Int(pieces[1]), bounds.count > stated, stated >= 1 else { throw fault(text) }
                step = stated
            }
            let range = try range(String(pieces[0]), isStepped: pieces.count == 2, in: text)
            values.formUnion(stride(from: range.lowerBound, through: range.upperBound, by: step))
        }
        return values
    }

    private func range(
        _ text: String, isStepped: Bool, in field: String
    ) throws(CronExpression.Fault) -> ClosedRange<Int> {
        if text == "*" { return bounds }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { number(String($0)) }
        guard ends.count <= 2, let first = ends[0], bounds.contains(first) else { throw fault(field) }
        // `5/15` is from 5 on in steps, as in `5-59/15`.
        guard ends.count == 2 else { return first...(isStepped ? bounds.upperBound : first) }
        guard let last = ends[1], bounds.contains(last), first <= last else { throw fault(field) }
        return first...last
    }

    private func number(_ text: String) -> Int? {
        names[text.lowercased()] ?? (text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? Int(text) : nil)
    }

    private func fault(_ text: String) -> CronExpression.Fault {
        let names =
            names.isEmpty ? "" : " or \(names.sorted { $0.value < $1.value }.map(\.key).joined(separator: ", "))"
        return CronExpression.Fault(
            description: "'\(text)' is no \(name) of a schedule: "
                + "\(bounds.lowerBound) to \(bounds.upperBound)\(names), *, ranges, steps and lists of them")
    }

    private static func numbered(_ names: String, from first: Int) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: names.split(separator: " ").enumerated().map { (String($1), $0 + first) })
    }
}
