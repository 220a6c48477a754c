package import CallRecords
internal import Postgres
package import Rating
internal import Vocabulary

/// One row of `suspense`: a side of a call without a price.
package struct SuspenseRow: Equatable {
    package var ordinal: Int32
    var side: Side
    package var startMicros: Int64
    /// As `suspense_reason_is_known` has it.
    package var reason: String
    /// How the record names the partner of this side.
    var account: [UInt8]
    package var called: [UInt8]
    package var durationNanos: Int64

    package init(
        ordinal: Int32, side: Side, startMicros: Int64, reason: String, account: [UInt8], called: [UInt8],
        durationNanos: Int64
    ) {
        self.ordinal = ordinal
        self.side = side
        self.startMicros = startMicros
        self.reason = reason
        self.account = account
        self.called = called
        self.durationNanos = durationNanos
    }

    package static let ambiguousLeg = "ambiguous_leg"

    static let copyStatement = """
        COPY suspense (chunk_id, ordinal, side, entity_id, start_at, reason, account_value, called, duration_ns) \
        FROM STDIN (FORMAT binary)
        """

    func write(chunkID: ChunkID, entityID: Int16, _ buffer: inout CopyBuffer, to writer: CopyWriter) throws {
        let account = CallNumber.storable(account)
        try buffer.row(columns: 9, bytesMax: 9 * 12 + 64 + account.count + called.count, to: writer) { row in
            row.int4(chunkID.rawValue)
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
    package init(_ call: PendingCall, _ side: Side, reason: String, _ record: CallRecord, _ buffer: ChunkBuffer) {
        self.init(
            ordinal: call.ordinal, side: side, startMicros: call.startMicros, reason: reason,
            account: buffer.bytes(side == .sell ? record.customer : record.supplier),
            called: buffer.bytes(record.called), durationNanos: call.durationNanos)
    }
}
