package import CallRecords
internal import Database
package import Postgres
internal import Rating
package import Vocabulary

/// Writes the rows of one chunk over one connection, in the transaction that is open on it; one COPY a table.
package struct ChunkSender: ~Copyable {
    let plan: LoadPlan
    let connection: Connection
    private var buffer = CopyBuffer()

    package init(plan: LoadPlan, connection: Connection) {
        self.plan = plan
        self.connection = connection
    }

    /// The number of a new chunk.
    package func nextChunkID() throws -> ChunkID { try ChunkSender.nextChunkID(connection) }

    package static func nextChunkID(_ connection: Connection) throws -> ChunkID {
        try connection.run(query: "next_chunk").only().id("chunk_id")
    }

    /// Plain rows of `call` of one day: `body` writes them by the encoder.
    ///
    /// - Parameter partition: that of the day, held.
    package mutating func sendPlain(
        chunkID: ChunkID, partition: String, _ body: (CallRowEncoder, inout CopyBuffer, CopyWriter) throws -> Void
    ) throws {
        let encoder = CallRowEncoder(
            chunkID: chunkID, entityID: plan.entityID.rawValue, sellParties: plan.sellParties.rows,
            buyParties: plan.buyParties.rows)
        try copy(CallRowEncoder.plainCopyStatement(partition: partition)) { buffer, writer in
            try body(encoder, &buffer, writer)
        }
    }

    /// Rows of `call` of any kind, in the order in which they are stored.
    package mutating func send(rows: [CallRow]) throws {
        guard !rows.isEmpty else { return }
        let sorted = rows.sorted { ($0.day, $0.sell.partnerID ?? 0) < ($1.day, $1.sell.partnerID ?? 0) }
        try copy(CallRowEncoder.fullCopyStatement) { buffer, writer in
            for row in sorted { try CallRowEncoder.write(row, &buffer, to: writer) }
        }
    }

    /// The usage of the chunk, a block a party; `deltas` are the rare ones that take back or correct.
    ///
    /// - Parameter sorted: by side and party.
    package mutating func send(
        usage sorted: ArraySlice<UsageAccumulator.Entry>, _ deltas: [UsageDelta], chunkID: ChunkID
    )
        throws
    {
        guard !sorted.isEmpty || !deltas.isEmpty else { return }
        let encoder = UsageBlockEncoder(chunkID: chunkID, fileID: plan.fileID, entityID: plan.entityID.rawValue)
        let currencies = plan.catalog.currencies.map { Array($0.utf8) }
        let plan = plan
        try copy(UsageBlockEncoder.copyStatement) { buffer, writer in
            var start = sorted.startIndex
            while start < sorted.endIndex {
                let side = sorted[start].side
                let party = sorted[start].party
                var end = start + 1
                while end < sorted.endIndex, sorted[end].party == party, sorted[end].side == side { end += 1 }
                let row = plan.parties(side).rows[Int(party)]
                let head = UsageBlockEncoder.Head(
                    side: side, partnerID: row.partnerID, productID: row.productID,
                    currency: currencies[Int(row.currency)], claimFrom: nil)
                try encoder.write(head, sorted[start..<end], &buffer, to: writer)
                start = end
            }
            for delta in deltas {
                let head = UsageBlockEncoder.Head(
                    side: delta.side, partnerID: delta.partnerID, productID: delta.productID,
                    currency: Array(delta.currency.utf8), claimFrom: delta.claimFrom)
                try encoder.write(head, [UsageAccumulator.Entry(delta)], &buffer, to: writer)
            }
        }
    }

    package mutating func send(suspense rows: [SuspenseRow], _ resolutions: [SuspenseResolution], chunkID: ChunkID)
        throws
    {
        let entityID = plan.entityID.rawValue
        if !rows.isEmpty {
            try copy(SuspenseRow.copyStatement) { buffer, writer in
                for row in rows { try row.write(chunkID: chunkID, entityID: entityID, &buffer, to: writer) }
            }
        }
        if !resolutions.isEmpty {
            try copy(SuspenseResolution.copyStatement) { buffer, writer in
                for resolution in resolutions { try resolution.write(&buffer, to: writer) }
            }
        }
    }

    /// Rejects, placed in their file.
    package mutating func send(rejects: [Reject], chunkID: ChunkID) throws {
        guard !rejects.isEmpty else { return }
        let entityID = plan.entityID.rawValue
        try copy(Reject.copyStatement) { buffer, writer in
            for reject in rejects { try reject.write(chunkID: chunkID, entityID: entityID, &buffer, to: writer) }
        }
    }

    /// Marks that were not stored before, by hour.
    package mutating func send(marks added: [(hour: Int32, marks: [UInt8])], chunkID: ChunkID) throws {
        guard !added.isEmpty else { return }
        let switchID = plan.switchID
        try copy("COPY call_mark (switch_id, start_hour, chunk_id, marks) FROM STDIN (FORMAT binary)") {
            buffer, writer in
            for (hour, marks) in added {
                try buffer.row(columns: 4, bytesMax: 64 + marks.count, to: writer) { row in
                    row.int2(switchID)
                    row.int4(hour)
                    row.int4(chunkID.rawValue)
                    row.bytes(marks)
                }
            }
        }
    }

    /// The manifest, last.
    package func send(_ manifest: ChunkManifest, chunkID: ChunkID) throws {
        _ = try connection.run(
            query: "add_chunk",
            manifest.parameters(
                chunkID: chunkID, fileID: plan.fileID, tariffHash: plan.catalog.hash, exchange: plan.catalog.exchange))
    }

    mutating func copy(
        _ statement: String, _ body: (inout CopyBuffer, CopyWriter) throws -> Void
    ) throws {
        try connection.copyIn(statement) { writer in
            buffer.start()
            try body(&buffer, writer)
            try buffer.finish(to: writer)
        }
    }
}
