internal import CCrypto

/// Codes of six digits by time (RFC 6238: HMAC-SHA-1, 30 seconds).
package struct OneTimeCode: Sendable {
    /// 20 bytes.
    package let key: [UInt8]

    package static let stepSeconds: Int64 = 30

    package init(key: [UInt8]) { self.key = key }

    /// Number of the 30 seconds that hold an instant, in seconds since 1970.
    package static func step(atSeconds seconds: Int64) -> Int64 { seconds / stepSeconds }

    /// The code of one step: six digits.
    package func code(step: Int64) -> String {
        var counter: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) { counter.append(UInt8(truncatingIfNeeded: step >> shift)) }
        let digest = Self.hmacSHA1(key, counter)
        let offset = Int(digest[19] & 15)
        var number: UInt32 = 0
        for index in 0..<4 { number = number << 8 | UInt32(digest[offset + index]) }
        let digits = String((number & 0x7FFF_FFFF) % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step whose code it is, of the one at that instant and its neighbours; nil = of none, or of one that was used.
    package func step(of code: String, atSeconds seconds: Int64, after lastStep: Int64) -> Int64? {
        let now = Self.step(atSeconds: seconds)
        return (now - 1...now + 1).first { $0 > lastStep && SecretToken.areEqual(self.code(step: $0), code) }
    }

    /// The key as authenticator programs take it: base 32, in groups of four.
    package var keyText: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var text = ""
        var bits = 0
        var value = 0
        for byte in key {
            value = value << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[value >> bits & 31])
            }
            value &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[value << (5 - bits) & 31]) }
        return text
    }

    private static func hmacSHA1(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 20)
        var length: UInt32 = 0
        // SHA-1 gives 20 bytes, as many as the digest holds; key and message are read for their own lengths.
        unsafe digest.withUnsafeMutableBufferPointer { out in
            unsafe key.withUnsafeBytes { keyBytes in
                unsafe message.withUnsafeBufferPointer { text in
                    _ = unsafe HMAC(
                        EVP_sha1(), keyBytes.baseAddress, Int32(key.count), text.baseAddress, message.count,
                        out.baseAddress, &length)
                }
            }
        }
        precondition(length == 20, "libcrypto cannot compute HMAC-SHA-1")
        return digest
    }
}
