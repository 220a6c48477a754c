import Money

/// Increments in one field: `60`, `60/60`, `60-1`, `1/1/1`, `0-60-60`, `30s / 6s`, `1 min + 1 sec`, `per second`.
struct IncrementText: Equatable {
    /// Seconds that are billed at least; only the form of three numbers states them.
    var minimum: Int32?
    var initial: Int32
    var further: Int32
    /// Both increments were stated, not one for both.
    private(set) var isPair = false

    enum Fault: Error {
        case notIncrements
        case tooLarge
        case belowOne
        /// `1/6` as the spreadsheet's day and month.
        case date

        var reason: String {
            switch self {
            case .notIncrements: "not increments such as 60/60 or 60"
            case .tooLarge: "too large"
            case .belowOne: "below 1"
            case .date: "a date; the spreadsheet took the increments for day and month, so write them as text"
            }
        }
    }

    init(_ text: Span<UInt8>) throws(Fault) {
        var numbers: [Int32] = []
        var at = 0
        while true {
            IncrementText.skipBlanks(text, &at)
            numbers.append(try IncrementText.seconds(text, &at))
            guard at < text.count else { break }
            guard
                [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "\\")]
                    .contains(text[at]),
                numbers.count < 3
            else { throw .notIncrements }
            at += 1
        }
        switch numbers.count {
        case 1: (minimum, initial, further) = (nil, numbers[0], numbers[0])
        case 2: (minimum, initial, further) = (nil, numbers[0], numbers[1])
        default: (minimum, initial, further) = (numbers[0], numbers[1], numbers[2])
        }
        isPair = numbers.count > 1
        guard further >= 1 else { throw .belowOne }
    }

    /// Whether text and numbers are such as increments have, and hardly anything else: dates and ratios have others.
    var isPlausible: Bool {
        isPair
            && [minimum, initial, further].compactMap(\.self).allSatisfy {
                (0...60).contains($0) && IncrementText.usual.contains($0) || $0 > 60 && $0 <= 3_600 && $0 % 30 == 0
            }
    }

    private static let usual: Set<Int32> = [0, 1, 2, 3, 4, 5, 6, 10, 12, 15, 18, 20, 24, 30, 36, 40, 45, 60]

    /// A number with its unit, or a word for one: `6`, `6 sec`, `1 min`, `per second`, `minute`.
    private static func seconds(_ text: Span<UInt8>, _ at: inout Int) throws(Fault) -> Int32 {
        guard at < text.count, text[at] &- UInt8(ascii: "0") > 9 else {
            let number = try number(text, &at)
            skipBlanks(text, &at)
            let (unit, end) = word(text, from: at)
            guard let factor = units[unit] else { return number }
            at = end
            skipBlanks(text, &at)
            let (seconds, isTooLarge) = number.multipliedReportingOverflow(by: factor)
            if isTooLarge { throw .tooLarge }
            return seconds
        }
        var (name, end) = word(text, from: at)
        if ["per", "by", "full", "every"].contains(name) {
            at = end
            skipBlanks(text, &at)
            if at < text.count, text[at] == UInt8(ascii: "-") { at += 1 }
            if name == "per" || name == "every", at < text.count, text[at] &- UInt8(ascii: "0") <= 9 {
                return try seconds(text, &at)
            }
            (name, end) = word(text, from: at)
        }
        guard let seconds = units[name], name.count > 1 else { throw .notIncrements }
        at = end
        skipBlanks(text, &at)
        return seconds
    }

    private static let units: [String: Int32] = [
        "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    ]

    private static func number(_ text: Span<UInt8>, _ at: inout Int) throws(Fault) -> Int32 {
        let start = at
        var value: Int64 = 0
        while at < text.count, text[at] &- UInt8(ascii: "0") <= 9 {
            value = value * 10 + Int64(text[at] - UInt8(ascii: "0"))
            guard value <= Int64(Int32.max) else { throw .tooLarge }
            at += 1
        }
        guard at > start else { throw .notIncrements }
        // `2026-01-06`, or `6-Jan` further on: no increment is written with four digits and a month.
        if at - start == 4, value >= 1_900, at < text.count, text[at] == UInt8(ascii: "-") { throw .date }
        return Int32(value)
    }

    private static func skipBlanks(_ text: Span<UInt8>, _ at: inout Int) {
        while at < text.count, text[at] == UInt8(ascii: " ") { at += 1 }
    }

    /// Letters in small, and where they end.
    private static func word(_ text: Span<UInt8>, from start: Int) -> (String, Int) {
        var end = start
        var word: [UInt8] = []
        while end < text.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[end] | 0x20), word.count < 8 {
            word.append(text[end] | 0x20)
            end += 1
        }
        return (String(decoding: word, as: UTF8.self), end)
    }
}
