internal import Database
package import Postgres
package import Vocabulary

/// How fast a file was loaded, from its receipt to its last chunk.
package struct FileSpeed: Sendable, Decodable, Equatable {
    package var fileID: CallFileID
    package var name: String
    package var rowsRead: Int64
    /// Records a second.
    package var rowsPerSecond: Int64

    /// The newest files that one act loaded to their end, the oldest of them first.
    package static func list(entityID: EntityID, limit: Int64, on connection: Connection) throws -> [FileSpeed] {
        try connection.run(query: "page_file_speeds", ["entity_id": .id(entityID), "row_limit": .int(limit)]).decoded()
    }
}
