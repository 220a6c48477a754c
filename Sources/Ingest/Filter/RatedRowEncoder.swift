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

    /// - Parameter textIsPlain: whether a field that lies in the text and was not quoted needs no quotes in CSV, either.
    func csv(
        _ records: UnsafeBufferPointer<CallRecord>, _ calls: UnsafePointer<RatedCall>, buffer: ChunkBuffer,
        textIsPlain: Bool, into output: OutputBuffer
    ) {
        let base = unsafe UnsafeRawPointer(buffer.base)
        unsafe csvNames.prefetch(calls, count: records.count)
        let room =
            unsafe RatedRowEncoder.idBytes(records) * 2 + records.count
            * (csvNames.countMax + RatedRowEncoder.restBytesMax)
        output.append(atMost: room) { cursor in
            for index in 0..<records.count {
                // In bounds: there is a rated call for each record.
                let record = unsafe records.baseAddress! + index
                let call = unsafe calls + index
                let id = unsafe base + Int(record.pointee.callID.offset)
                let idCount = unsafe Int(record.pointee.callID.count)
                // The byte before the field exists, or is padding.
                let isPlain =
                    unsafe textIsPlain && Int(record.pointee.callID.offset) < buffer.capacity
                    && id.load(fromByteOffset: -1, as: UInt8.self) != 0x22
                if isPlain {
                    unsafe cursor.put(id, paddedCount: idCount)
                } else {
                    unsafe cursor.put(csvField: UnsafeRawBufferPointer(start: id, count: idCount))
                }
                cursor.put(0x2C)
                let prefix = unsafe base + Int(record.pointee.called.offset)
                unsafe cursor.put(prefix, paddedCount: Int(call.pointee.sell.prefixCount))
                cursor.put(0x2C)
                unsafe csvNames.put(Int(call.pointee.sell.destination), to: &cursor)
                cursor.put(0x2C)
                unsafe cursor.put(decimal: Int64(call.pointee.sell.billedSeconds))
                cursor.put(0x2C)
                unsafe cursor.put(decimal: call.pointee.sell.amountMicros)
                cursor.put(0x2C)
                unsafe cursor.put(prefix, paddedCount: Int(call.pointee.buy.prefixCount))
                cursor.put(0x2C)
                unsafe cursor.put(decimal: Int64(call.pointee.buy.billedSeconds))
                cursor.put(0x2C)
                unsafe cursor.put(decimal: call.pointee.buy.amountMicros)
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
        let room =
            unsafe RatedRowEncoder.idBytes(records) + records.count
            * (plainNames.countMax + RatedRowEncoder.restBytesMax)
        output.append(atMost: room) { cursor in
            for index in 0..<records.count {
                // In bounds: there is a rated call for each record.
                let record = unsafe records.baseAddress! + index
                let call = unsafe calls + index
                let idCount = unsafe Int(record.pointee.callID.count)
                let prefix = unsafe base + Int(record.pointee.called.offset)
                cursor.put(bigEndian: Int16(8))
                cursor.put(bigEndian: Int32(truncatingIfNeeded: idCount))
                unsafe cursor.put(base + Int(record.pointee.callID.offset), paddedCount: idCount)
                unsafe cursor.put(bigEndian: Int32(call.pointee.sell.prefixCount))
                unsafe cursor.put(prefix, paddedCount: Int(call.pointee.sell.prefixCount))
                unsafe plainNames.putCounted(Int(call.pointee.sell.destination), to: &cursor)
                unsafe RatedRowEncoder.copyAmount(call.pointee.sell, to: &cursor)
                unsafe cursor.put(bigEndian: Int32(call.pointee.buy.prefixCount))
                unsafe cursor.put(prefix, paddedCount: Int(call.pointee.buy.prefixCount))
                unsafe RatedRowEncoder.copyAmount(call.pointee.buy, to: &cursor)
            }
        }
    }

    /// Bytes of all call ids.
    private static func idBytes(_ records: UnsafeBufferPointer<CallRecord>) -> Int {
        var bytes = 0
        for index in 0..<records.count { unsafe bytes &+= Int(records[index].callID.count) }
        return bytes
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
        unsafe places.initialize(to: (0, 0))
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

    /// Puts a name; nothing for an index below zero.
    @inline(__always)
    func put(_ index: Int, to cursor: inout OutputBuffer.Cursor) {
        precondition(index < total)
        guard index >= 0 else { return }
        // In bounds: each name is followed by 16 bytes of its own.
        let place = unsafe places[index]
        unsafe cursor.put(names + Int(place.offset), paddedCount: Int(place.count))
    }

    /// Puts a name behind its length, 0 for an index below zero.
    @inline(__always)
    func putCounted(_ index: Int, to cursor: inout OutputBuffer.Cursor) {
        precondition(index < total)
        // In bounds: there is one place at least, and what is put of it for an index below zero counts nothing.
        let place = unsafe places[max(index, 0)]
        let count = index < 0 ? 0 : place.count
        cursor.put(bigEndian: count)
        unsafe cursor.put(names + Int(place.offset), paddedCount: Int(count))
    }
}
