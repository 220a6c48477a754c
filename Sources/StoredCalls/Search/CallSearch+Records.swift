internal import CallRecords
internal import CallStore
internal import Catalog
internal import Postgres
internal import Vocabulary

// Records that are no calls: rejects, as they were kept, and duplicates, read again from the received files.

extension CallSearch {
    func pageOfRejects(_ connection: Connection) throws -> Page {
        let texts = [callID, called, calling, either].compactMap(\.self).map { "\\x" + hex(Array($0.utf8)) }
        let rows = try connection.run(
            query: "search_rejects",
            [
                "texts": .texts(texts), "file_id": .optional(fileID), "switch_code": .optional(switchCode),
                "from_micros": .optional(fromMicros), "until_micros": .optional(untilMicros),
                "before_chunk_id": .optional(after?.chunkID), "before_ordinal": .optional(after?.ordinal),
                "row_limit": .int(Int64(limit)),
            ])
        var page = Page()
        for row in rows {
            var hit = CallHit(
                status: .reject,
                place: CallHit.Place(
                    fileID: try row.id("file_id"), fileName: try row.string("file_name"),
                    line: Int(try row.int("line"))))
            hit.reasons = ["\(try row.string("field")): \(try row.string("reason"))"]
            hit.text = try row.bytes("text")
            page.hits.append(hit)
        }
        if let last = rows.last, rows.count == limit {
            page.next = Cursor(
                startMicros: 0, chunkID: try last.id("chunk_id"), ordinal: try last.narrow("ordinal"))
        }
        return page
    }

    func pageOfDuplicates(partnerID: Int32?, _ store: EvidenceStore, _ connection: Connection) throws -> Page {
        // The chunk at which the last page ended may have more.
        let chunks = try chunks(
            having: "duplicates", from: fromMicros, until: untilMicros,
            before: after.map { ChunkID($0.chunkID.rawValue + 1) },
            connection)
        let accounts = try partnerCode.map { code in
            Set(try connection.run(query: "account_list", ["code": .text(code)]).map { try $0.string("account") })
        }
        var reader = DuplicateReader(store: store, connection: connection)
        var page = Page()
        var bytesRead: Int64 = 0
        for (index, chunk) in chunks.enumerated() {
            if bytesRead > 0, chunk.textBytes > budget.textBytes - bytesRead {
                page.next = Cursor(startMicros: 0, chunkID: chunk.chunkId, ordinal: -1)
                page.leftOut.append(
                    "duplicates in \(AmountText.count(Int64(chunks.count - index), "part")) of files received earlier")
                return page
            }
            bytesRead += chunk.textBytes
            let behind = after?.chunkID == chunk.chunkId ? after?.ordinal ?? -1 : -1
            let found = try reader.hits(in: chunk.chunkId, behind: behind) { records, record in
                isWanted(record, records, accounts)
            }
            for hit in found {
                page.hits.append(try reader.with(original: nil, hit))
                if page.hits.count == limit {
                    page.next = Cursor(startMicros: 0, chunkID: chunk.chunkId, ordinal: hit.ordinal)
                    return page
                }
            }
        }
        return page
    }

    private func isWanted(_ record: CallRecord, _ records: ChunkRecords, _ accounts: Set<String>?) -> Bool {
        guard record.startMicros >= fromMicros ?? .min, record.startMicros < untilMicros ?? .max else { return false }
        func text(_ range: TextRange) -> String { String(decoding: records.bytes(range), as: UTF8.self) }
        if let called, !text(record.called).hasPrefix(called) { return false }
        if let calling, !text(record.calling).hasPrefix(calling) { return false }
        if let either, !text(record.called).hasPrefix(either), !text(record.calling).hasPrefix(either) { return false }
        guard let accounts else { return true }
        return accounts.contains(text(record.customer)) || accounts.contains(text(record.supplier))
    }
}

/// A record that is neither a call nor a reject, with what leads to the call that it repeats.
struct DuplicateRecord {
    var hit: CallHit
    var ordinal: Int32
    var stem: CallStem
    var startSeconds: Int64
}

/// Reads duplicates from the received files, and the lines of the calls that they repeat.
struct DuplicateReader {
    let store: EvidenceStore
    let connection: Connection
    /// The chunk that was read last.
    private var last: (chunkID: ChunkID, records: ChunkRecords)?
    private var hashers: [String: (id: Int16, hasher: CallKeyHasher)] = [:]

    init(store: EvidenceStore, connection: Connection) {
        self.store = store
        self.connection = connection
    }

    /// The duplicates among the records of a chunk that are wanted, in the order of the file.
    ///
    /// - Parameter ordinal: behind which record.
    mutating func hits(
        in chunkID: ChunkID, behind ordinal: Int32 = -1, isWanted: (ChunkRecords, CallRecord) -> Bool
    ) throws -> [DuplicateRecord] {
        let records = try records(of: chunkID)
        let known = Set<Int32>(
            try connection.run(query: "known_ordinals_of_chunk", ["chunk_id": .id(chunkID)])
                .map { try $0.narrow("ordinal") })
        let (switchID, hasher) = try hasher(of: records.switchCode)
        var found: [DuplicateRecord] = []
        records.forEach { record in
            let own = Int32(truncatingIfNeeded: record.ordinal)
            guard own > ordinal, !known.contains(own), isWanted(records, record) else { return true }
            found.append(DuplicateReader.duplicate(record, records, switchID, hasher))
            return true
        }
        return found
    }

    private static func duplicate(
        _ record: CallRecord, _ records: ChunkRecords, _ switchID: Int16, _ hasher: CallKeyHasher
    ) -> DuplicateRecord {
        func text(_ range: TextRange) -> String? {
            range.isEmpty ? nil : String(decoding: records.bytes(range), as: UTF8.self)
        }
        var hit = CallHit(
            status: .duplicate,
            place: CallHit.Place(fileID: records.fileID, fileName: records.fileName, line: records.line(record)))
        hit.startMicros = record.startMicros
        hit.calling = text(record.calling) ?? ""
        hit.called = text(record.called) ?? ""
        hit.durationNanos = record.durationNanos
        hit.customer = text(record.customer)
        hit.supplier = text(record.supplier)
        hit.text = records.bytes(record.record)
        let second = PendingCall.roundedDown(record.startMicros, by: 1_000_000)
        let isByID = !record.callID.isEmpty
        let key = hasher.key(
            of: records.bytes(isByID ? record.callID : record.record), kind: isByID ? .callID : .record,
            switchID: switchID, startSeconds: second)
        return DuplicateRecord(
            hit: hit, ordinal: Int32(truncatingIfNeeded: record.ordinal), stem: key.stem, startSeconds: second)
    }

    /// A duplicate with the call that it repeats, and the file and line of that.
    ///
    /// - Parameter row: a revision of that call; nil = it is looked up.
    mutating func with(original row: CallRow?, _ duplicate: DuplicateRecord) throws -> CallHit {
        var hit = duplicate.hit
        let row = try row ?? latest(duplicate)
        guard let row else { return hit }
        let record = try StoredCall.rawRecord(of: row, store, connection)
        hit.other = (
            row.address, CallHit.Place(fileID: record.fileID, fileName: record.fileName, line: record.line)
        )
        return hit
    }

    private func latest(_ duplicate: DuplicateRecord) throws -> CallRow? {
        try connection.run(
            query: "find_known_calls",
            [
                "stems": .texts(["\\x" + hex(duplicate.stem.bytes)]), "from_s": .int(duplicate.startSeconds),
                "to_s": .int(duplicate.startSeconds + 1),
            ]
        ).map(CallRow.init).filter { $0.kind != .reversal }.max { ($0.chunkID, $0.ordinal) < ($1.chunkID, $1.ordinal) }
    }

    private mutating func records(of chunkID: ChunkID) throws -> ChunkRecords {
        if let last, last.chunkID == chunkID { return last.records }
        let records = try ChunkRecords(chunkID: chunkID, store, connection)
        last = (chunkID, records)
        return records
    }

    private mutating func hasher(of switchCode: String) throws -> (id: Int16, hasher: CallKeyHasher) {
        if let known = hashers[switchCode] { return known }
        let source = try SwitchSource.find(switchCode: switchCode, entityCode: nil, connection)
        let made = (id: source.switchID, hasher: CallKeyHasher(seed: source.keySeed))
        hashers[switchCode] = made
        return made
    }
}
