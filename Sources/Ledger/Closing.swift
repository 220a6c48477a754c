internal import Catalog
internal import Database
package import Postgres
internal import Vocabulary

/// Makes the usage of loaded files final.
package enum Closing {
    /// What closing a file did, or had done before.
    package struct ClosedFile: Sendable {
        package var fileID: Int32
        /// Position among all closed files, from 1, without gaps.
        package var closeNumber: Int32
        /// Rows of final usage.
        package var usageRows: Int64
    }

    /// Closes a file whose chunks are all in; a closed file stays as it is. Needs the loader's role.
    ///
    /// Throws if chunks are missing: load the file again first.
    @discardableResult
    package static func closeFile(_ fileID: Int32, on connection: Connection) throws -> ClosedFile {
        let rows = try connection.transactionRetrying {
            try connection.run(job: "close_file", ["file_id": .int(Int64(fileID))]).rows
        }
        guard let row = rows.first else { throw Refusal(.notFound, "file.not_found", "There is no file \(fileID)") }
        guard let closeNumber: Int32 = try row.optionalNarrow("close_number") else {
            let expected = try row.optionalInt("chunks").map { "\(try row.int("chunks_in")) of \($0)" }
            throw Refusal(
                .conflict, "file.incomplete",
                "File \(fileID) cannot be closed: \(expected ?? "not all") of its chunks are in",
                facts: ["file": "\(fileID)"])
        }
        return ClosedFile(
            fileID: fileID, closeNumber: closeNumber, usageRows: try row.int("usage_rows"))
    }

    /// Closes every file whose chunks are all in, oldest first: what a crash between loading and closing left behind.
    package static func closeLoadedFiles(on connection: Connection) throws -> [ClosedFile] {
        try connection.run(query: "loaded_file_list").map { row in
            try closeFile(try row.narrow("file_id"), on: connection)
        }
    }
}
