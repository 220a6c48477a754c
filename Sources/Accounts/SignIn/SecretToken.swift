internal import CSodium
internal import Files

/// Random bytes that let somebody in: stated as text, stored as SHA-256.
package struct SecretToken: Sendable, Equatable {
    /// 32 bytes, or as many as were asked for.
    package let bytes: [UInt8]

    /// A new one.
    package init(byteCount: Int = 32) {
        Sodium.start()
        precondition(byteCount > 0)
        var bytes = [UInt8](repeating: 0, count: byteCount)
        // Fills as many bytes as the array has, of which there is one at least.
        unsafe bytes.withUnsafeMutableBytes { unsafe randombytes_buf($0.baseAddress!, $0.count) }
        self.bytes = bytes
    }

    /// Nil where the text is not one.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 64, let bytes = SecretToken.bytes(hex: text) else { return nil }
        self.bytes = bytes
    }

    /// Hexadecimal digits.
    package var text: String { SecretToken.hex(bytes) }

    /// By which it is known again.
    package var hash: [UInt8] { SHA256.digest(of: bytes) }

    /// A token that follows from this one and a purpose, and tells nothing of it.
    package func derived(for purpose: String) -> String {
        SecretToken.hex(SHA256.digest(of: Array(purpose.utf8) + [0] + bytes))
    }

    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func bytes(hex text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text.utf8 {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let known = high {
                bytes.append(known << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}

/// The library, which is to be started once.
enum Sodium {
    private static let isStarted = sodium_init() >= 0

    static func start() { precondition(isStarted, "libsodium cannot start: there is no source of random numbers") }

    /// Compares without telling by its time where the two differ.
    static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count, !one.isEmpty else { return one.isEmpty && other.isEmpty }
        // Both have `one.count` bytes, of which there is one at least.
        return unsafe one.withUnsafeBytes { left in
            unsafe other.withUnsafeBytes { right in
                unsafe sodium_memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0
            }
        }
    }
}

extension SecretToken {
    /// Compares two texts without telling by its time where they differ.
    package static func areEqual(_ one: String, _ other: String) -> Bool {
        Sodium.equal(Array(one.utf8), Array(other.utf8))
    }
}
