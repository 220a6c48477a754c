/// Days as spreadsheets count them.
enum SerialDate {
    /// `2026-10-01`, or `2026-10-01 12:00:00` where there is a part of a day; nil where it is no date that spreadsheets and
    /// the calendar agree on.
    ///
    /// Spreadsheets hold 1900 for a leap year, so numbers below 61 are not taken. The part of a day is rounded to a second.
    ///
    /// - Parameter number: days, as plain decimal text.
    static func text(_ number: [UInt8], startsIn1904: Bool) -> [UInt8]? {
        var whole = 0
        // Nanoparts of a day.
        var part = 0
        var unit = 1_000_000_000
        var hasPoint = false
        for byte in number {
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
                continue
            }
            let digit = Int(byte) - 0x30
            guard (0...9).contains(digit), whole < 10_000_000 else { return nil }
            if hasPoint {
                unit /= 10
                part += digit * unit
            } else {
                whole = whole * 10 + digit
            }
        }
        var seconds = (part * 86_400 + 500_000_000) / 1_000_000_000
        if seconds == 86_400 {
            seconds = 0
            whole += 1
        }
        // 1970-01-01 is 25,569 from 1899-12-30 and 24,107 from 1904-01-01.
        guard startsIn1904 || whole >= 61 else { return nil }
        let days = whole - (startsIn1904 ? 24_107 : 25_569)
        let (year, month, day) = date(days: days)
        guard year <= 9999 else { return nil }
        var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        if seconds > 0 {
            text += " \(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        }
        return Array(text.utf8)
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The Gregorian date of a number of days since 1970-01-01.
    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        // Counted from 0000-03-01, so that the leap day is the last one of its year; an era is 400 years.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }
}
