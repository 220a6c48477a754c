internal import Database
package import Postgres
package import Vocabulary

/// What became of the records of the files that an entity received on one day, in UTC.
package struct FileDay: Sendable, Decodable, Equatable {
    /// ISO date.
    package var receivedOn: String
    package var files: Int64
    package var rated: Int64
    package var unrated: Int64
    package var duplicates: Int64
    package var rejected: Int64

    /// Days with files, of so many up to today.
    package static func list(entityID: EntityID, days: Int64, on connection: Connection) throws -> [FileDay] {
        try connection.run(query: "page_file_days", ["entity_id": .id(entityID), "days": .int(days)]).decoded()
    }
}

/// How fast a file was loaded, from its receipt to its last chunk.
package struct FileSpeed: Sendable, Decodable, Equatable {
    package var fileID: CallFileID
    package var name: String
    package var rowsRead: Int64
    /// Records a second.
    package var rowsASecond: Int64

    /// The newest files that one act loaded to their end, the oldest of them first.
    package static func list(entityID: EntityID, limit: Int64, on connection: Connection) throws -> [FileSpeed] {
        try connection.run(query: "page_file_speeds", ["entity_id": .id(entityID), "row_limit": .int(limit)]).decoded()
    }
}
