/// Dates and instants as decks write them.
///
///     2026-10-01   2026/10/01   20261001   01/10/2026 (with a stated order)   01-10-2026   1.10.2026
///     2026-10-01T06:55   2026-10-01 06:55:00.5   …Z   …+02:00   …+0200
enum DateText {
    enum Fault: Error, Equatable {
        case notADate
        /// Day and month cannot be told apart.
        case ambiguous

        var reason: String {
            switch self {
            case .notADate: "not a date"
            case .ambiguous: "a date of unknown order; state it with --date-format dmy or mdy"
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
        let days = try date(text, &cursor, order)
        var moment = Moment(localMicros: days * microsPerDay, offsetMinutes: nil)
        guard cursor.at < text.count else { return moment }
        guard text[cursor.at] == UInt8(ascii: "T") || text[cursor.at] == UInt8(ascii: " ") else { throw .notADate }
        cursor.at += 1
        moment.localMicros += try time(text, &cursor)
        guard cursor.at < text.count else { return moment }
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
        guard let first = number(text, &cursor, max: 8) else { throw .notADate }
        if first.digits == 8 {
            guard let days = days(year: first.value / 10_000, month: first.value / 100 % 100, day: first.value % 100)
            else { throw .notADate }
            return days
        }
        guard cursor.at < text.count else { throw .notADate }
        let separator = text[cursor.at]
        guard [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(separator) else { throw .notADate }
        cursor.at += 1
        guard let second = number(text, &cursor, max: 2), cursor.at < text.count, text[cursor.at] == separator else {
            throw .notADate
        }
        cursor.at += 1
        guard let third = number(text, &cursor, max: 4) else { throw .notADate }
        let parts: (year: Int, month: Int, day: Int)
        switch (first.digits, third.digits, order) {
        case (4, 1...2, _): parts = (first.value, second.value, third.value)
        case (1...2, 4, .dmy): parts = (third.value, second.value, first.value)
        case (1...2, 4, .mdy): parts = (third.value, first.value, second.value)
        case (1...2, 4, nil): throw .ambiguous
        default: throw .notADate
        }
        guard let days = days(year: parts.year, month: parts.month, day: parts.day) else { throw .notADate }
        return days
    }

    private static func time(_ text: Span<UInt8>, _ cursor: inout Cursor) throws(Fault) -> Int64 {
        guard let hour = twoDigits(text, &cursor), hour <= 23, take(":", text, &cursor),
            let minute = twoDigits(text, &cursor), minute <= 59
        else { throw .notADate }
        var micros = Int64(hour * 60 + minute) * 60_000_000
        guard take(":", text, &cursor) else { return micros }
        guard let second = twoDigits(text, &cursor), second <= 59 else { throw .notADate }
        micros += Int64(second) * 1_000_000
        guard take(".", text, &cursor) else { return micros }
        guard let fraction = number(text, &cursor, max: 6) else { throw .notADate }
        micros += Int64(fraction.value) * (0..<(6 - fraction.digits)).reduce(1) { power, _ in power * 10 }
        return micros
    }

    /// Minutes east of UTC.
    private static func offset(_ text: Span<UInt8>, _ cursor: inout Cursor) throws(Fault) -> Int64 {
        if take("Z", text, &cursor) { return 0 }
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

    private static func take(_ character: Unicode.Scalar, _ text: Span<UInt8>, _ cursor: inout Cursor) -> Bool {
        guard cursor.at < text.count, text[cursor.at] == UInt8(ascii: character) else { return false }
        cursor.at += 1
        return true
    }
}
