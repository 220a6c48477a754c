internal import CKernels
internal import CallRecords
internal import Rating

/// Writes rated calls as `didtron rate` hands them out.
///
/// Columns: `call_id, sell_prefix, sell_destination, sell_billed_s, sell_amount_micros, buy_prefix, buy_billed_s,
/// buy_amount_micros`; the prefix and destination of a side without a rate are empty. In PostgreSQL's binary COPY format
/// the same columns are text, text, text, int4, int8, text, int4, int8.
struct RatedRowEncoder: Sendable {
    /// Destination names by the tariff's index: as CSV fields, and as they are.
    private let csvNames: NameBlock
    private let plainNames: NameBlock

    static let csvHeader =
        "call_id,sell_prefix,sell_destination,sell_billed_s,sell_amount_micros,buy_prefix,buy_billed_s,buy_amount_micros\n"
    /// Signature, flags and length of the header extension.
    static let copyHeader: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    static let copyTrailer: [UInt8] = [0xFF, 0xFF]

    /// Room for everything in a row but the call id and the destination: in CSV 8 separators, 4 numbers of up to 19 digits
    /// and 2 prefixes; and what is copied past an end.
    private static let restBytesMax = 192

    init(destinations: [[UInt8]]) {
        plainNames = NameBlock(destinations)
        csvNames = NameBlock(
            destinations.map { name in
                let buffer = OutputBuffer(capacity: 64)
                buffer.append(csvField: name)
                return unsafe buffer.withBytes { unsafe [UInt8]($0) }
            })
    }

    func csv(
        _ records: UnsafeBufferPointer<CallRecord>, _ calls: UnsafePointer<RatedCall>, buffer: ChunkBuffer,
        into output: OutputBuffer
    ) {
        let base = unsafe UnsafeRawPointer(buffer.base)
        unsafe csvNames.prefetch(calls, count: records.count)
        for index in 0..<records.count {
            // In bounds: there is a rated call for each record.
            let record = unsafe records[index]
            let call = unsafe calls[index]
            let idCount = Int(record.callID.count)
            let isInText = Int(record.callID.offset) < buffer.capacity
            // Only a field that was quoted can hold a delimiter, a quote or a line end.
            if !isInText { output.append(csvField: buffer.bytes(record.callID)) }
            output.append(atMost: idCount + csvNames.countMax + RatedRowEncoder.restBytesMax) { cursor in
                if isInText { unsafe cursor.put(base + Int(record.callID.offset), paddedCount: idCount) }
                cursor.put(0x2C)
                unsafe cursor.put(base + Int(record.called.offset), paddedCount: Int(call.sell.prefixCount))
                cursor.put(0x2C)
                csvNames.put(Int(call.sell.destination), to: &cursor)
                cursor.put(0x2C)
                cursor.put(decimal: Int64(call.sell.billedSeconds))
                cursor.put(0x2C)
                cursor.put(decimal: call.sell.amountMicros)
                cursor.put(0x2C)
                unsafe cursor.put(base + Int(record.called.offset), paddedCount: Int(call.buy.prefixCount))
                cursor.put(0x2C)
                cursor.put(decimal: Int64(call.buy.billedSeconds))
                cursor.put(0x2C)
                cursor.put(decimal: call.buy.amountMicros)
                cursor.put(0x0A)
            }
        }
    }

    func copy(
        _ records: UnsafeBufferPointer<CallRecord>, _ calls: UnsafePointer<RatedCall>, buffer: ChunkBuffer,
        into output: OutputBuffer
    ) {
        let base = unsafe UnsafeRawPointer(buffer.base)
        unsafe plainNames.prefetch(calls, count: records.count)
        for index in 0..<records.count {
            // In bounds: there is a rated call for each record.
            let record = unsafe records[index]
            let call = unsafe calls[index]
            let idCount = Int(record.callID.count)
            let prefix = unsafe base + Int(record.called.offset)
            output.append(atMost: idCount + plainNames.countMax + RatedRowEncoder.restBytesMax) { cursor in
                cursor.put(bigEndian: Int16(8))
                cursor.put(bigEndian: Int32(idCount))
                unsafe cursor.put(base + Int(record.callID.offset), paddedCount: idCount)
                cursor.put(bigEndian: Int32(call.sell.prefixCount))
                unsafe cursor.put(prefix, paddedCount: Int(call.sell.prefixCount))
                cursor.put(bigEndian: Int32(plainNames.count(Int(call.sell.destination))))
                plainNames.put(Int(call.sell.destination), to: &cursor)
                RatedRowEncoder.copyAmount(call.sell, to: &cursor)
                cursor.put(bigEndian: Int32(call.buy.prefixCount))
                unsafe cursor.put(prefix, paddedCount: Int(call.buy.prefixCount))
                RatedRowEncoder.copyAmount(call.buy, to: &cursor)
            }
        }
    }

    @inline(__always)
    private static func copyAmount(_ side: RatedSide, to cursor: inout OutputBuffer.Cursor) {
        cursor.put(bigEndian: Int32(4))
        cursor.put(bigEndian: side.billedSeconds)
        cursor.put(bigEndian: Int32(8))
        cursor.put(bigEndian: side.amountMicros)
    }
}

/// Names behind one another in memory, each padded so that it can be copied 16 bytes at a time.
@safe
private final class NameBlock: @unchecked Sendable {
    // Sendable: written by the initialiser only.

    private let names: UnsafeMutableRawPointer
    /// Offset and length of each name.
    private let places: UnsafeMutablePointer<(offset: UInt32, count: UInt32)>
    private let total: Int
    /// Length of the longest name.
    let countMax: Int

    init(_ list: [[UInt8]]) {
        total = list.count
        countMax = list.reduce(0) { max($0, $1.count) }
        let bytes = list.reduce(16) { $0 + $1.count + 16 }
        precondition(bytes < Int(UInt32.max))
        unsafe names = .allocate(byteCount: bytes, alignment: 64)
        unsafe names.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        unsafe places = .allocate(capacity: max(1, list.count))
        var offset = 0
        for (index, name) in list.enumerated() {
            unsafe (names + offset).copyMemory(from: name, byteCount: name.count)
            unsafe (places + index).initialize(to: (UInt32(offset), UInt32(name.count)))
            offset += name.count + 16
        }
    }

    deinit {
        unsafe names.deallocate()
        unsafe places.deallocate()
    }

    /// Asks for the names of a batch of calls, which lie anywhere in the memory.
    func prefetch(_ calls: UnsafePointer<RatedCall>, count: Int) {
        for index in 0..<count { unsafe ck_prefetch(places + Int(max(0, calls[index].sell.destination))) }
        for index in 0..<count {
            let destination = unsafe Int(calls[index].sell.destination)
            if destination >= 0, destination < total { unsafe ck_prefetch(names + Int(places[destination].offset)) }
        }
    }

    /// Length of a name; 0 for an index below zero.
    @inline(__always)
    func count(_ index: Int) -> Int {
        precondition(index < total)
        return index < 0 ? 0 : unsafe Int(places[index].count)
    }

    /// Puts a name; nothing for an index below zero.
    @inline(__always)
    func put(_ index: Int, to cursor: inout OutputBuffer.Cursor) {
        precondition(index < total)
        guard index >= 0 else { return }
        // In bounds: each name is followed by 16 bytes of its own.
        let place = unsafe places[index]
        unsafe cursor.put(names + Int(place.offset), paddedCount: Int(place.count))
    }
}
