import CallRecords
import Testing

@testable import Files

/// Bytes in memory, handed out in pieces of a size that fits nothing.
private final class MemorySource: ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        let count = min(buffer.count, rest.count)
        unsafe buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}

private struct Parsed: Equatable {
    var records: [String] = []
    var rejects: [Reject] = []
    var lines = 0
}

private func parse(_ chunk: Chunk, _ layout: BoundLayout, into parsed: inout Parsed) {
    var parser = CallParser(layout: layout, chunk: chunk)
    var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
    while true {
        let count = unsafe batch.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
        if count == 0 { break }
        for record in batch[..<count] {
            let ids = [record.callID, record.called, record.record].map { chunk.buffer.string($0) }
            parsed.records.append("\(parsed.lines + Int(record.line)) \(ids) \(record.durationNanos)")
        }
    }
    for var reject in parser.rejects {
        reject = reject.located(firstLine: parsed.lines, byteOffset: chunk.byteOffset)
        reject.ordinal = 0
        parsed.rejects.append(reject)
    }
    parsed.lines += parser.lineCount
}

private let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s\n"

/// Rows good and bad, with quotes closed, open and misused, in fields that span lines.
private func text(seed: UInt64, bytes: Int) -> [UInt8] {
    var state = seed
    func random(_ bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % bound
    }
    var text = header
    while text.utf8.count < bytes {
        let id: String
        switch random(12) {
        case 0: id = "\"a,\(random(1_000))\n\nb\""
        case 1: id = "\"say \"\"hello\"\" \(random(1_000))\""
        case 2: id = random(20) == 0 ? "\"open \(random(1_000))" : "plain"
        case 3: id = "mis\"used"
        case 4: id = "\"closed\" early"
        case 5: id = String(repeating: "x", count: Int(random(200)))
        default: id = "id-\(random(1_000_000))"
        }
        let called = random(10) == 0 ? "12x" : "44\(random(1_000_000))"
        let end = random(5) == 0 ? "\r\n" : random(30) == 0 ? "\n\n" : "\n"
        text += "\(id),c,s,1,\(called),2025-06-01T00:00:00Z,\(random(100))\(end)"
    }
    return Array(text.utf8)
}

@Suite struct ChunkReaderTests {
    @Test(arguments: 1...6) func `chunks give the records of the whole text`(seed: Int) throws {
        var bytes = text(seed: UInt64(seed), bytes: 700_000)
        if seed % 2 == 0 { bytes.removeLast() }
        var layout = CallLayout.canonical
        if seed % 3 == 0 { layout.quoting = .lenient }
        let bound = try layout.bound(to: bytes) { _ in .utc }
        var whole = Parsed()
        parse(Chunk(text: Array(bytes[bound.headerBytes...]), byteOffset: bound.headerBytes), bound, into: &whole)

        let reader = ChunkReader(source: MemorySource(bytes), chunkBytes: 1 << 17)
        #expect(try reader.sample() == Array(bytes.prefix(65_536)))
        reader.begin(bound)
        let buffer = ChunkBuffer(capacity: reader.bufferCapacity)
        var parts = Parsed()
        var chunks: [Chunk] = []
        while let chunk = try reader.next(into: buffer) {
            #expect(chunk.number == chunks.count)
            #expect(chunk.byteOffset == (chunks.last.map { $0.byteOffset + $0.byteCount } ?? bound.headerBytes))
            parse(chunk, bound, into: &parts)
            chunks.append(chunk)
        }
        #expect(chunks.count > 4)
        #expect(chunks.last.map { $0.byteOffset + $0.byteCount } == bytes.count)
        #expect(parts == whole, "seed \(seed)")

        // Going on behind the second chunk gives the third.
        let resumed = ChunkReader(source: MemorySource(bytes), chunkBytes: 1 << 17)
        _ = try resumed.sample()
        resumed.begin(bound)
        try resumed.skip(to: chunks[2].byteOffset, nextNumber: 2)
        let third = try #require(try resumed.next(into: buffer))
        #expect((third.number, third.byteOffset, third.byteCount) == (2, chunks[2].byteOffset, chunks[2].byteCount))
    }

    @Test func `a line longer than a chunk is one reject, and what follows is read`() throws {
        let good = "a,c,s,1,44,2025-06-01T00:00:00Z,1\n"
        let bytes = Array((header + good + String(repeating: "9", count: 3_000_000) + "\n" + good).utf8)
        let bound = try CallLayout.canonical.bound(to: bytes) { _ in .utc }
        let reader = ChunkReader(source: MemorySource(bytes), chunkBytes: 1 << 17)
        _ = try reader.sample()
        reader.begin(bound)
        let buffer = ChunkBuffer(capacity: reader.bufferCapacity)
        var parsed = Parsed()
        while let chunk = try reader.next(into: buffer) { parse(chunk, bound, into: &parsed) }
        #expect(parsed.records.count == 2)
        #expect(parsed.lines == 3)
        #expect(parsed.rejects.map(\.line) == [1])
        #expect(parsed.rejects.map(\.recordBytes) == [3_000_001])
        #expect(parsed.rejects.map(\.byteOffset) == [header.utf8.count + good.utf8.count])
    }
}
