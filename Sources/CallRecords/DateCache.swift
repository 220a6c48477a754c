/// Reads start times; remembers the last date, which most records share with the one before.
struct DateCache {
    /// The ten bytes `yyyy-mm-dd` last read: the first eight, and the last eight.
    private var head: UInt64 = 0
    private var tail: UInt64 = 0
    /// Microseconds of that date's midnight.
    private var dayMicros: Int64 = 0

    /// Microseconds since 1970 UTC, or nil where the field is not a time of the layout.
    ///
    /// ISO 8601 in UTC with up to three decimals takes the fast way.
    @inline(__always)
    mutating func micros(_ field: TextRange, base: UnsafeMutableRawPointer, layout: BoundLayout) -> Int64? {
        let start = unsafe base + Int(field.offset)
        guard field.count == 20 || field.count == 24, layout.timeFormats.first == .iso8601,
            let clock = unsafe DateCache.clockMicros(start, count: Int(field.count))
        else { return unsafe slowly(start, count: Int(field.count), layout: layout) }
        // 24 bytes of the field, and padding behind it.
        let newHead = unsafe start.loadUnaligned(as: UInt64.self)
        let newTail = unsafe start.loadUnaligned(fromByteOffset: 2, as: UInt64.self)
        if newHead != head || newTail != tail {
            let midnight = unsafe UnsafeRawBufferPointer(start: start, count: 10)
            guard let day = unsafe DateCache.midnight(midnight) else {
                return unsafe slowly(start, count: Int(field.count), layout: layout)
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

    private func slowly(_ start: UnsafeMutableRawPointer, count: Int, layout: BoundLayout) -> Int64? {
        let text = unsafe UnsafeRawBufferPointer(start: start, count: count)
        for format in layout.timeFormats {
            if let micros = unsafe format.micros(text, zone: layout.zone) { return micros }
        }
        return nil
    }
}
