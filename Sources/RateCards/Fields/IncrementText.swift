import Money

/// Increments in one field: `60`, `60/60`, `60-1`, `1/1/1`, `0-60-60`, `30s / 6s`.
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
            numbers.append(try IncrementText.number(text, &at))
            IncrementText.skipUnit(text, &at)
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

    /// `s`, `sec`, `secs`, `seconds` behind a number.
    private static func skipUnit(_ text: Span<UInt8>, _ at: inout Int) {
        skipBlanks(text, &at)
        var end = at
        var word: [UInt8] = []
        while end < text.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[end] | 0x20), word.count < 8 {
            word.append(text[end] | 0x20)
            end += 1
        }
        if ["s", "sec", "secs", "second", "seconds"].contains(String(decoding: word, as: UTF8.self)) { at = end }
        skipBlanks(text, &at)
    }
}
