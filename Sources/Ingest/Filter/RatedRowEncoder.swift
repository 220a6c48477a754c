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
        let idBytes = unsafe RatedRowEncoder.idBytes(records)
        let room =
            idBytes * 2 + records.count
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
        let idBytes = unsafe RatedRowEncoder.idBytes(records)
        let room =
            idBytes + records.count
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

/// Names in slots of 32 or 64 bytes that lie within one line of the cache each: a byte for the length, then the name.
///
/// A name that does not fit its slot has the length `isLong` there, and is found in a list.
@safe
private final class NameBlock: @unchecked Sendable {
    // Sendable: written by the initialiser only.

    private let slots: UnsafeMutableRawPointer
    private let slotBytes: Int
    private let list: [[UInt8]]
    /// Length of the longest name.
    let countMax: Int
    private static let isLong: UInt8 = 255

    init(_ list: [[UInt8]]) {
        self.list = list
        countMax = list.reduce(0) { max($0, $1.count) }
        slotBytes = countMax < 32 ? 32 : 64
        // One slot more: reading from a slot's second byte on ends in the next one.
        let bytes = (list.count + 2) * slotBytes
        unsafe slots = .allocate(byteCount: bytes, alignment: 64)
        unsafe slots.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        for (index, name) in list.enumerated() {
            let slot = unsafe slots + index * slotBytes
            let fits = name.count < slotBytes
            unsafe slot.storeBytes(of: fits ? UInt8(name.count) : NameBlock.isLong, as: UInt8.self)
            if fits { unsafe (slot + 1).copyMemory(from: name, byteCount: name.count) }
        }
    }

    deinit { unsafe slots.deallocate() }

    /// Asks for the names of a batch of calls, which lie anywhere in the memory.
    @inline(__always)
    func prefetch(_ calls: UnsafePointer<RatedCall>, count: Int) {
        for index in 0..<count { unsafe ck_prefetch(slots + Int(max(0, calls[index].sell.destination)) &* slotBytes) }
    }

    /// Puts a name; nothing for an index below zero.
    @inline(__always)
    func put(_ index: Int, to cursor: inout OutputBuffer.Cursor) {
        precondition(index < list.count)
        // In bounds: there is one slot at least, and what is put of it for an index below zero counts nothing.
        let slot = unsafe slots + max(index, 0) &* slotBytes
        let count = unsafe slot.load(as: UInt8.self)
        if count == NameBlock.isLong { return putLong(index, to: &cursor) }
        unsafe cursor.put(slot + 1, widelyPaddedCount: index < 0 ? 0 : Int(count))
    }

    /// Puts a name behind its length, 0 for an index below zero.
    @inline(__always)
    func putCounted(_ index: Int, to cursor: inout OutputBuffer.Cursor) {
        precondition(index < list.count)
        // In bounds: as above.
        let slot = unsafe slots + max(index, 0) &* slotBytes
        let count = unsafe slot.load(as: UInt8.self)
        if count == NameBlock.isLong {
            cursor.put(bigEndian: UInt32(truncatingIfNeeded: index < 0 ? 0 : list[index].count))
            return putLong(index, to: &cursor)
        }
        cursor.put(bigEndian: index < 0 ? 0 : UInt32(count))
        unsafe cursor.put(slot + 1, widelyPaddedCount: index < 0 ? 0 : Int(count))
    }

    @inline(never)
    private func putLong(_ index: Int, to cursor: inout OutputBuffer.Cursor) {
        if index >= 0 { for byte in list[index] { cursor.put(byte) } }
    }
}
