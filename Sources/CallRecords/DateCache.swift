/// Reads start times; remembers the last date, which most records share with the one before.
struct DateCache {
    /// The ten bytes `yyyy-mm-dd` last read: the first eight, and the last eight.
    private var head: UInt64 = 0
    private var tail: UInt64 = 0
    /// Microseconds of that date's midnight.
    private var dayMicros: Int64 = 0

    /// Whether times may be written as ISO 8601.
    private let readsISO: Bool

    init(_ layout: BoundLayout) {
        readsISO = layout.timeFormats.first == .iso8601
    }

    /// Microseconds since 1970 UTC of a time in UTC as ISO 8601 with no or three decimals; `Int64.min` for anything else,
    /// a 60th second included: `BoundLayout.micros` settles those.
    @inline(__always)
    mutating func plainMicros(_ field: TextRange, base: UnsafeMutableRawPointer) -> Int64 {
        let start = unsafe base + Int(field.offset)
        guard field.count == 24 || field.count == 20, readsISO,
            let clock = unsafe DateCache.clockMicros(start, count: Int(field.count))
        else { return .min }
        // 20 bytes of the field at least.
        let newHead = unsafe start.loadUnaligned(as: UInt64.self)
        let newTail = unsafe start.loadUnaligned(fromByteOffset: 2, as: UInt64.self)
        if newHead != head || newTail != tail {
            guard let day = unsafe DateCache.midnight(UnsafeRawBufferPointer(start: start, count: 10)) else {
                return .min
            }
            dayMicros = day
            head = newHead
            tail = newTail
        }
        return dayMicros &+ clock
    }

    /// Microseconds since midnight of `..........Thh:mm:ss[.mmm]Z`, or nil for anything else, a 60th second included.
    @inline(__always)
    private static func clockMicros(_ start: UnsafeMutableRawPointer, count: Int) -> Int64? {
        @inline(__always) func byte(_ offset: Int) -> UInt8 {
            unsafe start.load(fromByteOffset: offset, as: UInt8.self)
        }
        @inline(__always) func digit(_ offset: Int, _ worst: inout UInt8) -> Int64 {
            let value = byte(offset) &- 0x30
            worst = max(worst, value)
            return Int64(value)
        }
        var worst: UInt8 = 0
        let hour = digit(11, &worst) &* 10 &+ digit(12, &worst)
        let minute = digit(14, &worst) &* 10 &+ digit(15, &worst)
        let second = digit(17, &worst) &* 10 &+ digit(18, &worst)
        var micros = (hour &* 3_600 &+ minute &* 60 &+ second) &* 1_000_000
        var marks = (byte(13) ^ 0x3A) | (byte(16) ^ 0x3A) | (byte(count &- 1) ^ 0x5A)
        marks |= byte(10) == 0x20 ? 0 : byte(10) ^ 0x54
        if count == 24 {
            marks |= byte(19) ^ 0x2E
            micros &+= (digit(20, &worst) &* 100 &+ digit(21, &worst) &* 10 &+ digit(22, &worst)) &* 1_000
        }
        return worst <= 9 && marks == 0 && hour < 24 && minute < 60 && second < 60 ? micros : nil
    }

    private static func midnight(_ text: some RandomAccessCollection<UInt8>) -> Int64? {
        var reader = DigitReader(text)
        guard let year = reader.number(4...4), reader.skip("-"), let month = reader.number(2...2), reader.skip("-"),
            let day = reader.number(2...2),
            let seconds = CivilTime.seconds(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
        else { return nil }
        return seconds * 1_000_000
    }
}

extension BoundLayout {
    /// Microseconds since 1970 UTC, or nil where the text is not a time as the layout writes them.
    func micros(_ text: [UInt8]) -> Int64? {
        for format in timeFormats {
            if let micros = format.micros(text, zone: zone) { return micros }
        }
        return nil
    }
}
