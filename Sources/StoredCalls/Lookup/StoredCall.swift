internal import Calendar
package import CallStore
internal import Catalog
package import Database
package import Postgres
package import Vocabulary

/// A call looked up by its address, with its history and the line of the file that it came from.
package struct StoredCall: Sendable {
    package var row: CallRow
    /// All rows of the same call, this one included, in the order in which they were stored.
    package var history: [CallRow]
    /// The record of the file from which this revision came; for a call that was rated again, that of the original.
    package var evidence: RawRecord

    package struct RawRecord: Sendable {
        package var fileID: CallFileID
        package var fileName: String
        package var switchCode: String
        /// Physical line at which the record begins, from 1.
        package var line: Int
        /// Without its line end.
        package var bytes: [UInt8]
    }

    /// - Throws: `Refusal` where there is no such call, or its file is not in the evidence.
    package static func find(_ address: CallAddress, database: Database, _ connection: Connection) throws -> StoredCall
    {
        let row = try CallRow.find(address, connection)
        let history = try row.history(connection)
        let evidence = try rawRecord(of: row, EvidenceStore(folder: database.home.evidence), connection)
        return StoredCall(row: row, history: history, evidence: evidence)
    }

    /// Follows reversals and re-ratings back to the row that came from a file, then reads its record there.
    static func rawRecord(
        of row: CallRow, _ store: EvidenceStore, _ connection: Connection
    ) throws -> RawRecord {
        var row = row
        while true {
            guard
                let chunk = try connection.run(
                    query: "chunk_of_call", ["chunk_id": .id(row.chunkID)]
                ).first
            else { throw LoadError(inconsistent: "Chunk \(row.chunkID) has rows and no manifest") }
            if row.kind != .reversal, try chunk.string("kind") == "received" {
                let records = try ChunkRecords(chunk, store)
                guard let record = records.record(Int(row.ordinal)) else {
                    throw LoadError(
                        inconsistent: "The received file \(records.fileName) has no record \(row.ordinal) in its chunk")
                }
                return record
            }
            guard let earlier = row.replaces else {
                throw LoadError(inconsistent: "Call \(row.address) came from no file and names no earlier revision")
            }
            row = try CallRow.find(earlier, connection)
        }
    }
}

extension CallRow {
    /// - Throws: `Refusal` where there is no such call.
    static func find(_ address: CallAddress, _ connection: Connection) throws -> CallRow {
        let rows = try connection.run(
            query: "find_call",
            [
                "day": .text("\(CivilDay(daysSince1970: address.day))"), "chunk_id": .id(address.chunkID),
                "ordinal": .int(Int64(address.ordinal)),
            ])
        guard let row = rows.first else {
            throw Refusal(
                .notFound, "call.not_found", "There is no call \(address)", facts: ["call": "\(address)"])
        }
        return try CallRow(row)
    }
}
