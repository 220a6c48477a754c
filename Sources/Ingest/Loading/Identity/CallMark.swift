/// What is remembered of every record, to know its call when it comes again, and whether it then says the same. 16 bytes.
struct CallMark: Hashable {
    /// Of the call's key: switch, call id, start to the second; never 0.
    var fingerprint: UInt64
    /// Highest 48 bits: what the record says (`CallKeyHasher.content`), 0 = not remembered; lowest 16 bits: its leg.
    var check: UInt64

    init(fingerprint: UInt64, check: UInt64) {
        self.fingerprint = fingerprint
        self.check = check
    }

    init(_ key: CallKey, content: UInt64) {
        fingerprint = key.fingerprint
        check = content << 16 | UInt64(key.leg.code)
    }

    var leg: CallLeg { CallLeg(code: UInt16(truncatingIfNeeded: check)) }

    /// The upper half of the fingerprint: nearly always enough to tell it from others.
    var half: UInt32 { UInt32(truncatingIfNeeded: fingerprint >> 32) }

    static let byteCount = 16

    /// Gives `body` the marks of a stored block: both halves big-endian, one mark after the other.
    @inline(__always)
    static func read(_ block: [UInt8], _ body: (CallMark) -> Void) {
        unsafe block.withUnsafeBytes { bytes in
            var start = 0
            while start + byteCount <= bytes.count {
                // Both words lie within the block.
                let fingerprint = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
                let check = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self))
                if fingerprint != 0 { body(CallMark(fingerprint: fingerprint, check: check)) }
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
    func write(to block: inout [UInt8]) {
        unsafe withUnsafeBytes(of: (fingerprint.bigEndian, check.bigEndian)) { unsafe block.append(contentsOf: $0) }
    }
}

/// What a record may be, by the marks of those that came before it.
enum Sighting: UInt8 {
    /// Of a call, or of a leg, that was never seen.
    case new
    /// Says of a call what was said before.
    case duplicate
    /// Of a call that was seen, but with another content, or it cannot be told which leg: the rows must be asked.
    case candidate
}
