/// A file that is read whole: plain, `.zst` or `.gz`.
package enum WholeFile {
    /// - Parameter max: bytes, after decompression, beyond which nil is returned.
    package static func bytes(of file: FileDescriptor, max: Int = .max) throws -> [UInt8]? {
        let (source, _) = try ByteSources.open(file)
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            // The source writes at most as many bytes as the block holds, and says how many.
            let count = try unsafe block.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
            bytes += block[..<count]
            guard bytes.count <= max else { return nil }
            if count < block.count { return bytes }
        }
    }
}
