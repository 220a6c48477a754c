internal import CallRecords
internal import Postgres
internal import Rating

/// One row of `suspense`: a side of a call without a price.
struct SuspenseRow: Equatable {
    var ordinal: Int32
    var side: Side
    var startMicros: Int64
    /// As `suspense_reason_is_known` has it.
    var reason: String
    /// How the record names the partner of this side.
    var account: [UInt8]
    var called: [UInt8]
    var durationNanos: Int64

    static let ambiguousLeg = "ambiguous_leg"

    static let copyStatement = """
        COPY suspense (chunk_id, ordinal, side, entity_id, start_at, reason, account_value, called, duration_ns) \
        FROM STDIN (FORMAT binary)
        """

    func write(chunkID: Int32, entityID: Int16, _ buffer: inout CopyBuffer, to writer: CopyWriter) throws {
        let account = CallNumber.storable(account)
        try buffer.row(columns: 9, bytesMax: 9 * 12 + 64 + account.count + called.count, to: writer) { row in
            row.int4(chunkID)
            row.int4(ordinal)
            row.bytes(Array(side.name.utf8))
            row.int2(entityID)
            row.timestamp(startMicros)
            row.bytes(Array(reason.utf8))
            row.bytes(account)
            row.bytes(called)
            row.int8(durationNanos)
        }
    }
}

extension SuspenseRow {
    init(_ call: PendingCall, _ side: Side, reason: String, _ record: CallRecord, _ buffer: ChunkBuffer) {
        self.init(
            ordinal: call.ordinal, side: side, startMicros: call.startMicros, reason: reason,
            account: buffer.bytes(side == .sell ? record.customer : record.supplier),
            called: buffer.bytes(record.called), durationNanos: call.durationNanos)
    }
}
