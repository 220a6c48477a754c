internal import Catalog
internal import Database
package import Postgres
package import Vocabulary

/// Makes the usage of loaded files final.
package enum Closing {
    /// A file with the closing that made its usage final.
    package struct ClosedFile: Sendable, Codable {
        package var fileID: CallFileID
        /// Number of the closing, which other files may share; closings of an entity are counted from 1, without gaps.
        package var closeNumber: Int32
        /// Rows of final usage of the closing.
        package var usageRows: Int64
    }

    /// Closes files of an entity whose chunks are all in, together; files that are closed or not all in stay as they are. Needs the
    /// loader's role and an act.
    ///
    /// - Parameter fileIDs: only these; nil = all that are loaded.
    /// - Returns: those that were closed now.
    @discardableResult
    package static func closeFiles(
        entityID: EntityID, fileIDs: [CallFileID]? = nil, on connection: Connection
    ) throws -> [ClosedFile] {
        try connection.transactionRetrying {
            try connection.run(
                job: "close_files",
                ["entity_id": .id(entityID), "file_ids": fileIDs.map(Value.ids) ?? .null]
            ).rows.decoded()
        }
    }

    /// Closes one file alone; a closed one stays as it is. Needs the loader's role and an act.
    ///
    /// Throws if chunks are missing: load the file again first.
    @discardableResult
    package static func closeFile(_ fileID: CallFileID, on connection: Connection) throws -> ClosedFile {
        guard let entity = try connection.run(query: "closing_of_file", ["file_id": .id(fileID)]).first else {
            throw Refusal(
                .notFound, "file.not_found", "There is no file \(fileID)", facts: ["file": "\(fileID)"])
        }
        let entityID: EntityID = try entity.decoded(as: EntityOfFile.self).entityID
        try closeFiles(entityID: entityID, fileIDs: [fileID], on: connection)
        let row = try connection.run(query: "closing_of_file", ["file_id": .id(fileID)]).only()
        guard try row.optionalInt("close_number") != nil else {
            let expected = try row.optionalInt("chunks").map { "\(try row.int("chunks_in")) of \($0)" }
            throw Refusal(
                .conflict, "file.incomplete",
                "File \(fileID) cannot be closed: \(expected ?? "not all") of its chunks are in",
                facts: ["file": "\(fileID)"])
        }
        return try row.decoded()
    }

    private struct EntityOfFile: Decodable { var entityID: EntityID }
}
