internal import Postgres
internal import RateBook
internal import Vocabulary

/// What one chunk brought, as its row in `chunk` says.
package struct ChunkManifest: Equatable {
    package var number = 0
    package var byteOffset = 0
    package var byteCount = 0
    /// Physical line, from 1.
    package var firstLine = 0
    package var lineCount = 0
    package var rowsRead = 0
    var rated = 0
    var unrated = 0
    package var duplicates = 0
    /// Of `duplicates`: those that say what a later record had superseded.
    package var stale = 0
    /// Of `rated` and `unrated`: those that took the place of a call loaded before.
    var changed = 0
    package var rejected = 0
    package var rejectedBytes = 0
    var ratedNanos: Int128 = 0
    var unratedNanos: Int128 = 0
    package var duplicateNanos: Int128 = 0
    /// Of the calls whose place was taken.
    var reversedNanos: Int128 = 0
    var sellMicros: Int128 = 0
    var buyMicros: Int128 = 0
    /// Calls whose charge and cost are in different currencies.
    package var notCompared: Int32 = 0
    /// Microseconds since 1970 UTC, over the rows of `call`; nil without any.
    package var startMicros: ClosedRange<Int64>?
    /// The same over all records that were parsed, duplicates included.
    package var recordMicros: ClosedRange<Int64>?

    package init() {}

    var calls: Int { rated + unrated }
    var callRows: Int { calls + changed }

    /// Counts a call that is a row.
    package mutating func count(
        isRated: Bool, durationNanos: Int64, sellMicros: Int64, buyMicros: Int64, startMicros: Int64
    ) {
        if isRated {
            rated += 1
            ratedNanos += Int128(durationNanos)
        } else {
            unrated += 1
            unratedNanos += Int128(durationNanos)
        }
        self.sellMicros += Int128(sellMicros)
        self.buyMicros += Int128(buyMicros)
        include(startMicros)
    }

    /// Counts a reversal, which makes the call that follows it a changed one.
    package mutating func count(reversal row: CallRow) {
        changed += 1
        reversedNanos -= Int128(row.durationNanos)
        sellMicros += Int128(row.sell.micros)
        buyMicros += Int128(row.buy.micros)
        include(row.startMicros)
    }

    private mutating func include(_ micros: Int64) {
        startMicros = min(startMicros?.lowerBound ?? micros, micros)...max(startMicros?.upperBound ?? micros, micros)
    }
}

extension ChunkManifest {
    /// Parameters of schema/queries/add_chunk.sql.
    func parameters(
        chunkID: ChunkID, fileID: CallFileID, tariffHash: [UInt8], exchange: ExchangeBasis
    ) -> [String: Value] {
        [
            "chunk_id": .id(chunkID), "file_id": .id(fileID), "number": .int(Int64(number)),
            "tariff_hash": .bytes(tariffHash),
            "byte_offset": .int(Int64(byteOffset)), "byte_count": .int(Int64(byteCount)),
            "first_line": .int(Int64(firstLine)), "line_count": .int(Int64(lineCount)),
            "rows_read": .int(Int64(rowsRead)), "rated": .int(Int64(rated)), "unrated": .int(Int64(unrated)),
            "duplicates": .int(Int64(duplicates)), "stale": .int(Int64(stale)), "changed": .int(Int64(changed)),
            "rejected": .int(Int64(rejected)),
            "rejected_bytes": .int(Int64(rejectedBytes)), "rated_ns": .text("\(ratedNanos)"),
            "unrated_ns": .text("\(unratedNanos)"), "duplicate_ns": .text("\(duplicateNanos)"),
            "reversed_ns": .text("\(reversedNanos)"), "sell_micros": .text("\(sellMicros)"),
            "buy_micros": .text("\(buyMicros)"), "min_start_micros": .optional(startMicros?.lowerBound),
            "max_start_micros": .optional(startMicros?.upperBound),
            "first_record_micros": .optional(recordMicros?.lowerBound),
            "last_record_micros": .optional(recordMicros?.upperBound), "not_compared": .int(Int64(notCompared)),
            "fx_revision": .int(Int64(exchange.revision)), "fx_days_max": .optional(exchange.daysMax),
        ]
    }
}
