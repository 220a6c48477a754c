import CZlib
import CZstd

/// The bytes of a CDR file as text: decompressed where it begins like a zstd or gzip file. Memory is bounded.
///
/// One owner at a time.
package protocol ByteSource: AnyObject {
    /// Fills `buffer` from its beginning; fewer bytes than it holds only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int

    /// Passes over bytes of text, without reading what need not be read; returns how many, fewer only at the end.
    func pass(_ count: Int) throws(InputError) -> Int
}

extension ByteSource {
    package func pass(_ count: Int) throws(InputError) -> Int { try readOver(count) }

    /// Reads bytes and forgets them.
    fileprivate func readOver(_ count: Int) throws(InputError) -> Int {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { unsafe scratch.deallocate() }
        var passed = 0
        while passed < count {
            let wanted = min(count - passed, scratch.count)
            // In bounds: no more than the buffer has.
            let read = unsafe try read(into: UnsafeMutableRawBufferPointer(rebasing: scratch[..<wanted]))
            passed += read
            if read < wanted { break }
        }
        return passed
    }
}

/// How a file is compressed. The raw value is the name in the database.
package enum Compression: String, Sendable {
    case none
    case zstd
    case gzip

    init(beginning bytes: [UInt8]) {
        // pzstd begins with a skippable frame: 0x184D2A50 to 0x184D2A5F, little-endian.
        let isSkippable = bytes.count >= 4 && bytes[0] & 0xF0 == 0x50 && bytes[1...3].elementsEqual([0x2A, 0x4D, 0x18])
        if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || isSkippable {
            self = .zstd
        } else if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else {
            self = .none
        }
    }
}

/// Opens files by what they begin with.
package enum ByteSources {
    /// - Parameter isPacked: whether `FrameWriter` wrote it, so that the table at its end is believed.
    /// - Returns: the source, and how the file is compressed.
    package static func open(
        _ file: FileDescriptor, isPacked: Bool = false
    ) throws(InputError) -> (source: any ByteSource, compression: Compression) {
        let raw = PeekableFile(file)
        let compression = Compression(beginning: try raw.peek(4))
        switch compression {
        case .none: return (raw, compression)
        case .zstd:
            let table = isPacked ? try FrameTable(file) : nil
            return (try ZstdSource(raw, name: file.name, table: table), compression)
        case .gzip: return (try GzipSource(raw, name: file.name), compression)
        }
    }
}

/// A file whose first bytes can be looked at before they are read.
private final class PeekableFile: ByteSource {
    private let file: FileDescriptor
    private var peeked: [UInt8] = []

    init(_ file: FileDescriptor) {
        self.file = file
    }

    func peek(_ count: Int) throws(InputError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let filled = try fill(&bytes)
        peeked = Array(bytes[..<filled])
        return peeked
    }

    private func fill(_ bytes: inout [UInt8]) throws(InputError) -> Int {
        let file = file
        let result = unsafe bytes.withUnsafeMutableBytes { buffer -> Result<Int, InputError> in
            do throws(InputError) { return .success(unsafe try file.read(into: buffer)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        let first = min(peeked.count, buffer.count)
        if first > 0 {
            unsafe buffer.copyBytes(from: peeked[..<first])
            peeked.removeFirst(first)
        }
        return unsafe first + (try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[first...])))
    }

    func pass(_ count: Int) throws(InputError) -> Int {
        let first = min(peeked.count, count)
        peeked.removeFirst(first)
        if let passed = try file.pass(count - first) { return first + passed }
        return try first + readOver(count - first)
    }

    /// Goes on at an offset of the file.
    func seek(to offset: Int) throws(InputError) {
        peeked = []
        try file.seek(to: offset)
    }
}

/// Compressed bytes as they are read from the file.
@safe
private struct CompressedInput {
    let bytes: UnsafeMutableRawBufferPointer
    var filled = 0
    var taken = 0
    var isAtEnd = false

    static let capacity = 256 * 1_024

    init() {
        unsafe bytes = .allocate(byteCount: CompressedInput.capacity, alignment: 64)
    }

    /// Reads on if all that was read has been taken.
    mutating func refill(_ raw: PeekableFile) throws(InputError) {
        guard taken == filled, !isAtEnd else { return }
        filled = unsafe try raw.read(into: bytes)
        taken = 0
        isAtEnd = filled < CompressedInput.capacity
    }

    /// Forgets what was read, because the file is read from another place on.
    mutating func forget() {
        filled = 0
        taken = 0
        isAtEnd = false
    }
}

@safe
private final class ZstdSource: ByteSource {
    private let raw: PeekableFile
    private let name: String
    private let stream: OpaquePointer
    private var input = CompressedInput()
    /// Whether the bytes taken so far end where a frame ends.
    private var isAtFrameEnd = true
    /// Where its frames are; nil = that is not known.
    private let table: FrameTable?
    /// Bytes of text that were given or passed over.
    private var offset = 0

    init(_ raw: PeekableFile, name: String, table: FrameTable?) throws(InputError) {
        self.raw = raw
        self.name = name
        self.table = table
        guard let stream = unsafe ZSTD_createDStream() else {
            throw InputError(.cannotRead, "\(name): no memory for decompression.")
        }
        unsafe self.stream = stream
        // A window of 128 MiB at most, whatever the file asks for.
        _ = unsafe ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27)
    }

    deinit {
        unsafe ZSTD_freeDStream(stream)
        unsafe input.bytes.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        var output = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
        while unsafe output.pos < output.size {
            try input.refill(raw)
            if input.taken == input.filled {
                guard isAtFrameEnd else {
                    throw InputError(
                        .truncatedCompression,
                        "\(name) ends in the middle of a zstd frame: it was not copied whole. Fetch it again.")
                }
                break
            }
            var source = unsafe ZSTD_inBuffer(src: input.bytes.baseAddress, size: input.filled, pos: input.taken)
            let result = unsafe ZSTD_decompressStream(stream, &output, &source)
            if ZSTD_isError(result) != 0 {
                let reason = unsafe String(cString: ZSTD_getErrorName(result))
                throw InputError(.damagedCompression, "\(name) is a damaged zstd file (\(reason)). Fetch it again.")
            }
            unsafe input.taken = source.pos
            isAtFrameEnd = result == 0
        }
        unsafe offset += output.pos
        return unsafe output.pos
    }

    func pass(_ count: Int) throws(InputError) -> Int {
        guard let table else { return try readOver(count) }
        let frame = table.frame(at: offset + count)
        let jumped = max(table.textOffsets[frame] - offset, 0)
        if jumped > 0 {
            try raw.seek(to: table.fileOffsets[frame])
            input.forget()
            isAtFrameEnd = true
            _ = unsafe ZSTD_DCtx_reset(stream, ZSTD_reset_session_only)
            offset += jumped
        }
        return try jumped + readOver(count - jumped)
    }
}

@safe
private final class GzipSource: ByteSource {
    private let raw: PeekableFile
    private let name: String
    private var stream = unsafe z_stream()
    private var input = CompressedInput()
    private var isAtMemberEnd = true

    /// Window of 32 KiB, gzip header and trailer.
    private static let windowBits: Int32 = 15 + 16

    init(_ raw: PeekableFile, name: String) throws(InputError) {
        self.raw = raw
        self.name = name
        let result = unsafe inflateInit2_(
            &stream, GzipSource.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw InputError(.cannotRead, "\(name): no memory for decompression.") }
    }

    deinit {
        unsafe inflateEnd(&stream)
        unsafe input.bytes.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        var filled = 0
        while filled < buffer.count {
            try input.refill(raw)
            if input.taken == input.filled {
                guard isAtMemberEnd else {
                    throw InputError(
                        .truncatedCompression,
                        "\(name) ends in the middle of a gzip member: it was not copied whole. Fetch it again.")
                }
                break
            }
            let room = min(buffer.count - filled, 1 << 30)
            unsafe stream.next_in = (input.bytes.baseAddress! + input.taken).assumingMemoryBound(to: UInt8.self)
            unsafe stream.avail_in = UInt32(input.filled - input.taken)
            unsafe stream.next_out = (buffer.baseAddress! + filled).assumingMemoryBound(to: UInt8.self)
            unsafe stream.avail_out = UInt32(room)
            let result = unsafe inflate(&stream, Z_NO_FLUSH)
            unsafe input.taken = input.filled - Int(stream.avail_in)
            filled += unsafe room - Int(stream.avail_out)
            switch result {
            case Z_OK, Z_BUF_ERROR: isAtMemberEnd = false
            case Z_STREAM_END:
                isAtMemberEnd = true
                unsafe inflateReset(&stream)
            default:
                throw InputError(.damagedCompression, "\(name) is a damaged gzip file. Fetch it again.")
            }
        }
        return filled
    }
}
