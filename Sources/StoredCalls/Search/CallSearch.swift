internal import CallStore
internal import Catalog
package import Database
package import Postgres
package import Vocabulary

/// A search for calls, and for records that are none, a page at a time.
///
/// A call id leads through the marks to the second at which its calls start, and from there to the rows. Everything else is found by the
/// manifests of chunks and the summaries of pages, day after day backwards. Duplicates are not stored: the received files are read
/// again, but only the chunks that have any. A page ends with its last hit or when it has read as much as it may, and says what it did
/// not look at.
package struct CallSearch: Sendable {
    package enum State: String, CaseIterable, Sendable {
        case rated
        /// A side has no price.
        case unrated
        /// Took the place of an earlier revision.
        case revised
        /// Says what is known of a call, or what was superseded.
        case duplicate
        /// Could not be parsed.
        case reject
    }

    package var callID: String?
    /// Nil = calls of any kind and neither duplicates nor rejects, unless they are looked for by their id.
    package var state: State?
    /// Beginnings of numbers, digits only; `either` of the calling or the called one.
    package var called, calling, either: String?
    /// On either side.
    package var partnerCode: String?
    package var switchCode: String?
    package var fileID: CallFileID?
    /// Starts, in microseconds since 1970 UTC, half open.
    package var fromMicros, untilMicros: Int64?
    package var limit = 50
    /// Where an earlier page ended.
    package var after: Cursor?
    /// Limits of what a page reads.
    package var budget = Budget()

    package init() {}

    package struct Budget: Sendable {
        /// Rows of calls, about.
        package var rows: Int64 = 10_000_000
        /// Marks of records, 20 bytes each.
        package var markBytes: Int64 = 400_000_000
        /// Text of received files.
        package var textBytes: Int64 = 256_000_000

        package init() {}

        /// Reads everything.
        package static var none: Budget {
            var budget = Budget()
            (budget.rows, budget.markBytes, budget.textBytes) = (.max, .max, .max)
            return budget
        }
    }

    /// Where a page ended: the next one has what comes behind it.
    package struct Cursor: Sendable, Equatable, CustomStringConvertible {
        var startMicros: Int64
        var chunkID: ChunkID
        var ordinal: Int32

        init(startMicros: Int64, chunkID: ChunkID = 0, ordinal: Int32 = 0) {
            self.startMicros = startMicros
            self.chunkID = chunkID
            self.ordinal = ordinal
        }

        package init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let start = Int64(parts[0]), let chunk = Int32(parts[1]),
                let ordinal = Int32(parts[2])
            else { return nil }
            self.init(startMicros: start, chunkID: ChunkID(chunk), ordinal: ordinal)
        }

        package var description: String { "\(startMicros).\(chunkID).\(ordinal)" }
    }

    package struct Page: Sendable {
        package var hits: [CallHit] = []
        /// Where the next page begins; nil = all was looked at.
        package var next: Cursor?
        /// Sentences about whatever was not looked at.
        package var leftOut: [String] = []
    }

    /// - Throws: `Refusal` where a partner, switch or file is not known.
    package func page(database: Database, _ connection: Connection) throws -> Page {
        let store = EvidenceStore(folder: database.home.evidence)
        let partnerID = try partnerCode.map { try Catalog.partnerID($0, on: connection).rawValue }
        if let fileID { _ = try FileAccount.of(fileID: fileID, connection) }
        if let switchCode { _ = try SwitchSource.find(switchCode: switchCode, entityCode: nil, connection) }
        if callID != nil { return try pageOfCallID(partnerID: partnerID, store, connection) }
        switch state {
        case .reject: return try pageOfRejects(connection)
        case .duplicate: return try pageOfDuplicates(partnerID: partnerID, store, connection)
        default: return try pageOfCalls(partnerID: partnerID, connection)
        }
    }

    /// The chunks that may have what is searched for.
    func chunks(
        having: String?, from: Int64?, until: Int64?, before: ChunkID? = nil, _ connection: Connection
    ) throws -> [SearchedChunk] {
        try connection.run(
            query: "search_chunks",
            [
                "having": .optional(having), "file_id": .optional(fileID), "switch_code": .optional(switchCode),
                "from_micros": .optional(from), "until_micros": .optional(until), "before_chunk_id": .optional(before),
            ]
        ).decoded()
    }
}

/// A chunk by its manifest.
struct SearchedChunk: Decodable {
    var chunkId: ChunkID
    /// Offset in the decompressed file.
    var textBytes: Int64
    var duplicates: Int32
}
