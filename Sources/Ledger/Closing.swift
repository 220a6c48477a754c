internal import Catalog
internal import Database
package import Postgres

/// Makes the usage of loaded files final.
package enum Closing {
    /// What closing a file did, or had done before.
    package struct ClosedFile: Sendable, Codable {
        package var fileID: Int32
        /// Position among the closed files of its entity, from 1, without gaps.
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
        guard let row = rows.first else { throw BillingError(.notFound, "There is no file \(fileID)") }
        guard let closeNumber = try row.optionalInt("close_number") else {
            let expected = try row.optionalInt("chunks").map { "\(try row.int("chunks_in")) of \($0)" }
            throw BillingError(
                .incompleteFile,
                "File \(fileID) cannot be closed: \(expected ?? "not all") of its chunks are in. Import it again.")
        }
        return ClosedFile(
            fileID: fileID, closeNumber: Int32(closeNumber), usageRows: try row.int("usage_rows"))
    }
}
