internal import Database
package import Postgres

/// How the machine copes.
package struct Capacity: Sendable, Decodable {
    package var tableName: String
    /// With indexes and partitions.
    package var bytes: Int64
    /// As the planner knows them.
    package var rows: Int64
    package var parts: Int64
    /// Bytes of the whole installation.
    package var databaseBytes: Int64
    package var queued: Int64
    package var running: Int64
    package var parked: Int64
    /// Seconds for which the oldest job that is due has waited.
    package var oldestS: Int64

    /// The largest tables first.
    package static func list(limit: Int64, on connection: Connection) throws -> [Capacity] {
        try connection.run(query: "page_capacity", ["row_limit": .int(limit)]).decoded()
    }
}
