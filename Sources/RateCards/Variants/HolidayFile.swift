import Rating

/// A file of holidays: columns date (year first) and name.
public struct HolidayFile: Sendable {
    public struct Holiday: Sendable {
        /// Days since 1970-01-01.
        public var day: Int32
        /// `2026-12-25`
        public var date: String
        public var name: String
    }

    public let holidays: [Holiday]
    public let refusals: [RowRefusal]

    /// - Throws: `TableError` where the file is no table or lacks a column; `RowsRefused` where rows are torn.
    public init(_ bytes: [UInt8]) throws {
        let table = try Table(
            bytes,
            columns: [
                .init("date", isRequired: true, synonyms: ["day", "holiday_on", "on"]),
                .init("name", synonyms: ["holiday", "description"]),
            ])
        var holidays: [Holiday] = []
        var lines: [Int32: Int] = [:]
        var refusals: [RowRefusal] = []
        for row in table.rows {
            let moment = row["date"].flatMap(StatedMoment.init)
            guard let moment, !moment.hasOffset, moment.localMicros % DateText.microsPerDay == 0 else {
                refusals.append(row.refusal("date", "not a date such as 2026-12-25"))
                continue
            }
            let day = Int32(moment.localMicros / DateText.microsPerDay)
            if let first = lines.updateValue(row.line, forKey: day) {
                refusals.append(row.refusal("date", "the same day as in line \(first)"))
                continue
            }
            holidays.append(Holiday(day: day, date: String(moment.text.prefix(10)), name: row["name"] ?? "holiday"))
        }
        self.holidays = holidays
        self.refusals = refusals
    }
}
