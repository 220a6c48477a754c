internal import Postgres
internal import Rating
internal import Vocabulary

/// Writes the usage of one chunk as rows of `usage_delta_block`: an array of items, a row for each party, or more than one
/// where a party has many items.
///
///     item: day, days since 2000-01-01 << 32 | nanoseconds above whole seconds
///           destination, -1 = none << 32 | rate, -1 = none
///           attempts << 32 | answered
///           whole seconds, billed seconds, micros
struct UsageBlockEncoder {
    var chunkID: ChunkID
    var fileID: CallFileID
    var entityID: Int16

    static let copyStatement = """
        COPY usage_delta_block (chunk_id, file_id, partner_id, claim_from, entity_id, product_id, side, currency, items)
        FROM STDIN (FORMAT binary)
        """
    private static let columns: Int16 = 9
    private static let numbersPerItem = 6
    /// So that two rows fill a page of the server.
    static let itemsMax = 80

    /// What all items of a block have in common.
    struct Head: Equatable {
        var side: Side
        var partnerID: Int32
        var productID: Int16
        /// An ISO 4217 code.
        var currency: [UInt8]
        var claimFrom: Int32?
    }

    /// Writes `items`, of which there is at least one.
    func write(
        _ head: Head, _ items: ArraySlice<UsageAccumulator.Entry>, _ buffer: inout CopyBuffer, to writer: CopyWriter
    ) throws {
        var rest = items
        while !rest.isEmpty {
            try writeRow(head, rest.prefix(UsageBlockEncoder.itemsMax), &buffer, to: writer)
            rest = rest.dropFirst(UsageBlockEncoder.itemsMax)
        }
    }

    private func writeRow(
        _ head: Head, _ items: ArraySlice<UsageAccumulator.Entry>, _ buffer: inout CopyBuffer, to writer: CopyWriter
    ) throws {
        let bytesMax =
            160 + head.currency.count + CopyCursor.arrayHead + 12 * UsageBlockEncoder.numbersPerItem * items.count
        try buffer.row(columns: UsageBlockEncoder.columns, bytesMax: bytesMax, to: writer) { row in
            row.int4(chunkID.rawValue)
            row.int4(fileID.rawValue)
            row.int4(head.partnerID)
            row.int4(head.claimFrom ?? 0, nullIf: head.claimFrom == nil)
            row.int2(entityID)
            row.int2(head.productID)
            row.char(head.side == .sell ? UInt8(ascii: "s") : UInt8(ascii: "b"))
            row.bytes(head.currency)
            row.array(.int8, items, numbersPerItem: UsageBlockEncoder.numbersPerItem) { row, item in
                let duration = item.duration
                row.int8(Int64(item.billingDay - 10_957) << 32 | Int64(duration.restNanos))
                row.int8(packed(max(item.destinationID, -1), max(item.rateID, -1)))
                row.int8(packed(item.attempts, item.answered))
                row.int8(duration.seconds)
                row.int8(item.billedSeconds)
                row.int8(item.micros)
            }
        }
    }

    /// Two numbers as one.
    @inline(__always)
    private func packed(_ high: Int32, _ low: Int32) -> Int64 {
        Int64(high) << 32 | Int64(UInt32(bitPattern: low))
    }
}

extension UsageAccumulator.Entry {
    /// The sum of durations as the database has it: rounded down to seconds, and what is above.
    fileprivate var duration: (seconds: Int64, restNanos: Int32) {
        let (quotient, remainder) = durationNanos.quotientAndRemainder(dividingBy: 1_000_000_000)
        // At most 2^31 calls of 2^31 seconds, which fits.
        return remainder < 0
            ? (Int64(truncatingIfNeeded: quotient - 1), Int32(truncatingIfNeeded: remainder + 1_000_000_000))
            : (Int64(truncatingIfNeeded: quotient), Int32(truncatingIfNeeded: remainder))
    }

    init(_ delta: UsageDelta) {
        self.init(
            side: delta.side, party: -1, rateID: delta.rateID ?? -1, destinationID: delta.destinationID ?? -1,
            billingDay: delta.billingDay, attempts: delta.attempts, answered: delta.answered,
            billedSeconds: delta.billedSeconds, micros: delta.micros, durationNanos: delta.durationNanos)
    }
}
