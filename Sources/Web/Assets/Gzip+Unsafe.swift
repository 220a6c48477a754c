import CZlib

/// Gzip of bytes in memory.
enum Gzip {
    static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var stream = unsafe z_stream()
        let version = unsafe zlibVersion()
        // 15 bits of window, and 16 for the head and foot of gzip.
        let began = unsafe deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY, version,
            Int32(MemoryLayout<z_stream>.size))
        precondition(began == Z_OK, "zlib cannot start")
        defer { unsafe deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(unsafe deflateBound(&stream, UInt(bytes.count))))
        let count = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                // As much as zlib says that it needs at most.
                unsafe stream.avail_out = UInt32(target.count)
                let ended = unsafe deflate(&stream, Z_FINISH)
                precondition(ended == Z_STREAM_END, "zlib failed to compress")
                return unsafe target.count - Int(stream.avail_out)
            }
        }
        return Array(output[..<count])
    }
}
