extension DateText {
    /// `2026-10-01T12:00:00`, with decimals where there are any.
    static func text(localMicros: Int64) -> String {
        let days = localMicros >= 0 ? localMicros / microsPerDay : (localMicros + 1) / microsPerDay - 1
        let micros = localMicros - days * microsPerDay
        let (year, month, day) = date(days: days)
        let seconds = Int(micros / 1_000_000)
        var text = "\(padded(year, 4))-\(padded(month))-\(padded(day))T"
        text += "\(padded(seconds / 3600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
        let fraction = Int(micros % 1_000_000)
        guard fraction > 0 else { return text }
        var digits = padded(fraction, 6)
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(text).\(digits)"
    }

    static func padded(_ number: Int, _ digits: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The date of the Gregorian calendar of a number of days since 1970-01-01; the reverse of `days(year:month:day:)`.
    private static func date(days: Int64) -> (year: Int, month: Int, day: Int) {
        // Counted from 0000-03-01, so that the leap day is the last one of its year; an era is 400 years.
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }
}
