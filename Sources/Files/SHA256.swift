import CCrypto

/// SHA-256 of a stream of bytes, by libcrypto (which uses the processor's instructions for it).
@safe
package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    static let byteCount = 32

    package init() {
        // Both fail only where libcrypto lacks memory or SHA-256 itself.
        guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto cannot compute SHA-256")
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let isDone = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
        precondition(isDone, "libcrypto failed to digest")
    }

    /// The digest, 32 bytes.
    package consuming func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: SHA256.byteCount)
        // EVP_DigestFinal_ex writes the 32 bytes of this digest, as many as the array holds.
        let isDone = unsafe digest.withUnsafeMutableBufferPointer {
            unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil) == 1
        }
        precondition(isDone, "libcrypto failed to digest")
        return digest
    }

    /// The digest of a file, read to its end.
    package static func digest(ofFile path: String) throws(InputError) -> [UInt8] {
        let input = try FileDescriptor(reading: path)
        var digest = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = try unsafe input.read(into: buffer)
            if count == 0 { return digest.finish() }
            // `read` filled the first `count` bytes of the buffer.
            unsafe digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        var digest = SHA256()
        unsafe bytes.withUnsafeBytes { unsafe digest.update($0) }
        return digest.finish()
    }
}
