internal import CallStore
internal import Postgres
internal import Vocabulary

/// The chunks whose calls a scope may concern, as units, and the revisions in them that are no last ones.
struct CallSelection: Sendable {
    let units: [StoredCallReader.Unit]
    let replaced: ReplacedCalls

    /// Chunks that are stored from now on are left out.
    init(_ scope: RerateScope, switchID: Int16, unitRows: Int, _ connection: Connection) throws {
        let before = try ChunkSender.nextChunkID(connection)
        func chunks(of scope: RerateScope) throws -> [StoredChunk] {
            try connection.run(
                query: "rerate_chunks",
                [
                    "switch_id": .int(Int64(switchID)), "from_micros": .optional(scope.fromMicros),
                    "to_micros": .optional(scope.toMicros), "before_chunk_id": .id(before),
                    "suspended": .bool(scope.isSuspendedOnly), "reason": .optional(scope.reason),
                ]
            ).map(StoredChunk.init)
        }
        let chosen = try chunks(of: scope).filter { scope.chunkIDs?.contains($0.id) ?? true }
        let first = max(scope.fromMicros ?? .min, chosen.map(\.startMicros.lowerBound).min() ?? 0)
        let end = min(scope.toMicros ?? .max, (chosen.map(\.startMicros.upperBound).max() ?? -1) + 1)
        let span = first..<max(first, end)
        units = CallSelection.units(chosen, within: span, rows: unitRows)
        // A revision in a chosen chunk may have been taken back by any later one.
        var anywhere = scope
        anywhere.isSuspendedOnly = false
        anywhere.reason = nil
        let changing = chosen.isEmpty ? [] : try chunks(of: anywhere).filter { $0.changed > 0 }.map(\.id)
        replaced = try ReplacedCalls.read(chunks: changing, startMicros: span, connection)
    }

    private struct StoredChunk {
        var id: ChunkID
        var closeNumber: Int32?
        var rows: Int
        var changed: Int
        var startMicros: ClosedRange<Int64>

        init(_ row: Row) throws {
            id = try row.id("chunk_id")
            closeNumber = try row.optionalNarrow("close_number")
            rows = Int(try row.int("call_rows"))
            changed = Int(try row.int("changed"))
            startMicros = try row.int("min_start_micros")...row.int("max_start_micros")
        }
    }

    private static func units(
        _ chunks: [StoredChunk], within span: Range<Int64>, rows: Int
    ) -> [StoredCallReader.Unit] {
        var units: [StoredCallReader.Unit] = []
        var filled = 0
        for chunk in chunks {
            let from = max(chunk.startMicros.lowerBound, span.lowerBound)
            let to = min(chunk.startMicros.upperBound + 1, span.upperBound)
            if let last = units.last, filled + chunk.rows <= rows {
                let unit = units.count - 1
                units[unit].chunkIDs = last.chunkIDs.lowerBound...chunk.id
                units[unit].startMicros = min(last.startMicros.lowerBound, from)..<max(last.startMicros.upperBound, to)
                units[unit].closeNumbers.updateValue(chunk.closeNumber, forKey: chunk.id)
                filled += chunk.rows
            } else {
                units.append(
                    StoredCallReader.Unit(
                        number: units.count, chunkIDs: chunk.id...chunk.id, startMicros: from..<max(from, to),
                        closeNumbers: [chunk.id: chunk.closeNumber]))
                filled = chunk.rows
            }
        }
        return units
    }
}
