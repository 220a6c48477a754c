internal import CKernels
package import CallRecords
import Glibc

/// Cuts a file into chunks at record boundaries. One owner at a time: workers take turns under a lock.
package final class ChunkReader {
    private let source: any ByteSource
    private let chunkBytes: Int
    private let usualBytes: Int
    /// Bytes read beyond the last chunk.
    private var carry: [UInt8] = []
    private var isAtEnd = false
    private var nextNumber = 0
    private var nextOffset = 0
    /// Inside a line too long for a buffer, whose beginning was handed out already.
    private var layout: BoundLayout?

    /// - Parameters:
    ///   - chunkBytes: text of a chunk at most; the buffers must be at least `bufferCapacity` large.
    ///   - usualBytes: text of a chunk as long as no record is longer; nil = as much as it may be. A small chunk stays in
    ///     the cache from stage to stage.
    package init(source: any ByteSource, chunkBytes: Int, usualBytes: Int? = nil) {
        precondition(chunkBytes >= 1 << 17 && chunkBytes < 1 << 29)
        self.source = source
        self.chunkBytes = chunkBytes
        self.usualBytes = min(usualBytes ?? chunkBytes, chunkBytes)
    }

    /// Capacity that a buffer must have: the text, and a line feed behind the last line.
    package var bufferCapacity: Int { chunkBytes + 1 }

    /// The beginning of the file, at most 64 KiB, without taking it: what a layout is bound to.
    package func sample() throws(InputError) -> [UInt8] {
        if carry.isEmpty, !isAtEnd {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let source = source
            let result = unsafe bytes.withUnsafeMutableBytes { buffer -> Result<Int, InputError> in
                do throws(InputError) { return .success(unsafe try source.read(into: buffer)) } catch {
                    return .failure(error)
                }
            }
            let count = try result.get()
            isAtEnd = count < bytes.count
            carry = Array(bytes[..<count])
        }
        return carry
    }

    /// Skips the header of `layout`, by whose rules records are told apart from here on. Once, after `sample`.
    package func begin(_ layout: BoundLayout) {
        precondition(nextOffset == 0 && layout.headerBytes <= carry.count)
        self.layout = layout
        carry.removeFirst(layout.headerBytes)
        nextOffset = layout.headerBytes
    }

    /// Goes on behind a chunk that an earlier run has committed. Once, after `begin`.
    package func skip(to byteOffset: Int, nextNumber number: Int) throws(InputError) {
        precondition(nextNumber == 0 && byteOffset >= nextOffset)
        var rest = byteOffset - nextOffset
        let first = min(rest, carry.count)
        carry.removeFirst(first)
        rest -= first
        guard try source.pass(rest) == rest else {
            throw InputError(.cannotRead, "The file is shorter than when its loading began.")
        }
        nextOffset = byteOffset
        nextNumber = number
    }

    /// The next chunk in `buffer`, or nil at the end of the file.
    package func next(into buffer: ChunkBuffer) throws(InputError) -> Chunk? {
        guard let layout else { preconditionFailure("begin(_:) comes first") }
        precondition(buffer.capacity >= bufferCapacity)
        var count = min(carry.count, chunkBytes)
        // In bounds: the buffer holds chunkBytes and one more.
        unsafe buffer.base.copyMemory(from: carry, byteCount: count)
        carry.removeFirst(count)
        var wanted = max(usualBytes, count)
        var end = 0
        while true {
            if count < wanted, !isAtEnd {
                let room = unsafe UnsafeMutableRawBufferPointer(start: buffer.base + count, count: wanted - count)
                let read = unsafe try source.read(into: room)
                isAtEnd = read < room.count
                count += read
            }
            guard count > 0 else { return nil }
            let isLast = isAtEnd && carry.isEmpty
            end = isLast ? count : unsafe RecordBoundary.lastEnd(buffer.base, count: count, layout: layout)
            // A record longer than usual: as much more again, until it is whole.
            if end > 0 || wanted == chunkBytes { break }
            wanted = min(chunkBytes, 4 * wanted)
        }
        if end == 0 { return try oversizedLine(in: buffer, count: count) }
        keep(from: end, of: count, in: buffer)
        let chunk = nextChunk(bytes: end)
        // The last line of a file may lack its line feed.
        if unsafe buffer.base.load(fromByteOffset: end - 1, as: UInt8.self) != 0x0A {
            unsafe buffer.base.storeBytes(of: 0x0A, toByteOffset: end, as: UInt8.self)
            end += 1
        }
        return Chunk(
            number: chunk.number, byteOffset: chunk.offset, byteCount: chunk.bytes, textCount: end, buffer: buffer)
    }

    private func keep(from end: Int, of count: Int, in buffer: ChunkBuffer) {
        let rest = unsafe UnsafeRawBufferPointer(start: buffer.base + end, count: count - end)
        carry.insert(contentsOf: unsafe [UInt8](rest), at: 0)
    }

    private func nextChunk(bytes: Int) -> (number: Int, offset: Int, bytes: Int) {
        defer {
            nextNumber += 1
            nextOffset += bytes
        }
        return (nextNumber, nextOffset, bytes)
    }

    /// A line that fills the buffer without an end: its beginning as a chunk, the rest of it skipped.
    private func oversizedLine(in buffer: ChunkBuffer, count: Int) throws(InputError) -> Chunk {
        var bytes = count
        let kept = min(count, CallParser.recordBytesMax)
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { unsafe scratch.deallocate() }
        var isEnded = false
        while !isEnded {
            if !carry.isEmpty {
                let end = carry.firstIndex(of: 0x0A).map { $0 + 1 }
                isEnded = end != nil
                bytes += end ?? carry.count
                carry.removeFirst(end ?? carry.count)
            } else if isAtEnd {
                isEnded = true
            } else {
                let read = unsafe try source.read(into: scratch)
                isAtEnd = read < scratch.count
                carry = unsafe [UInt8](scratch[..<read])
            }
        }
        let chunk = nextChunk(bytes: bytes)
        return Chunk(
            number: chunk.number, byteOffset: chunk.offset, byteCount: chunk.bytes, textCount: kept,
            isOversizedLine: true, buffer: buffer)
    }
}

/// Where records end.
package enum RecordBoundary {
    /// Offset behind the last record of a text that begins with a record and goes on beyond `count`; 0 where no record is
    /// known to end.
    ///
    /// Without a quote in the text that is behind the last line feed. With quotes the records are walked through, by the
    /// parser's own rules and scan, as far as they do not depend on what follows.
    package static func lastEnd(_ base: UnsafeMutableRawPointer, count: Int, layout: BoundLayout) -> Int {
        let lastFeed = unsafe ck_find_last(base, 0x0A, count).map { unsafe $0 - UnsafeRawPointer(base) + 1 } ?? 0
        guard layout.layout.quoting != .none, unsafe ck_find(base, 0x22, count) != nil else { return lastFeed }
        return unsafe layout.lastRecordEnd(base, count: lastFeed)
    }
}
