internal import CallRecords

/// Where a call is stored: the UTC day of its start, its chunk, its place in it. Written `2026-10-03/12/345`.
package struct CallAddress: Hashable, Sendable {
    /// Days since 1970-01-01.
    package var day: Int32
    package var chunkID: Int32
    /// Record within the chunk, from 0; a reversal has -1 - the ordinal of its replacement.
    package var ordinal: Int32

    package init(day: Int32, chunkID: Int32, ordinal: Int32) {
        self.day = day
        self.chunkID = chunkID
        self.ordinal = ordinal
    }

    /// Nil unless `text` is a date, a chunk and an ordinal with slashes between them.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let day = CivilDate(String(parts[0]))?.days, let chunk = Int32(parts[1]), chunk > 0,
            let ordinal = Int32(parts[2])
        else { return nil }
        self.init(day: day, chunkID: chunk, ordinal: ordinal)
    }
}

extension CallAddress: CustomStringConvertible {
    package var description: String { "\(CallAddress.text(day: day))/\(chunkID)/\(ordinal)" }

    /// A day since 1970-01-01 as `2026-10-03`.
    package static func text(day: Int32) -> String { "\(CivilDate(days: day))" }
}

/// A date of the proleptic Gregorian calendar.
struct CivilDate: Equatable, CustomStringConvertible {
    var year: Int
    var month: Int
    var day: Int

    /// From days since 1970-01-01. Counts in eras of 400 years that begin in March.
    init(days: Int32) {
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Nil unless `text` is an existing date written yyyy-mm-dd.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        guard (1...12).contains(month), (1...CivilTime.daysInMonth(year: year, month: month)).contains(day) else {
            return nil
        }
    }

    /// Days since 1970-01-01.
    var days: Int32 { Int32(truncatingIfNeeded: CivilTime.days(year: year, month: month, day: day)) }

    var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
