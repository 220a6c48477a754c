/// What is remembered of a record, to know its call when it comes again, and whether it then says the same. 20 bytes.
package struct CallMark: Hashable {
    /// Of the call's key: switch, call id, start to the second; never 0.
    package var fingerprint: UInt64
    /// Highest 48 bits: what the record says (`CallKeyHasher.content`), 0 = not remembered; lowest 16 bits: its leg.
    var check: UInt64
    /// Highest bit: whether it spoke of an earlier instant than what was known when it came. The others: its ordinal.
    private(set) var place: UInt32

    /// Ordinal of a record of which it is not remembered.
    static let noOrdinal: Int32 = .max

    init(fingerprint: UInt64, check: UInt64, ordinal: Int32 = CallMark.noOrdinal, isLate: Bool = false) {
        self.fingerprint = fingerprint
        self.check = check
        place = UInt32(bitPattern: ordinal) & 0x7FFF_FFFF | (isLate ? 1 << 31 : 0)
    }

    init(_ key: CallKey, content: UInt64, ordinal: Int32 = CallMark.noOrdinal) {
        self.init(
            fingerprint: key.fingerprint, check: content << 16 | UInt64(key.leg.code), ordinal: ordinal)
    }

    package var leg: CallLeg { CallLeg(code: UInt16(truncatingIfNeeded: check)) }

    /// 0 = not remembered.
    package var content: UInt64 { check >> 16 }

    /// Of the record in its chunk.
    package var ordinal: Int32 { Int32(bitPattern: place & 0x7FFF_FFFF) }

    /// Whether it was superseded before it came: it never was the state of its call.
    package var isLate: Bool {
        get { place >> 31 != 0 }
        set { place = place & 0x7FFF_FFFF | (newValue ? 1 << 31 : 0) }
    }

    package static let byteCount = 20

    /// Gives `body` the marks of a stored block: each number big-endian, one mark after the other.
    @inline(__always)
    package static func read(_ block: [UInt8], _ body: (CallMark) -> Void) {
        unsafe block.withUnsafeBytes { bytes in
            var start = 0
            while start + byteCount <= bytes.count {
                // All three words lie within the block.
                let fingerprint = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
                let check = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self))
                let place = unsafe UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 16, as: UInt32.self))
                var mark = CallMark(fingerprint: fingerprint, check: check)
                mark.place = place
                if fingerprint != 0 { body(mark) }
                start += byteCount
            }
        }
    }

    /// The marks of a stored block.
    static func read(_ block: [UInt8]) -> [CallMark] {
        var marks: [CallMark] = []
        read(block) { marks.append($0) }
        return marks
    }

    /// Appends the mark to a block.
    @inline(__always)
    package func write(to block: inout [UInt8]) {
        unsafe withUnsafeBytes(of: (fingerprint.bigEndian, check.bigEndian, place.bigEndian)) {
            // The first 20 bytes are the three words, without what lies behind them in memory.
            unsafe block.append(contentsOf: $0.prefix(CallMark.byteCount))
        }
    }
}

/// What a record may be, by the marks of those that came before it.
package enum Sighting: UInt8 {
    /// Of a call, or of a leg, that was never seen.
    case new
    /// Says of a call what is known of it.
    case duplicate
    /// Says of a call what was known once, or before what is known of it: without effect.
    case stale
    /// Says something new of a call: the rows tell what it takes the place of.
    case changed
    /// Of a call that was seen, but it cannot be told which leg, or what was said before: the rows must be asked.
    case unclear
}
