internal import CSodium
internal import Vocabulary

/// Passwords by argon2id.
package struct PasswordHash: Sendable {
    /// The cost of a hash.
    package struct Cost: Sendable {
        /// Passes over the memory.
        package var passes: UInt64
        package var bytes: Int

        /// Two passes over 64 MiB: 76 ms on one core of 2020.
        package static let standard = Cost(passes: 2, bytes: 64 << 20)
        /// As little as libsodium allows: for tests.
        package static let least = Cost(passes: 1, bytes: 8 << 10)
    }

    /// Characters of a password.
    package static let lengths = 12...200

    /// The hash of a password, with its salt and cost.
    ///
    /// - Throws: `Refusal` where it is too short or too long.
    package static func make(_ password: String, cost: Cost = .standard) throws -> String {
        guard lengths.contains(password.count) else {
            throw Refusal(
                .invalid, "user.password_length",
                "A password has \(lengths.lowerBound) to \(lengths.upperBound) characters",
                place: Refusal.Place(field: "password"))
        }
        Sodium.start()
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let bytes = Array(password.utf8)
        // Writes at most crypto_pwhash_STRBYTES, reads as many bytes as the password has.
        let isDone = unsafe text.withUnsafeMutableBufferPointer { out in
            unsafe bytes.withUnsafeBytes { given in
                unsafe crypto_pwhash_str(
                    out.baseAddress!, given.baseAddress!.assumingMemoryBound(to: CChar.self), UInt64(bytes.count),
                    cost.passes, cost.bytes) == 0
            }
        }
        guard isDone else {
            throw Refusal(.busy, "user.no_memory_for_password", "There is no memory left to hash a password")
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Compares a password with a hash.
    package static func matches(_ password: String, _ hash: String) -> Bool {
        guard !password.isEmpty else { return false }
        Sodium.start()
        let bytes = Array(password.utf8)
        // The hash ends with a zero, the password is read for as many bytes as it has.
        return unsafe hash.withCString { stored in
            unsafe bytes.withUnsafeBytes { given in
                unsafe crypto_pwhash_str_verify(
                    stored, given.baseAddress!.assumingMemoryBound(to: CChar.self), UInt64(bytes.count)) == 0
            }
        }
    }

    /// Hash of nothing that anybody knows: compared with where there is no user, so that the answer takes as long.
    package static let ofNobody: String = {
        do { return try make(SecretToken().text) } catch { return "" }
    }()
}
