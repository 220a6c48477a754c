internal import Calendar
internal import CallStore
internal import Catalog
internal import Postgres
internal import Vocabulary

// Calls by their rows, day after day backwards.

extension CallSearch {
    private static let microsOfDay: Int64 = 86_400_000_000

    func pageOfCalls(partnerID: Int32?, _ connection: Connection) throws -> Page {
        let until = [untilMicros, after.map { $0.startMicros + 1 }].compactMap(\.self).min()
        var chunkIDs: [ChunkID]?
        if state == .revised || state == .unrated || fileID != nil || switchCode != nil {
            let having = state == .revised ? "changed" : state == .unrated ? "waiting" : nil
            chunkIDs = try chunks(having: having, from: fromMicros, until: until, connection).map(\.chunkId)
        }
        let chosen: Value = chunkIDs.map(Value.ids) ?? .null
        let days = try connection.run(
            query: "call_days",
            ["chunk_ids": chosen, "from_micros": .optional(fromMicros), "until_micros": .optional(until)])
        var page = Page()
        var found: [(startMicros: Int64, chunkID: ChunkID, ordinal: Int32)] = []
        var rowsRead: Int64 = 0
        for row in days {
            let day: Int32 = try row.narrow("day")
            let begin = Int64(day) * CallSearch.microsOfDay
            let rows = try row.int("rows")
            if rowsRead > 0, rowsRead + rows > budget.rows {
                page.next = Cursor(startMicros: begin + CallSearch.microsOfDay)
                page.leftOut.append("calls that start on \(CivilDay(daysSince1970: day)) or before (UTC)")
                break
            }
            rowsRead += rows
            found += try search(
                from: max(begin, fromMicros ?? .min), until: min(begin + CallSearch.microsOfDay, until ?? .max),
                chosen, partnerID: partnerID, limit: limit - found.count, connection)
            if found.count >= limit, let last = found.last {
                page.next = Cursor(startMicros: last.startMicros, chunkID: last.chunkID, ordinal: last.ordinal)
                break
            }
        }
        page.hits = try CallHit.describe(found, connection)
        return page
    }

    private func search(
        from: Int64, until: Int64, _ chunkIDs: Value, partnerID: Int32?, limit: Int, _ connection: Connection
    ) throws -> [(startMicros: Int64, chunkID: ChunkID, ordinal: Int32)] {
        guard from < until else { return [] }
        // Of any file: a call may be taken back by another one.
        var anywhere = CallSearch()
        anywhere.switchCode = switchCode
        let changed = try anywhere.chunks(having: "changed", from: from, until: until, connection)
        let rows = try connection.run(
            query: "search_calls",
            [
                "from_micros": .int(from), "until_micros": .int(until), "chunk_ids": chunkIDs,
                "changed_chunk_ids": .ids(changed.map(\.chunkId)), "partner_id": .optional(partnerID),
                "calling": .optional(calling), "called": .optional(called), "either": .optional(either),
                "state": .optional(state?.rawValue), "with_replaced": .bool(fileID != nil && state == nil),
                "before_micros": .optional(after?.startMicros), "before_chunk_id": .optional(after?.chunkID),
                "before_ordinal": .optional(after?.ordinal), "row_limit": .int(Int64(limit)),
            ])
        return try rows.map {
            (try $0.int("start_micros"), try $0.id("chunk_id"), try $0.narrow("ordinal"))
        }
    }
}
