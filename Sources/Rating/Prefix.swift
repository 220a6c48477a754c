/// A dialling prefix of 1 to 15 digits in one word.
///
///     bits 63…60  59…56  …            3…0
///     digit 1     digit 2  …  (0 pad)  count
///
/// Ordering by the word is ordering by digits, a shorter prefix directly before those that continue it.
public struct Prefix: Hashable, Comparable, Sendable, BitwiseCopyable {
    public let bits: UInt64

    init(bits: UInt64) { self.bits = bits }

    public static let digitsMax = 15

    /// Nil unless `digits` are 1 to 15 ASCII digits.
    public init?(_ digits: some Collection<UInt8>) {
        let count = digits.count
        guard count >= 1, count <= Prefix.digitsMax else { return nil }
        var bits: UInt64 = 0
        var shift: UInt64 = 60
        for byte in digits {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            bits |= UInt64(byte - 0x30) << shift
            shift -= 4
        }
        self.bits = bits | UInt64(count)
    }

    public init?(_ text: String) { self.init(text.utf8) }

    /// The same for bytes that lie in a file, without a generic call.
    public init?(_ digits: Span<UInt8>) {
        let count = digits.count
        guard count >= 1, count <= Prefix.digitsMax else { return nil }
        var bits: UInt64 = 0
        for index in 0..<count {
            let digit = digits[index] &- 0x30
            guard digit <= 9 else { return nil }
            bits |= UInt64(digit) << UInt64(60 - 4 * index)
        }
        self.bits = bits | UInt64(count)
    }

    public var count: Int { Int(bits & 0xF) }

    /// Digit at `index`, from 0.
    public func digit(_ index: Int) -> Int { Int(bits >> UInt64(60 - 4 * index) & 0xF) }

    public static func < (lhs: Prefix, rhs: Prefix) -> Bool { lhs.bits < rhs.bits }
}

extension Prefix: CustomStringConvertible {
    public var description: String { String(decoding: (0..<count).map { UInt8(0x30 + digit($0)) }, as: UTF8.self) }
}
