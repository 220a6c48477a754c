internal import Vocabulary

/// Dates and instants as decks write them.
///
///     2026-10-01   2026/10/01   20261001   01/10/2026 (with a stated order)   01-10-2026   1.10.2026
///     1-Oct-2026   01 October 2026   Oct 1, 2026   01-Oct-26   01/10/26 (with a stated order)
///     2026-10-01T06:55   2026-10-01 06:55:00.5   … 6:55 AM   …Z   … UTC   …+02:00   …+0200
enum DateText {
    enum Fault: Error, Equatable {
        case notADate
        /// Day and month cannot be told apart.
        case ambiguous
        /// A spreadsheet's number of a day.
        case dayNumber

        var reason: String {
            switch self {
            case .notADate: "not a date"
            case .ambiguous: "a date of unknown order; state it with \(Choice(.dateFormat, "dmy")) or mdy"
            case .dayNumber:
                "not a date; if it is a spreadsheet's number of a day, state \(Choice(.dateFormat, "serial"))"
            }
        }
    }

    /// Microseconds since 1970 as the wall clock shows them, and the offset of that clock from UTC where it is stated.
    struct Moment: Equatable {
        var localMicros: Int64
        var offsetMinutes: Int64?
    }

    static let microsPerDay: Int64 = 86_400_000_000

    static func parse(_ text: Span<UInt8>, order: DeckOptions.DateOrder?) throws(Fault) -> Moment {
        var cursor = Cursor()
        if let number = dayNumber(text) {
            guard order == .serial else { throw .dayNumber }
            return Moment(localMicros: (number - firstDayNumber) * microsPerDay, offsetMinutes: nil)
        }
        let days = try date(text, &cursor, order)
        var moment = Moment(localMicros: days * microsPerDay, offsetMinutes: nil)
        guard cursor.at < text.count else { return moment }
        guard text[cursor.at] == UInt8(ascii: "T") || text[cursor.at] == UInt8(ascii: " ") else { throw .notADate }
        cursor.at += 1
        if cursor.at < text.count, text[cursor.at] &- UInt8(ascii: "0") <= 9 {
            moment.localMicros += try time(text, &cursor)
            guard cursor.at < text.count else { return moment }
        }
        moment.offsetMinutes = try offset(text, &cursor)
        guard cursor.at == text.count else { throw .notADate }
        return moment
    }

    /// Days since 1970-01-01 of a date of the Gregorian calendar; nil where there is no such day. Years have four digits,
    /// also after an offset.
    static func days(year: Int, month: Int, day: Int) -> Int64? {
        guard (1000...9998).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = month == 2 ? (isLeap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
        guard day <= length else { return nil }
        // Years counted from March, so that the leap day is the last one of its year.
        let y = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int64(y * 365 + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468)
    }

    /// That of 1970-01-01 in spreadsheets, which count from the end of 1899.
    private static let firstDayNumber: Int64 = 25_569

    /// Five digits that would be a day between 1982 and 2118.
    private static func dayNumber(_ text: Span<UInt8>) -> Int64? {
        guard text.count == 5 else { return nil }
        var number: Int64 = 0
        for index in text.indices {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int64(digit)
        }
        return (30_000..<80_000).contains(number) ? number : nil
    }

    private struct Cursor { var at = 0 }

    /// Reads digits up to `max` of them; nil where there is none.
    private static func number(_ text: Span<UInt8>, _ cursor: inout Cursor, max: Int) -> (value: Int, digits: Int)? {
        var value = 0
        var digits = 0
        while cursor.at < text.count, digits < max {
            let digit = text[cursor.at] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            value = value * 10 + Int(digit)
            digits += 1
            cursor.at += 1
        }
        return digits > 0 ? (value, digits) : nil
    }

    private static func date(
        _ text: Span<UInt8>, _ cursor: inout Cursor, _ order: DeckOptions.DateOrder?
    ) throws(Fault) -> Int64 {
        guard let first = number(text, &cursor, max: 8) else { return try date(monthFirst: text, &cursor) }
        if first.digits == 8 {
            guard let days = days(year: first.value / 10_000, month: first.value / 100 % 100, day: first.value % 100)
            else { throw .notADate }
            return days
        }
        guard cursor.at < text.count else { throw .notADate }
        let separator = text[cursor.at]
        guard [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: " ")].contains(separator) else {
            throw .notADate
        }
        cursor.at += 1
        if first.digits <= 2, let month = month(text, &cursor) {
            guard take(separator, text, &cursor), let year = number(text, &cursor, max: 4) else { throw .notADate }
            return try days(year: year, month: month, day: first.value)
        }
        guard separator != UInt8(ascii: " "), let second = number(text, &cursor, max: 2),
            take(separator, text, &cursor), let third = number(text, &cursor, max: 4)
        else { throw .notADate }
        switch (first.digits, third.digits, order) {
        case (4, 1...2, _): return try days(year: first, month: second.value, day: third.value)
        case (1...2, 4, .dmy), (1...2, 2, .dmy): return try days(year: third, month: second.value, day: first.value)
        case (1...2, 4, .mdy), (1...2, 2, .mdy): return try days(year: third, month: first.value, day: second.value)
        case (2, 1...2, .ymd): return try days(year: first, month: second.value, day: third.value)
        case (1...2, 4, nil), (1...2, 2, nil): throw .ambiguous
        default: throw .notADate
        }
    }

    /// `Oct 1, 2026`
    private static func date(monthFirst text: Span<UInt8>, _ cursor: inout Cursor) throws(Fault) -> Int64 {
        guard let month = month(text, &cursor) else { throw .notADate }
        guard take(" ", text, &cursor) || take("-", text, &cursor), let day = number(text, &cursor, max: 2) else {
            throw .notADate
        }
        _ = take(",", text, &cursor)
        guard take(" ", text, &cursor) || take("-", text, &cursor), let year = number(text, &cursor, max: 4) else {
            throw .notADate
        }
        return try days(year: year, month: month, day: day.value)
    }

    /// A year of two digits is one of this century: prices are not set for the last one.
    private static func days(year: (value: Int, digits: Int), month: Int, day: Int) throws(Fault) -> Int64 {
        guard year.digits == 2 || year.digits == 4 else { throw .notADate }
        guard let days = days(year: year.digits == 2 ? 2000 + year.value : year.value, month: month, day: day) else {
            throw .notADate
        }
        return days
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// An English month, whole or by its first three letters (`sept` as well), with a full stop or without.
    private static func month(_ text: Span<UInt8>, _ cursor: inout Cursor) -> Int? {
        var word = ""
        var at = cursor.at
        while at < text.count, word.utf8.count < 10, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[at] | 0x20) {
            word.unicodeScalars.append(UnicodeScalar(text[at] | 0x20))
            at += 1
        }
        guard
            let index = months.firstIndex(where: {
                $0 == word || $0.prefix(3) == word || ($0 == "september" && word == "sept")
            })
        else { return nil }
        if word.utf8.count <= 4, at < text.count, text[at] == UInt8(ascii: "."), word != months[index] { at += 1 }
        cursor.at = at
        return index + 1
    }

    private static func time(_ text: Span<UInt8>, _ cursor: inout Cursor) throws(Fault) -> Int64 {
        guard let hour = number(text, &cursor, max: 2), hour.value <= 23, take(":", text, &cursor),
            let minute = twoDigits(text, &cursor), minute <= 59
        else { throw .notADate }
        var micros = Int64(minute) * 60_000_000
        if take(":", text, &cursor) {
            guard let second = twoDigits(text, &cursor), second <= 59 else { throw .notADate }
            micros += Int64(second) * 1_000_000
            if take(".", text, &cursor) {
                guard let fraction = number(text, &cursor, max: 6) else { throw .notADate }
                micros += Int64(fraction.value) * (0..<(6 - fraction.digits)).reduce(1) { power, _ in power * 10 }
            }
        }
        if let isAfternoon = half(text, &cursor) {
            guard (1...12).contains(hour.value) else { throw .notADate }
            return micros + Int64(hour.value % 12 + (isAfternoon ? 12 : 0)) * 3_600_000_000
        }
        guard hour.digits == 2 else { throw .notADate }
        return micros + Int64(hour.value) * 3_600_000_000
    }

    /// Whether `AM` or `PM` follows, with a blank before it or without; nil = neither.
    private static func half(_ text: Span<UInt8>, _ cursor: inout Cursor) -> Bool? {
        var at = cursor.at
        if at < text.count, text[at] == UInt8(ascii: " ") { at += 1 }
        guard at + 1 < text.count, text[at + 1] | 0x20 == UInt8(ascii: "m") else { return nil }
        let letter = text[at] | 0x20
        guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
        cursor.at = at + 2
        return letter == UInt8(ascii: "p")
    }

    /// Minutes east of UTC.
    private static func offset(_ text: Span<UInt8>, _ cursor: inout Cursor) throws(Fault) -> Int64 {
        _ = take(" ", text, &cursor)
        if take("Z", text, &cursor) { return 0 }
        if take("U", text, &cursor) {
            guard take("T", text, &cursor), take("C", text, &cursor) else { throw .notADate }
            return 0
        }
        if take("G", text, &cursor) {
            guard take("M", text, &cursor), take("T", text, &cursor) else { throw .notADate }
            return 0
        }
        let isWest = take("-", text, &cursor)
        guard isWest || take("+", text, &cursor), let hours = twoDigits(text, &cursor), hours <= 15 else {
            throw .notADate
        }
        var minutes = 0
        if cursor.at < text.count {
            _ = take(":", text, &cursor)
            guard let stated = twoDigits(text, &cursor), stated <= 59 else { throw .notADate }
            minutes = stated
        }
        return Int64(hours * 60 + minutes) * (isWest ? -1 : 1)
    }

    private static func twoDigits(_ text: Span<UInt8>, _ cursor: inout Cursor) -> Int? {
        guard let number = number(text, &cursor, max: 2), number.digits == 2 else { return nil }
        return number.value
    }

    private static func take(_ byte: UInt8, _ text: Span<UInt8>, _ cursor: inout Cursor) -> Bool {
        guard cursor.at < text.count, text[cursor.at] == byte else { return false }
        cursor.at += 1
        return true
    }

    private static func take(_ character: Unicode.Scalar, _ text: Span<UInt8>, _ cursor: inout Cursor) -> Bool {
        guard cursor.at < text.count, text[cursor.at] == UInt8(ascii: character) else { return false }
        cursor.at += 1
        return true
    }
}
