package import Postgres
package import Vocabulary

/// A record that could not be parsed, as it is listed.
package struct StoredReject: Sendable {
    package var fileID: CallFileID
    package var fileName: String
    /// Physical line in the file, from 1.
    package var line: Int64
    /// From 1; 0 where the record as a whole is at fault.
    package var column: Int64
    /// In the decompressed file.
    package var byteOffset: Int64
    package var field: String
    package var reason: String
    /// At most 64 KiB of the record.
    package var text: [UInt8]

    /// In the order of the files; nil = of all files, all rejects.
    package static func list(fileID: CallFileID?, limit: Int?, _ connection: Connection) throws -> [StoredReject] {
        let rows = try connection.run(
            query: "reject_list", ["file_id": .optional(fileID), "row_limit": .optional(limit)])
        return try rows.map { row in
            StoredReject(
                fileID: try row.id("file_id"), fileName: try row.string("file_name"), line: try row.int("line"),
                column: try row.int("column_number"), byteOffset: try row.int("byte_offset"),
                field: try row.string("field"), reason: try row.string("reason"), text: try row.bytes("text"))
        }
    }
}
