import Files

@testable import CallRecords

// The fuzzer compiles this file together with the sources of the chunk reader (Tests/Fuzz).
#if !FUZZ
    @testable import Ingest
#endif

/// Reads a text in every way there is, and says where two ways differ or a promise is broken.
///
/// The fast way against the exact one; the text as a whole against the text cut into chunks. Every record is a call or a
/// reject; every field lies in the buffer; lines, offsets and the bytes of rejects are those of the text.
struct ParserComparison {
    let layout: BoundLayout
    let text: [UInt8]
    /// Reused from text to text: making one takes longer than reading a short text.
    let buffer: ChunkBuffer

    static let textBytesMax = 1 << 16

    /// A call or a reject, with its line and offset in the text; fields as their bytes.
    enum Entry: Equatable {
        case call(line: Int, offset: Int, texts: [[UInt8]], numbers: [Int64])
        case reject(Reject)
    }

    /// What one way made of the text.
    struct Reading {
        /// In the order of the text.
        var entries: [Entry] = []
        var recordCount = 0
        var lineCount = 0
        var faults: [String] = []
    }

    /// Everything that is wrong, nothing if all is well.
    ///
    /// - Parameter cuts: bytes after which a chunk should end, one after the other; the last is used again.
    func faults(cuts: [Int]) -> [String] {
        var fast = Reading()
        read(0..<text.count, exactly: false, into: &fast)
        var exact = Reading()
        read(0..<text.count, exactly: true, into: &exact)
        var faults = fast.faults + exact.faults
        faults += differences(fast, exact, "fast", "exact")
        faults += differences(fast, parts(cuts: cuts), "whole", "cut")
        let feeds = text.count { $0 == 0x0A }
        let lines = text.isEmpty || text.last == 0x0A ? feeds : feeds + 1
        if fast.lineCount != lines { faults.append("\(fast.lineCount) lines read of \(lines)") }
        return faults
    }

    /// The text in chunks, each as long as it can be below its cut, as the chunk reader makes them.
    private func parts(cuts: [Int]) -> Reading {
        var reading = Reading()
        var start = 0
        var number = 0
        while start < text.count {
            var size = max(1, cuts[min(number, cuts.count - 1)])
            var end = text.count
            while start + size < text.count {
                let rest = Array(text[start..<start + size])
                let found = ends(rest)
                if found > 0 {
                    end = start + found
                    break
                }
                size *= 2
            }
            read(start..<end, exactly: false, into: &reading)
            start = end
            number += 1
        }
        return reading
    }

    /// Offset behind the last record that is known to end in `bytes`.
    private func ends(_ bytes: [UInt8]) -> Int {
        var bytes = bytes
        // The mutable base is only read; 64 bytes behind the text are looked at.
        bytes += [UInt8](repeating: 0x22, count: 64)
        return unsafe bytes.withUnsafeMutableBytes {
            unsafe RecordBoundary.lastEnd($0.baseAddress!, count: $0.count - 64, layout: layout)
        }
    }

    private func read(_ range: Range<Int>, exactly: Bool, into reading: inout Reading) {
        precondition(range.count < ParserComparison.textBytesMax && buffer.capacity >= ParserComparison.textBytesMax)
        let bytes = text[range]
        unsafe buffer.base.copyMemory(from: Array(bytes), byteCount: range.count)
        var count = range.count
        if let last = bytes.last, last != 0x0A {
            unsafe buffer.base.storeBytes(of: 0x0A, toByteOffset: count, as: UInt8.self)
            count += 1
        }
        // What an earlier text left behind this one must not matter.
        for offset in count..<min(count + 64, buffer.capacity) {
            unsafe buffer.base.storeBytes(of: UInt8(0x22), toByteOffset: offset, as: UInt8.self)
        }
        let chunk = Chunk(
            number: 0, byteOffset: range.lowerBound, byteCount: range.count, textCount: count, buffer: buffer)
        var parser = CallParser(layout: layout, chunk: chunk, readsExactly: exactly)
        var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
        var found: [Int: Entry] = [:]
        while true {
            let number = unsafe batch.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
            if number == 0 { break }
            for record in batch[..<number] {
                let entry = entry(record, chunk, firstLine: reading.lineCount, &reading.faults)
                if found.updateValue(entry, forKey: Int(record.ordinal)) != nil {
                    reading.faults.append("ordinal \(record.ordinal) twice")
                }
            }
        }
        for reject in parser.rejects {
            var placed = reject.located(firstLine: reading.lineCount, byteOffset: range.lowerBound)
            let end = placed.byteOffset + placed.text.count
            if end > text.count || placed.text != Array(text[placed.byteOffset..<end]) {
                reading.faults.append("the reject at \(placed.byteOffset) has other bytes than the text")
            }
            placed.ordinal += reading.recordCount
            if found.updateValue(.reject(placed), forKey: reject.ordinal) != nil {
                reading.faults.append("ordinal \(reject.ordinal) twice")
            }
        }
        if found.count != parser.recordCount || found.keys.contains(where: { $0 >= parser.recordCount }) {
            reading.faults.append("\(parser.recordCount) records, of which \(found.count) are calls or rejects")
        }
        reading.entries += found.sorted { $0.key < $1.key }.map(\.value)
        reading.recordCount += parser.recordCount
        reading.lineCount += parser.lineCount
    }

    private func entry(_ record: CallRecord, _ chunk: Chunk, firstLine: Int, _ faults: inout [String]) -> Entry {
        let scratchEnd = buffer.numbersOffset + ChunkBuffer.numbersCapacity
        var texts: [[UInt8]] = []
        for range in [
            record.callID, record.leg, record.customer, record.supplier, record.calling, record.called, record.record,
        ] {
            let end = Int(range.offset) + Int(range.count)
            guard end <= chunk.textCount || (Int(range.offset) >= buffer.scratchOffset && end <= scratchEnd) else {
                faults.append("a field from \(range.offset) to \(end) lies outside")
                texts.append([])
                continue
            }
            texts.append(buffer.bytes(range))
        }
        if record.called.isEmpty || !texts[5].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            faults.append("called is \(texts[5])")
        }
        if record.durationNanos < 0 || record.durationNanos > 2_147_483_647_000_000_000 {
            faults.append("duration is \(record.durationNanos)")
        }
        return .call(
            line: firstLine + Int(record.line), offset: chunk.byteOffset + Int(record.record.offset), texts: texts,
            numbers: [
                record.startMicros, record.durationNanos, record.calledNumber, record.callingNumber,
                record.routingNumber, Int64(record.sipCode),
            ])
    }

    private func differences(_ left: Reading, _ right: Reading, _ leftName: String, _ rightName: String) -> [String] {
        var faults: [String] = []
        if left.recordCount != right.recordCount {
            faults.append("\(leftName): \(left.recordCount) records, \(rightName): \(right.recordCount)")
        }
        if left.lineCount != right.lineCount {
            faults.append("\(leftName): \(left.lineCount) lines, \(rightName): \(right.lineCount)")
        }
        for (one, other) in zip(left.entries, right.entries) where one != other {
            faults.append("\(leftName): \(one)\n\(rightName): \(other)")
            break
        }
        return faults
    }
}
