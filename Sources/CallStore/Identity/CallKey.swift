/// The identity of a call in 128 bits, by which it is counted once.
///
///     high, 64 bits                              low, 48 bits                        16 bits
///     hash of switch, call id, start in seconds  second, independent hash of them    leg
///
/// The high half alone is the fingerprint, never zero. Both halves without the leg are the stem: two calls of one stem
/// are legs of one call, or the same leg.
package struct CallKey: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package var fingerprint: UInt64 { high }
    package var leg: CallLeg { CallLeg(code: UInt16(truncatingIfNeeded: low)) }
    package var stem: CallStem { CallStem(high: high, low: low >> 16) }

    package func with(leg: CallLeg) -> CallKey { CallKey(high: high, low: low & ~0xFFFF | UInt64(leg.code)) }
}

/// What the legs of one call have in common.
package struct CallStem: Hashable, Sendable {
    package var high: UInt64
    /// 48 bits.
    package var low: UInt64
}

/// A leg in 16 bits: 0 = none stated, 1 + n = the number n below 30,000, above 0x8000 a hash of any other text.
package struct CallLeg: Hashable, Sendable {
    package var code: UInt16

    package static let notStated = CallLeg(code: 0)
    package static let numbersEnd = 30_000
}

extension CallKey: CustomStringConvertible {
    /// As PostgreSQL prints the uuid.
    package var description: String {
        let bytes = hex(
            [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } })
        let ends = [8, 12, 16, 20, 32]
        return zip([0] + ends, ends).map { String(bytes.dropFirst($0).prefix($1 - $0)) }.joined(separator: "-")
    }

    /// Nil unless `text` is a uuid as PostgreSQL prints it.
    package init?(_ text: String) {
        let digits = text.filter { $0 != "-" }
        guard digits.utf8.count == 32, let high = UInt64(digits.prefix(16), radix: 16),
            let low = UInt64(digits.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}

extension CallStem {
    /// As the first 14 bytes of the uuid.
    package var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<6).map { UInt8(truncatingIfNeeded: low >> (40 - 8 * $0)) }
    }
}
