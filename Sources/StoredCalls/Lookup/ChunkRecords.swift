internal import CallRecords
internal import CallStore
internal import Catalog
internal import Files
import Foundation
internal import Postgres
internal import Vocabulary

/// The records of one chunk, read again from the received file.
struct ChunkRecords {
    let fileID: CallFileID
    let fileName: String
    let switchCode: String
    private let firstLine: Int
    private let layout: BoundLayout
    private let chunk: Chunk

    /// - Parameter row: of schema/queries/chunk_of_call.sql.
    /// - Throws: `Refusal` where the file is not in the evidence.
    init(_ row: Row, _ store: EvidenceStore) throws {
        let name = try row.string("file_name")
        guard let source = try store.open(try row.bytes("sha256"), named: name) else {
            throw Refusal(
                .notFound, "evidence.missing", "The received file \(name) is not in \(store.folder)",
                facts: ["folder": store.folder])
        }
        let reader = ChunkReader(source: source, chunkBytes: Int(try row.int("chunk_bytes")))
        let stored = try JSONDecoder().decode(CallLayout.self, from: Data(try row.string("layout_definition").utf8))
        layout = try stored.bound(
            to: reader.sample(), switchZone: try row.string("zone"), zones: TimeZones.offsets)
        reader.begin(layout)
        try reader.skip(to: Int(try row.int("byte_offset")), nextNumber: Int(try row.int("number")))
        guard let text = try reader.next(into: ChunkBuffer(capacity: reader.bufferCapacity)) else {
            throw LoadError(inconsistent: "The received file \(name) ends before a chunk that was loaded from it")
        }
        chunk = text
        fileID = try row.id("file_id")
        fileName = name
        switchCode = try row.string("switch_code")
        firstLine = Int(try row.int("first_line"))
    }

    init(chunkID: ChunkID, _ store: EvidenceStore, _ connection: Connection) throws {
        guard
            let row = try connection.run(query: "chunk_of_call", ["chunk_id": .id(chunkID)]).first
        else { throw LoadError(inconsistent: "Chunk \(chunkID) has rows and no manifest") }
        try self.init(row, store)
    }

    /// Gives `body` the records that can be parsed, in their order, until it answers false.
    func forEach(_ body: (CallRecord) throws -> Bool) rethrows {
        var parser = CallParser(layout: layout, chunk: chunk)
        var records = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
        while true {
            let count = unsafe records.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
            if count == 0 { return }
            for record in records[..<count] {
                guard try body(record) else { return }
            }
        }
    }

    /// The record at a place of the chunk; nil where there is none that can be parsed.
    func record(_ ordinal: Int) -> StoredCall.RawRecord? {
        var found: StoredCall.RawRecord?
        forEach { record in
            if Int(record.ordinal) == ordinal { found = raw(record) }
            return found == nil
        }
        return found
    }

    /// A record as it stands in the file. Only while the parser that gave it is at the same batch.
    func raw(_ record: CallRecord) -> StoredCall.RawRecord {
        StoredCall.RawRecord(
            fileID: fileID, fileName: fileName, switchCode: switchCode, line: line(record), bytes: bytes(record.record))
    }

    /// Physical line in the file, from 1.
    func line(_ record: CallRecord) -> Int { firstLine + Int(record.line) }

    func bytes(_ field: TextRange) -> [UInt8] { chunk.buffer.bytes(field) }
}
