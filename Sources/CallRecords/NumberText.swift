import CKernels

/// Telephone numbers and small whole numbers, read in words of eight bytes.
enum NumberText {
    struct Number {
        /// The digits, without `+` or `00`; the whole field where it is not a number.
        var digits: TextRange
        /// As an integer, or -1 where the digits would not come back from one.
        var value: Int64
        /// Whether there are digits and nothing else.
        var isDigits: Bool
    }

    /// Digits of a called number at most. E.164 has 15; access codes and tech prefixes that no plan takes off need room.
    static let calledDigitsMax = 32

    /// Reads a telephone number. A `+` or leading `00` is taken off; only digits may remain.
    ///
    /// - Parameter digitsMax: a longer number is none; a constant at each call.
    @inline(__always)
    static func read(_ field: TextRange, base: UnsafeMutableRawPointer, digitsMax: Int = .max) -> Number {
        var offset = Int(field.offset)
        var count = Int(field.count)
        // Two bytes may be read even of a shorter field: there is padding behind the text.
        let first = unsafe base.load(fromByteOffset: offset, as: UInt8.self)
        if count > 0, first == 0x2B {
            offset &+= 1
            count &-= 1
        } else if count > 1, first == 0x30, unsafe base.load(fromByteOffset: offset &+ 1, as: UInt8.self) == 0x30 {
            offset &+= 2
            count &-= 2
        }
        let value = unsafe digits(base + offset, count: count)
        let range = TextRange(
            offset: UInt32(truncatingIfNeeded: offset), count: UInt32(truncatingIfNeeded: count))
        if value >= 0 {
            let hasLeadingZero = unsafe base.load(fromByteOffset: offset, as: UInt8.self) == 0x30
            return Number(digits: range, value: hasLeadingZero ? -1 : value, isDigits: true)
        }
        guard count > 18, count <= digitsMax else { return Number(digits: field, value: -1, isDigits: false) }
        for index in 0..<count where unsafe base.load(fromByteOffset: offset &+ index, as: UInt8.self) &- 0x30 > 9 {
            return Number(digits: field, value: -1, isDigits: false)
        }
        return Number(digits: range, value: -1, isDigits: true)
    }

    /// A number of 1 to 9 digits, or -1 for anything else.
    @inline(__always)
    static func smallNumber(_ field: TextRange, base: UnsafeMutableRawPointer) -> Int64 {
        field.count > 9 ? -1 : unsafe digits(base + Int(field.offset), count: Int(field.count))
    }

    /// 1 to 18 digits as an integer, or -1 for anything else. Reads up to 24 bytes before the last digit: there is
    /// padding before the text.
    @inline(__always)
    static func digits(_ start: UnsafeMutableRawPointer, count: Int) -> Int64 {
        guard count &- 1 < 18, count > 0 else { return -1 }
        if count <= 16 { return unsafe ck_digits(start, UInt32(truncatingIfNeeded: count)) }
        let end = unsafe start + count
        let low = unsafe lastEight(end, count: 8)
        let middle = unsafe lastEight(end - 8, count: 8)
        let high = unsafe lastEight(end - 16, count: count &- 16)
        let faults = low.faults | middle.faults | high.faults
        let value = low.value &+ middle.value &* 100_000_000 &+ high.value &* 10_000_000_000_000_000
        return faults == 0 ? value : -1
    }

    /// Value of the last `count` (1 or more, 8 taken at most) of the eight characters before `end`; `faults` is not zero
    /// where one of them is no digit.
    @inline(__always)
    private static func lastEight(_ end: UnsafeMutableRawPointer, count: Int) -> (value: Int64, faults: UInt64) {
        var word = unsafe UInt64(littleEndian: (end - 8).loadUnaligned(as: UInt64.self))
        if count < 8 {
            // The first characters lie in the low bytes: those not wanted become '0'.
            let wanted = ~UInt64(0) << UInt64(64 &- 8 &* count)
            word = word & wanted | 0x3030_3030_3030_3030 & ~wanted
        }
        let values = word ^ 0x3030_3030_3030_3030
        // In Swift `|` and `&+` are of one precedence. A byte above 0x7F is at fault itself, whatever the sum makes of it.
        let faults = (values | (values &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080
        var number = values &* 10 &+ values >> 8
        number = (number & 0x00FF_00FF_00FF_00FF) &* 100 &+ (number >> 16) & 0x00FF_00FF_00FF_00FF
        number = (number & 0x0000_FFFF_0000_FFFF) &* 10_000 &+ (number >> 32) & 0x0000_FFFF_0000_FFFF
        return (Int64(number & 0xFFFF_FFFF), faults)
    }
}
