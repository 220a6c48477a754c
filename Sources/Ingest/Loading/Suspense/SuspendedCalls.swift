internal import CallRecords
internal import Postgres
internal import Rating

/// A side of a stored call that waits for a price.
struct SuspendedSide {
    var chunkID: Int32
    var ordinal: Int32
    var side: Side
    var reason: String
    /// How the record names the partner.
    var account: [UInt8]
    var called: [UInt8]
    var startMicros: Int64

    /// The next sides behind a chunk and ordinal, whole calls only: what the limit may have cut is left for the next time.
    static func read(
        after cursor: (chunk: Int64, ordinal: Int64), before: Int64, switchID: Int16, limit: Int,
        _ connection: Connection
    ) throws -> [SuspendedSide] {
        let rows = try connection.run(
            query: "find_suspense",
            [
                "switch_id": .int(Int64(switchID)), "after_chunk_id": .int(cursor.chunk),
                "after_ordinal": .int(cursor.ordinal), "before_chunk_id": .int(before), "batch": .int(Int64(limit)),
            ])
        var sides = try rows.map { row in
            SuspendedSide(
                chunkID: Int32(truncatingIfNeeded: try row.int("chunk_id")),
                ordinal: Int32(truncatingIfNeeded: try row.int("ordinal")),
                side: try row.string("side") == Side.sell.name ? .sell : .buy, reason: try row.string("reason"),
                account: Array(try row.string("account_value").utf8), called: Array(try row.string("called").utf8),
                startMicros: try row.int("start_micros"))
        }
        if sides.count == limit, let last = sides.last {
            sides.removeAll { $0.chunkID == last.chunkID && $0.ordinal == last.ordinal }
        }
        return sides
    }
}

/// Stored calls with sides in suspense, and what a catalog makes of them.
struct SuspendedCalls {
    /// A call whose outcome is another one now.
    struct Revision {
        var original: CallRow
        var row: CallRow
        fileprivate var sides: [SuspendedSide]
        fileprivate var reasons: [Side: UnratedReason]

        /// The row of `suspense` of a side that still has no price.
        func suspense(_ side: Side, ordinal: Int32) -> SuspenseRow {
            let known = sides.first { $0.side == side }
            return SuspenseRow(
                ordinal: ordinal, side: side, startMicros: row.startMicros,
                reason: reasons[side]?.name ?? known?.reason ?? UnratedReason.unknownAccount.name,
                account: known?.account ?? [], called: row.called.digits, durationNanos: row.durationNanos)
        }
    }

    private(set) var rows: [CallRow]
    private let sides: [CallPlace: [SuspendedSide]]

    private struct CallPlace: Hashable {
        var chunkID: Int32
        var ordinal: Int32
    }

    /// Reads the calls of `sides`, in one query.
    init(_ sides: [SuspendedSide], _ connection: Connection) throws {
        self.sides = Dictionary(grouping: sides) { CallPlace(chunkID: $0.chunkID, ordinal: $0.ordinal) }
        let places = self.sides.keys.sorted { ($0.chunkID, $0.ordinal) < ($1.chunkID, $1.ordinal) }
        guard let first = sides.map(\.startMicros).min(), let last = sides.map(\.startMicros).max() else {
            rows = []
            return
        }
        rows = try connection.run(
            query: "find_calls",
            [
                "chunk_ids": .ints(places.map { Int64($0.chunkID) }),
                "ordinals": .ints(places.map { Int64($0.ordinal) }),
                "from_s": .int(PendingCall.roundedDown(first, by: 1_000_000)),
                "to_s": .int(PendingCall.roundedDown(last, by: 1_000_000) + 1),
            ]
        ).map(CallRow.init)
        guard rows.count == places.count else {
            throw LoadError(
                .inconsistent,
                "Of \(places.count) calls in suspense \(rows.count) are stored; `didtron check` says what is wrong")
        }
    }

    /// The calls that `catalog` rates otherwise than they are stored.
    func revisions(by catalog: CompiledCatalog) -> [Revision] {
        var revisions: [Revision] = []
        var start = 0
        while start < rows.count {
            let batch = rows[start..<min(start + CallParser.batchSize, rows.count)]
            revisions += rated(Array(batch), by: catalog)
            start += CallParser.batchSize
        }
        return revisions
    }

    private func sides(of row: CallRow) -> [SuspendedSide] {
        sides[CallPlace(chunkID: row.chunkID, ordinal: row.ordinal)] ?? []
    }

    /// At most a batch: as records in a chunk of text that holds their numbers and accounts.
    private func rated(_ batch: [CallRow], by catalog: CompiledCatalog) -> [Revision] {
        var text: [UInt8] = []
        func placed(_ bytes: [UInt8]) -> TextRange {
            defer { text += bytes }
            return TextRange(offset: UInt32(text.count), count: UInt32(bytes.count))
        }
        let records = batch.map { row in
            var record = CallRecord()
            record.startMicros = row.startMicros
            record.durationNanos = row.durationNanos
            record.called = placed(row.called.digits)
            for side in sides(of: row) {
                if side.side == .sell {
                    record.customer = placed(side.account)
                } else {
                    record.supplier = placed(side.account)
                }
            }
            return record
        }
        let chunk = Chunk(text: text)
        var results = [RatedCall](repeating: RatedCall(), count: records.count)
        unsafe records.withUnsafeBufferPointer { records in
            // As many results as records, at most a batch.
            unsafe results.withUnsafeMutableBufferPointer { results in
                unsafe catalog.tariff.rate(
                    records, text: UnsafeRawPointer(chunk.buffer.base), buySideApplies: true, into: results.baseAddress!
                )
            }
        }
        return zip(batch, results).compactMap { row, result in revision(of: row, result, by: catalog) }
    }

    private func revision(of original: CallRow, _ result: RatedCall, by catalog: CompiledCatalog) -> Revision? {
        var revision = Revision(original: original, row: original, sides: sides(of: original), reasons: [:])
        var isOther = false
        for side in revision.sides {
            let rated = side.side == .sell ? result.sell : result.buy
            let party = rated.party < 0 ? nil : catalog.tariff.parties(side.side)[Int(rated.party)]
            var stored = CallSide()
            stored.micros = rated.amountMicros
            stored.partnerID = party?.partnerID
            stored.productID = party?.productID
            stored.billingDay = party.map { catalog.zones[Int($0.zone)].localDay(atMicros: original.startMicros) }
            stored.rateID = rated.rateID < 0 ? nil : rated.rateID
            stored.destinationID = rated.destination < 0 ? nil : rated.destination
            stored.billedSeconds = rated.billedSeconds
            stored.state = CallSide.State(rated.state)
            if stored.state == .unpriced { revision.reasons[side.side] = rated.reason }
            isOther =
                isOther || stored != original.side(side.side)
                || (stored.state == .unpriced && rated.reason.name != side.reason)
            if side.side == .sell { revision.row.sell = stored } else { revision.row.buy = stored }
        }
        return isOther ? revision : nil
    }
}
