/// Times by what stands around `:mm:ss`: the instants of one hour differ by minutes and seconds alone, whatever the format
/// and the zone. Each slot holds one hour as it is written; an hour on which clocks are set is in none.
@safe
final class HourTable {
    private struct Slot {
        var key = Key()
        /// Instant of the hour's first second.
        var micros: Int64 = 0
    }

    /// What is written around minutes and seconds.
    private struct Key: Equatable {
        /// The text before them, up to 16 bytes, zeros behind it.
        var low: UInt64 = 0
        var high: UInt64 = 0
        /// The text behind them, up to 8 bytes.
        var suffix: UInt64 = 0
        /// Bytes of both and whether a fraction stands between; 0 = the slot is free.
        var counts = 0
    }

    private let layout: BoundLayout
    /// Whether minutes begin where ISO 8601 has them.
    private let isISO: Bool
    private let slots: UnsafeMutablePointer<Slot>
    private static let slotBits: UInt64 = 6

    init(_ layout: BoundLayout) {
        self.layout = layout
        isISO = layout.timeFormats.first == .iso8601
        unsafe slots = .allocate(capacity: 1 << Int(HourTable.slotBits))
        unsafe slots.initialize(repeating: Slot(), count: 1 << Int(HourTable.slotBits))
    }

    deinit { unsafe slots.deallocate() }

    /// The instant of a time; nil where it is to be read in full.
    func micros(_ field: TextRange, base: UnsafeMutableRawPointer) -> Int64? {
        let text = unsafe UnsafeRawBufferPointer(start: base + Int(field.offset), count: Int(field.count))
        guard text.count <= 40, let clock = unsafe clockOffset(text), clock > 0, clock <= 16 else { return nil }
        var end = clock + 6
        var fraction: Int64 = 0
        let hasFraction = unsafe end < text.count && (text[end] == 0x2E || text[end] == 0x2C)
        if hasFraction {
            guard let digits = unsafe HourTable.fraction(text, from: &end) else { return nil }
            fraction = digits
        }
        guard text.count - end <= 8, let seconds = unsafe HourTable.seconds(text.baseAddress! + clock) else {
            return nil
        }
        // Whole words are read of shorter texts: there is padding behind the text.
        let start = unsafe UnsafeRawPointer(text.baseAddress!)
        let key = Key(
            low: unsafe HourTable.word(start, count: clock),
            high: unsafe HourTable.word(start + 8, count: clock - 8),
            suffix: unsafe HourTable.word(start + end, count: text.count - end),
            counts: clock << 8 | (text.count - end) << 1 | (hasFraction ? 1 : 0))
        // In bounds: the top bits of the hash are below the number of slots.
        let slot = unsafe slots + HourTable.place(low: key.low, high: key.high, suffix: key.suffix)
        if unsafe slot.pointee.key != key {
            guard
                let hour = unsafe hour(
                    Array(text[..<clock]), (hasFraction ? [0x2E, 0x30] : []) + Array(text[end...]))
            else { return nil }
            unsafe slot.pointee = Slot(key: key, micros: hour)
        }
        return unsafe slot.pointee.micros + seconds * 1_000_000 + fraction
    }

    /// The instant of `yyyy-mm-dd hh:mm:ss` (19 bytes) of an hour that a slot has, as `micros` would give it; else nil.
    @inline(__always)
    func localMicros(_ start: UnsafeMutableRawPointer) -> Int64? {
        // 16 of the 19 bytes; the last three of them, minutes, are no part of the key.
        let low = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
        let high = unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) & 0xFF_FFFF_FFFF
        // In bounds: the hash is that of a slot.
        let slot = unsafe slots + HourTable.place(low: low, high: high, suffix: 0)
        guard unsafe slot.pointee.key == Key(low: low, high: high, suffix: 0, counts: 13 << 8),
            let seconds = unsafe HourTable.seconds(start + 13)
        else { return nil }
        return unsafe slot.pointee.micros &+ seconds &* 1_000_000
    }

    /// Position of the slot of a key.
    @inline(__always)
    private static func place(low: UInt64, high: UInt64, suffix: UInt64) -> Int {
        let hash = (low ^ (high &+ suffix) &* 0x9E37_79B9_7F4A_7C15) &* 0xA076_1D64_78BD_642F
        return Int(truncatingIfNeeded: hash >> (64 - HourTable.slotBits))
    }

    /// Where `:mm:ss` begins: behind the hour of ISO 8601, or at the end, before a fraction.
    private func clockOffset(_ text: UnsafeRawBufferPointer) -> Int? {
        let count = text.count
        if isISO, count >= 19, unsafe text[13] == 0x3A && text[16] == 0x3A { return 13 }
        guard count >= 7 else { return nil }
        if unsafe text[count - 6] == 0x3A { return count - 6 }
        var point = count - 1
        while point > 6, unsafe text[point] &- 0x30 < 10 { point -= 1 }
        return unsafe text[point] == 0x2E || text[point] == 0x2C ? point - 6 : nil
    }

    /// Microseconds of `.123…`, digits past the sixth dropped; `end` moves behind them.
    private static func fraction(_ text: UnsafeRawBufferPointer, from end: inout Int) -> Int64? {
        var value: Int64 = 0
        var digits = 0
        end += 1
        while end < text.count, case let digit = unsafe text[end] &- 0x30, digit < 10 {
            if digits < 6 { value = value * 10 + Int64(digit) }
            digits += 1
            end += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 6)..<6 { value *= 10 }
        return value
    }

    /// Seconds of `:mm:ss` at `start`, which has two bytes before it or padding; nil for anything else.
    @inline(__always)
    private static func seconds(_ start: UnsafeRawPointer) -> Int64? {
        let word = unsafe UInt64(littleEndian: (start - 2).loadUnaligned(as: UInt64.self)) >> 16
        let values = word ^ 0x3030_3A30_303A
        let faults = (values | (values &+ 0x7676_7F76_767F)) & 0x8080_8080_8080
        let pairs = values &* 10 &+ values >> 8
        let minute = Int64(pairs >> 8 & 0xFF)
        let second = Int64(pairs >> 32 & 0xFF)
        return faults == 0 && minute < 60 && second < 60 ? minute * 60 + second : nil
    }

    /// The first `count` of the eight bytes at `start`, zeros behind them.
    private static func word(_ start: UnsafeRawPointer, count: Int) -> UInt64 {
        guard count > 0 else { return 0 }
        let word = unsafe UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
        return count >= 8 ? word : word & ((1 &<< UInt64(8 * count)) - 1)
    }

    /// The first instant of an hour of 3,600 seconds.
    private func hour(_ beginning: [UInt8], _ rest: [UInt8]) -> Int64? {
        guard let first = layout.micros(beginning + ":00:00".utf8 + rest),
            let second = layout.micros(beginning + ":00:01".utf8 + rest), second - first == 1_000_000,
            let last = layout.micros(beginning + ":59:59".utf8 + rest), last - first == 3_599_000_000
        else { return nil }
        return first
    }
}
