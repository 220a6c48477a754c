public import Rating

/// A file of time bands: columns time_band, days, from, to, and perhaps deck_id.
///
///     time_band,days,from,to
///     peak,mon-fri,08:00,20:00
///     weekend,sat;sun,,
///     weekend,holidays,,
///
/// Days are names (mon … sun, or whole), ranges of them, `weekdays`, `weekend`, `all` and `holidays`; times are of the
/// clock, until 24:00; without times a window is the whole day. A band may have several windows; two windows of one deck
/// never overlap.
public struct BandFile: Sendable {
    public struct Window: Sendable {
        /// As the file writes it; empty = of every deck.
        public var deckID: String
        public var name: String
        /// Its `band` is 0.
        public var window: BandCalendar.Window
        /// Physical line, from 1.
        public var line: Int
    }

    public private(set) var windows: [Window]
    public let refusals: [RowRefusal]

    /// - Throws: `TableError` where the file is no table or lacks a column; `RowsRefused` where rows are torn.
    public init(_ bytes: [UInt8]) throws {
        let table = try Table(
            bytes,
            columns: [
                .init("deck_id", synonyms: ["deck", "card"]),
                .init("time_band", isRequired: true, synonyms: ["band", "name", "period"]),
                .init("days", isRequired: true, synonyms: ["day", "weekdays", "weekday"]),
                .init("from", synonyms: ["from_time", "start", "start_time", "begin"]),
                .init("to", synonyms: ["to_time", "end", "end_time", "until"]),
            ])
        var windows: [Window] = []
        var refusals: [RowRefusal] = []
        for row in table.rows {
            guard let name = VariantName.checked(row["time_band"] ?? "") else {
                refusals.append(
                    row.refusal(
                        "time_band",
                        "not a name of at most \(VariantName.bytesMax) printable characters"))
                continue
            }
            guard let days = BandFile.days(row["days"] ?? "") else {
                refusals.append(
                    row.refusal("days", "not days such as mon-fri, sat;sun, weekdays, weekend, all or holidays"))
                continue
            }
            guard let from = BandFile.second(row["from"] ?? "00:00") else {
                refusals.append(row.refusal("from", "not a time such as 08:00"))
                continue
            }
            guard let to = BandFile.second(row["to"] ?? "24:00") else {
                refusals.append(row.refusal("to", "not a time such as 20:00 or 24:00"))
                continue
            }
            guard from < to else {
                refusals.append(
                    row.refusal(
                        "to",
                        "not after the beginning: write 24:00 for midnight, and a window across it as two, the second on "
                            + "the next days"))
                continue
            }
            let window = Window(
                deckID: row["deck_id"] ?? "", name: name,
                window: BandCalendar.Window(days: days, fromSecond: from, toSecond: to, band: 0), line: row.line)
            if let other = windows.first(where: { BandFile.overlap(window, $0) }) {
                refusals.append(row.refusal("days", "overlaps the window in line \(other.line)"))
                continue
            }
            windows.append(window)
        }
        self.windows = windows
        self.refusals = refusals
    }

    /// Gives a band all times of the week, and of holidays, that no window is on. Nothing is left where all are taken.
    public mutating func addRest(named name: String) {
        var starts: [ClosedRange<Int32>: BandCalendar.Days] = [:]
        for day in 0..<8 {
            let bit: BandCalendar.Days = 1 << UInt8(day)
            var at: Int32 = 0
            let taken = windows.map(\.window).filter { $0.days & bit != 0 }.sorted { $0.fromSecond < $1.fromSecond }
            for window in taken {
                if window.fromSecond > at { starts[at...window.fromSecond, default: 0] |= bit }
                at = window.toSecond
            }
            if at < BandCalendar.secondsPerDay { starts[at...BandCalendar.secondsPerDay, default: 0] |= bit }
        }
        for (times, days) in starts.sorted(by: {
            ($0.key.lowerBound, $0.key.upperBound) < ($1.key.lowerBound, $1.key.upperBound)
        }) {
            windows.append(
                Window(
                    deckID: "", name: name,
                    window: BandCalendar.Window(
                        days: days, fromSecond: times.lowerBound, toSecond: times.upperBound, band: 0), line: 0))
        }
    }

    private static func overlap(_ window: Window, _ other: Window) -> Bool {
        (window.deckID == other.deckID || window.deckID.isEmpty || other.deckID.isEmpty)
            && window.window.overlaps(other.window)
    }

    // MARK: - Texts

    private static let dayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    static func days(_ text: String) -> BandCalendar.Days? {
        var days: BandCalendar.Days = 0
        let items = text.lowercased().split { ",;+/ ".contains($0) }
        guard !items.isEmpty else { return nil }
        for item in items {
            switch item {
            case "all", "daily", "everyday": days |= 0b111_1111
            case "weekdays", "weekday": days |= 0b1_1111
            case "weekend", "weekends": days |= 0b110_0000
            case "holiday", "holidays": days |= BandCalendar.holidays
            default:
                let ends = item.split(separator: "-", omittingEmptySubsequences: false).map(day)
                guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1] else { return nil }
                // A range may go over the end of the week.
                var current = first
                days |= 1 << UInt8(current)
                while current != last {
                    current = (current + 1) % 7
                    days |= 1 << UInt8(current)
                }
            }
        }
        return days
    }

    /// 0 Monday … 6 Sunday, of the name or three letters or more of it.
    private static func day(_ text: Substring) -> Int? {
        text.utf8.count >= 3 ? dayNames.firstIndex { $0.hasPrefix(text) } : nil
    }

    /// Seconds since midnight of `08:00`, `08:00:00` or `24:00`.
    static func second(_ text: String) -> Int32? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy { $0 &- 0x30 < 10 } })
        else { return nil }
        let numbers = parts.compactMap { Int32($0) }
        let second = numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        return numbers.dropFirst().allSatisfy { $0 < 60 } && second <= BandCalendar.secondsPerDay ? second : nil
    }
}

extension BandCalendar.Window {
    /// `mon-fri 08:00-20:00`
    public var text: String {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holidays"]
        var runs: [String] = []
        var index = 0
        while index < 8 {
            guard days & (1 << UInt8(index)) != 0 else {
                index += 1
                continue
            }
            var end = index
            while end < 6, index < 7, days & (1 << UInt8(end + 1)) != 0 { end += 1 }
            runs.append(end > index ? "\(names[index])-\(names[end])" : names[index])
            index = end + 1
        }
        return
            "\(runs.joined(separator: ";")) \(BandCalendar.Window.clock(fromSecond))-\(BandCalendar.Window.clock(toSecond))"
    }

    private static func clock(_ second: Int32) -> String {
        func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let text = "\(padded(second / 3_600)):\(padded(second / 60 % 60))"
        return second % 60 == 0 ? text : "\(text):\(padded(second % 60))"
    }
}
