/// Reads start times on the fast way; remembers the dates and hours of the records before, which most records share.
struct TimeReader {
    /// The ten bytes `yyyy-mm-dd` last read: the first eight, and the last eight.
    private var head: UInt64 = 0
    private var tail: UInt64 = 0
    /// Microseconds of that date's midnight.
    private var dayMicros: Int64 = 0

    /// How the first of the layout's formats is written.
    private let first: Kind
    private let hours: HourTable

    private enum Kind { case iso8601, seconds, milliseconds, pattern }

    init(_ layout: BoundLayout) {
        hours = HourTable(layout)
        switch layout.timeFormats.first {
        case .iso8601: first = .iso8601
        case .epochSeconds: first = .seconds
        case .epochMilliseconds: first = .milliseconds
        default: first = .pattern
        }
    }

    /// Microseconds since 1970 UTC, as `BoundLayout.micros` gives them; `Int64.min` for what that should settle: no time,
    /// a 60th second, and what is written unlike other times.
    @inline(__always)
    mutating func micros(_ field: TextRange, base: UnsafeMutableRawPointer) -> Int64 {
        let start = unsafe base + Int(field.offset)
        if field.count == 24 || field.count == 20, first == .iso8601,
            let clock = unsafe TimeReader.clockMicros(start, count: Int(field.count))
        {
            // 20 bytes of the field at least.
            let newHead = unsafe start.loadUnaligned(as: UInt64.self)
            let newTail = unsafe start.loadUnaligned(fromByteOffset: 2, as: UInt64.self)
            if newHead == head, newTail == tail { return dayMicros &+ clock }
            guard let day = unsafe TimeReader.midnight(UnsafeRawBufferPointer(start: start, count: 10)) else {
                return .min
            }
            dayMicros = day
            head = newHead
            tail = newTail
            return dayMicros &+ clock
        }
        if field.count == 19, first == .iso8601, let micros = unsafe hours.localMicros(start) { return micros }
        return unsafe otherMicros(field, base: base)
    }

    /// Microseconds since midnight of `..........Thh:mm:ss[.mmm]Z`, or nil for anything else, a 60th second included.
    @inline(__always)
    private static func clockMicros(_ start: UnsafeMutableRawPointer, count: Int) -> Int64? {
        // Eight bytes each: `hh:mm:ss`, and `ss.mmmZ` behind one more, or `mm:ss` and `Z` behind two.
        let clock = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 11, as: UInt64.self))
        let values = clock ^ 0x3030_3A30_303A_3030
        // Above nine in a digit's place, above zero in a colon's.
        var faults = (values | (values &+ 0x7676_7F76_767F_7676)) & 0x8080_8080_8080_8080
        let pairs = (values &* 10 &+ values >> 8) & 0x00FF_0000_FF00_00FF
        let hour = Int64(pairs & 0xFF)
        let minute = Int64(pairs >> 24 & 0xFF)
        let second = Int64(pairs >> 48 & 0xFF)
        var micros = (hour &* 3_600 &+ minute &* 60 &+ second) &* 1_000_000
        let mark = unsafe start.load(fromByteOffset: 10, as: UInt8.self)
        if count == 24 {
            let fraction = unsafe UInt64(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 19, as: UInt32.self)))
            let digits = fraction ^ 0x3030_302E
            faults |= (digits | (digits &+ 0x7676_767F)) & 0x8080_8080
            let tenths = digits >> 8 & 0xF
            let hundredths = digits >> 16 & 0xF
            let thousandths = digits >> 24 & 0xF
            micros &+= Int64(tenths &* 100 &+ hundredths &* 10 &+ thousandths) &* 1_000
        }
        let isZulu = unsafe start.load(fromByteOffset: count &- 1, as: UInt8.self) == 0x5A
        return faults == 0 && isZulu && (mark == 0x54 || mark == 0x20) && hour < 24 && minute < 60 && second < 60
            ? micros : nil
    }

    private static func midnight(_ text: some RandomAccessCollection<UInt8>) -> Int64? {
        var reader = DigitReader(text)
        guard let year = reader.number(4...4), reader.skip("-"), let month = reader.number(2...2), reader.skip("-"),
            let day = reader.number(2...2),
            let seconds = CivilTime.seconds(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
        else { return nil }
        return seconds * 1_000_000
    }

    // MARK: - Other ways of writing a time

    @inline(never)
    private func otherMicros(_ field: TextRange, base: UnsafeMutableRawPointer) -> Int64 {
        switch first {
        case .seconds:
            let value = unsafe NumberText.digits(base + Int(field.offset), count: Int(field.count))
            if value >= 0, field.count <= 14, value <= 253_402_300_799 { return value &* 1_000_000 }
        case .milliseconds:
            let value = unsafe NumberText.digits(base + Int(field.offset), count: Int(field.count))
            if value >= 0, field.count <= 14, value <= 253_402_300_799_000 { return value &* 1_000 }
        case .iso8601, .pattern:
            if let micros = unsafe hours.micros(field, base: base) { return micros }
        }
        return .min
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
