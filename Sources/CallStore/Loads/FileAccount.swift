internal import Catalog
internal import Database
package import Postgres
package import Vocabulary

/// What became of the records of one file: read = rated + unrated + duplicates + rejected, in rows; and in seconds, where
/// a rejected record has none.
package struct FileAccount: Sendable, Equatable {
    package var fileID: CallFileID
    package var name: String
    /// `received`, `rerate` or `undo`.
    package var kind: String
    /// `loading`, `stopped` or `closed`; `undone` where it was taken back, `undoing` until that has ended.
    package var state: String
    package var entityCode: String
    package var switchCode: String
    package var layout: String
    package var compression: String
    /// As received.
    package var bytes: Int64
    package var sha256: String
    /// ISO 8601, UTC.
    package var receivedAt: String
    /// The instant of which the file speaks, ISO 8601, UTC; nil = it does not say.
    package var statedAt: String?
    package var closedAt: String?
    package var closeNumber: Int64?
    /// Of a batch that takes back: the file that was asked for; of a file: the undone one that it is again.
    package var sourceFileID: CallFileID?
    /// The file for whose sake this one was taken back, itself or an earlier one; nil = it counts.
    package var undoneForID: CallFileID?
    package var undoneBy: String?
    package var undoneBecause: String?
    /// ISO 8601, UTC.
    package var undoneAt: String?
    /// As which it was loaded again.
    package var againFileID: CallFileID?
    package var read: Int64
    package var rated: Int64
    package var unrated: Int64
    package var duplicates: Int64
    /// Of `duplicates`: those that said what a later record had superseded, and had no effect.
    package var stale: Int64
    package var rejected: Int64
    /// Of `rated` and `unrated`: those that took the place of a call loaded before.
    package var changed: Int64
    package var rejectedBytes: Int64
    /// Rows in the database: calls and reversals.
    package var callRows: Int64
    package var ratedNanos: Int128
    package var unratedNanos: Int128
    package var duplicateNanos: Int128
    /// Of the calls whose place was taken.
    package var reversedNanos: Int128

    package var readNanos: Int128 { ratedNanos + unratedNanos + duplicateNanos }
    package var addsUp: Bool { read == rated + unrated + duplicates + rejected }

    init(_ row: Row) throws {
        func nanos(_ column: String) throws -> Int128 {
            guard let value = Int128(try row.string(column)) else {
                throw LoadError(inconsistent: "The sum \(column) of a file is not a whole number")
            }
            return value
        }
        fileID = try row.id("file_id")
        name = try row.string("name")
        kind = try row.string("kind")
        state = try row.string("state")
        entityCode = try row.string("entity_code")
        switchCode = try row.string("switch_code")
        layout = try row.string("layout")
        compression = try row.string("compression")
        bytes = try row.int("bytes")
        sha256 = try row.string("sha256")
        receivedAt = try row.string("received_at")
        statedAt = try row.optionalString("stated_at")
        closedAt = try row.optionalString("closed_at")
        closeNumber = try row.optionalInt("close_number")
        sourceFileID = try row.optionalID("source_file_id")
        undoneForID = try row.optionalID("undone_for_id")
        undoneBy = try row.optionalString("undone_by")
        undoneBecause = try row.optionalString("undone_because")
        undoneAt = try row.optionalString("undone_at")
        againFileID = try row.optionalID("again_file_id")
        read = try row.int("rows_read")
        rated = try row.int("rated")
        unrated = try row.int("unrated")
        duplicates = try row.int("duplicates")
        stale = try row.int("stale")
        rejected = try row.int("rejected")
        changed = try row.int("changed")
        rejectedBytes = try row.int("rejected_bytes")
        callRows = try row.int("call_rows")
        ratedNanos = try nanos("rated_ns")
        unratedNanos = try nanos("unrated_ns")
        duplicateNanos = try nanos("duplicate_ns")
        reversedNanos = try nanos("reversed_ns")
    }

    /// The account of one file.
    package static func of(fileID: CallFileID, _ connection: Connection) throws -> FileAccount {
        guard let row = try connection.run(query: "list_cdr_files", ["file_ids": .ids([fileID])]).first else {
            throw Refusal(
                .notFound, "file.not_found", "There is no file \(fileID)", facts: ["file": "\(fileID)"])
        }
        return try FileAccount(row)
    }

    /// All files, the last received first.
    package static func all(_ connection: Connection) throws -> [FileAccount] {
        try connection.run(query: "list_cdr_files", ["file_ids": .null]).map(FileAccount.init)
    }

    /// Those files, the last received first.
    package static func of(fileIDs: [CallFileID], _ connection: Connection) throws -> [FileAccount] {
        try connection.run(query: "list_cdr_files", ["file_ids": .ids(fileIDs)]).map(FileAccount.init)
    }
}
