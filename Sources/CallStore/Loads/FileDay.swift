internal import Database
package import Postgres
package import Vocabulary

/// Account of the records that an entity received on one day, in UTC.
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
