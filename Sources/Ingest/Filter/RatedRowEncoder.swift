internal import CallRecords
internal import Rating

/// Writes rated calls as `didtron rate` hands them out.
///
/// Columns: `call_id, sell_prefix, sell_destination, sell_billed_s, sell_amount_micros, buy_prefix, buy_billed_s,
/// buy_amount_micros`; the prefix and destination of a side without a rate are empty. In PostgreSQL's binary COPY format
/// the same columns are text, text, text, int4, int8, text, int4, int8.
struct RatedRowEncoder {
    let tariff: Tariff
    /// Destination names by the tariff's index, as they are and as CSV fields.
    let destinations: [[UInt8]]
    private let csvDestinations: [[UInt8]]

    static let csvHeader =
        "call_id,sell_prefix,sell_destination,sell_billed_s,sell_amount_micros,buy_prefix,buy_billed_s,buy_amount_micros\n"
    /// Signature, flags and length of the header extension.
    static let copyHeader: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    static let copyTrailer: [UInt8] = [0xFF, 0xFF]

    init(tariff: Tariff, destinations: [[UInt8]]) {
        self.tariff = tariff
        self.destinations = destinations
        csvDestinations = destinations.map { name in
            let buffer = OutputBuffer(capacity: 64)
            buffer.append(csvField: name)
            return unsafe buffer.withBytes { unsafe [UInt8]($0) }
        }
    }

    @inline(__always)
    func csv(_ record: CallRecord, _ call: RatedCall, buffer: ChunkBuffer, into output: OutputBuffer) {
        output.reserve(Int(record.callID.count) + 160)
        if Int(record.callID.offset) < buffer.capacity {
            // A field of the text proper holds neither delimiter nor quote nor line end.
            unsafe output.put(buffer.base + Int(record.callID.offset), count: Int(record.callID.count))
        } else {
            output.append(csvField: buffer.bytes(record.callID))
            output.reserve(160)
        }
        output.put(0x2C)
        prefix(call.sell, record, buffer, output)
        output.put(0x2C)
        if call.sell.rate >= 0 {
            let name = csvDestinations[Int(tariff.destination(call.sell.rate))]
            output.reserve(name.count + 120)
            unsafe name.withUnsafeBytes { name in
                if let start = name.baseAddress { unsafe output.put(start, count: name.count) }
            }
        }
        output.put(0x2C)
        output.put(decimal: Int64(call.sell.billedSeconds))
        output.put(0x2C)
        output.put(decimal: call.sell.amountMicros)
        output.put(0x2C)
        prefix(call.buy, record, buffer, output)
        output.put(0x2C)
        output.put(decimal: Int64(call.buy.billedSeconds))
        output.put(0x2C)
        output.put(decimal: call.buy.amountMicros)
        output.put(0x0A)
    }

    @inline(__always)
    private func prefix(_ side: RatedSide, _ record: CallRecord, _ buffer: ChunkBuffer, _ output: OutputBuffer) {
        guard side.rate >= 0 else { return }
        unsafe output.put(buffer.base + Int(record.called.offset), count: tariff.prefixCount(side.rate))
    }

    func copy(_ record: CallRecord, _ call: RatedCall, buffer: ChunkBuffer, into output: OutputBuffer) {
        let destination = call.sell.rate >= 0 ? destinations[Int(tariff.destination(call.sell.rate))] : []
        output.reserve(Int(record.callID.count) + destination.count + 160)
        output.put(bigEndian: Int16(8))
        output.put(bigEndian: Int32(record.callID.count))
        unsafe output.put(buffer.base + Int(record.callID.offset), count: Int(record.callID.count))
        copyPrefix(call.sell, record, buffer, output)
        output.put(bigEndian: Int32(destination.count))
        output.append(destination)
        copyAmount(call.sell, output)
        copyPrefix(call.buy, record, buffer, output)
        copyAmount(call.buy, output)
    }

    private func copyPrefix(_ side: RatedSide, _ record: CallRecord, _ buffer: ChunkBuffer, _ output: OutputBuffer) {
        output.put(bigEndian: side.rate >= 0 ? Int32(tariff.prefixCount(side.rate)) : 0)
        prefix(side, record, buffer, output)
    }

    private func copyAmount(_ side: RatedSide, _ output: OutputBuffer) {
        output.put(bigEndian: Int32(4))
        output.put(bigEndian: side.billedSeconds)
        output.put(bigEndian: Int32(8))
        output.put(bigEndian: side.amountMicros)
    }
}
