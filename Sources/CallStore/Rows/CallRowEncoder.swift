package import Postgres
internal import Rating
internal import Vocabulary

/// Writes rows of `call` in the binary COPY format.
///
/// The plain rows, nearly all, name only the columns that have values: a column that is not named costs the server
/// nothing, one that is sent as NULL about 40 ns a row. Rows that replace another, whose numbers are texts or that state a
/// routing number are written with all columns by a second COPY.
///
/// The plain rows go to the partition of their day: through the table above it the server looks up the partition of each
/// row, which took a quarter of the time more.
package struct CallRowEncoder {
    var chunkID: ChunkID
    var entityID: Int16
    let sellParties: [PartyRows.Row]
    let buyParties: [PartyRows.Row]

    package static let plainNames = """
        start_at, calling, called, duration_ns, sell_micros, buy_micros, key, chunk_id, ordinal, customer_id, supplier_id, \
        sell_rate_id, buy_rate_id, sell_destination_id, buy_destination_id, sell_billed_s, buy_billed_s, sell_billing_on, \
        buy_billing_on, entity_id, sell_product_id, buy_product_id, sip_code, sell_state, buy_state
        """
    /// - Parameter partition: its quoted name, as the database gave it.
    static func plainCopyStatement(partition: String) -> String {
        "COPY \(partition) (\(plainNames)) FROM STDIN (FORMAT binary)"
    }
    static let fullCopyStatement = """
        COPY call (\(plainNames), kind, replaces_on, replaces_chunk_id, replaces_ordinal, calling_text, called_text, \
        sell_claim_from, buy_claim_from, routing_number) \
        FROM STDIN (FORMAT binary)
        """
    private static let plainColumns: Int16 = 25
    private static let fullColumns: Int16 = 34
    /// Lengths of 4 bytes and values of 8, one of them 16.
    private static let plainBytesMax = 25 * 12 + 8

    /// A row of a call that is new and whose numbers are integers.
    @inline(__always)
    package func write(_ call: PendingCall, _ buffer: inout CopyBuffer, to writer: CopyWriter) throws {
        let none = PartyRows.Row(partnerID: 0, productID: 0, currency: 0, zone: 0, rank: 0)
        let sell = call.sell.party < 0 ? none : sellParties[Int(call.sell.party)]
        let buy = call.buy.party < 0 ? none : buyParties[Int(call.buy.party)]
        let hasSell = call.sell.party >= 0
        let hasBuy = call.buy.party >= 0
        try buffer.row(columns: CallRowEncoder.plainColumns, bytesMax: CallRowEncoder.plainBytesMax, to: writer) {
            $0.timestamp(call.startMicros)
            $0.int8(call.calling, nullIf: call.calling < 0)
            $0.int8(call.called, nullIf: call.called < 0)
            $0.int8(call.durationNanos)
            $0.int8(call.sell.micros)
            $0.int8(call.buy.micros)
            $0.uuid(call.key)
            $0.int4(chunkID.rawValue)
            $0.int4(call.ordinal)
            $0.int4(sell.partnerID, nullIf: !hasSell)
            $0.int4(buy.partnerID, nullIf: !hasBuy)
            $0.int4(call.sell.rateID, nullIf: call.sell.rateID < 0)
            $0.int4(call.buy.rateID, nullIf: call.buy.rateID < 0)
            $0.int4(call.sell.destinationID, nullIf: call.sell.destinationID < 0)
            $0.int4(call.buy.destinationID, nullIf: call.buy.destinationID < 0)
            $0.int4(call.sell.billedSeconds)
            $0.int4(call.buy.billedSeconds)
            $0.date(call.sell.billingDay, nullIf: !hasSell)
            $0.date(call.buy.billingDay, nullIf: !hasBuy)
            $0.int2(entityID)
            $0.int2(sell.productID, nullIf: !hasSell)
            $0.int2(buy.productID, nullIf: !hasBuy)
            $0.int2(call.sipCode, nullIf: call.sipCode == 0)
            $0.char(call.sell.state.rawValue)
            $0.char(call.buy.state.rawValue)
        }
    }

    /// Any row.
    static func write(_ row: CallRow, _ buffer: inout CopyBuffer, to writer: CopyWriter) throws {
        let texts = [row.calling, row.called].map(\.text)
        let bytesMax = 34 * 12 + 8 + texts.reduce(0) { $0 + ($1?.count ?? 0) }
        try buffer.row(columns: CallRowEncoder.fullColumns, bytesMax: bytesMax, to: writer) {
            $0.timestamp(row.startMicros)
            $0.int8(row.calling.number ?? 0, nullIf: row.calling.number == nil)
            $0.int8(row.called.number ?? 0, nullIf: row.called.number == nil)
            $0.int8(row.durationNanos)
            $0.int8(row.sell.micros)
            $0.int8(row.buy.micros)
            $0.uuid(row.key)
            $0.int4(row.chunkID.rawValue)
            $0.int4(row.ordinal)
            for id in [
                row.sell.partnerID, row.buy.partnerID, row.sell.rateID, row.buy.rateID, row.sell.destinationID,
                row.buy.destinationID,
            ] {
                $0.int4(id ?? 0, nullIf: id == nil)
            }
            $0.int4(row.sell.billedSeconds)
            $0.int4(row.buy.billedSeconds)
            $0.date(row.sell.billingDay ?? 0, nullIf: row.sell.billingDay == nil)
            $0.date(row.buy.billingDay ?? 0, nullIf: row.buy.billingDay == nil)
            $0.int2(row.entityID)
            $0.int2(row.sell.productID ?? 0, nullIf: row.sell.productID == nil)
            $0.int2(row.buy.productID ?? 0, nullIf: row.buy.productID == nil)
            $0.int2(row.sipCode, nullIf: row.sipCode == 0)
            $0.char(row.sell.state.rawValue)
            $0.char(row.buy.state.rawValue)
            $0.char(row.kind.rawValue)
            $0.date(row.replaces?.day ?? 0, nullIf: row.replaces == nil)
            $0.int4(row.replaces?.chunkID.rawValue ?? 0, nullIf: row.replaces == nil)
            $0.int4(row.replaces?.ordinal ?? 0, nullIf: row.replaces == nil)
            for text in texts {
                if let text { $0.bytes(text) } else { $0.null() }
            }
            $0.int4(row.sell.claimFrom ?? 0, nullIf: row.sell.claimFrom == nil)
            $0.int4(row.buy.claimFrom ?? 0, nullIf: row.buy.claimFrom == nil)
            $0.int8(row.routing ?? 0, nullIf: row.routing == nil)
        }
    }
}

extension CallNumber {
    package var number: Int64? { if case .number(let number) = self { number } else { nil } }
    package var text: [UInt8]? { if case .text(let text) = self { text } else { nil } }
}
