internal import Catalog
internal import Database
package import Postgres
package import Receivables
internal import Vocabulary

/// An entity among the others of an installation.
package struct EntityStatus: Sendable {
    package struct Facts: Sendable, Decodable {
        package var code: String
        package var name: String
        package var currency: String
        package var zone: String
        package var partners: Int64
        package var filesLoading: Int64
        package var filesStopped: Int64
        /// UTC, ISO 8601; nil where none was received.
        package var lastFileAt: String?
        package var invoicesWaiting: Int64
        package var jobsFailed: Int64
        /// ISO date; nil where no day is locked.
        package var lockedThrough: String?
    }

    package var facts: Facts
    /// By currency.
    package var sums: [Overview]

    /// All entities, by code.
    package static func list(on connection: Connection) throws -> [EntityStatus] {
        let facts: [Facts] = try connection.run(query: "page_entities").decoded()
        return try facts.map { facts in
            EntityStatus(
                facts: facts,
                sums: try Overview.read(entityID: Catalog.entityID(facts.code, on: connection), on: connection))
        }
    }
}

/// How the machine copes.
package struct Capacity: Sendable, Decodable {
    package var tableName: String
    /// With indexes and partitions.
    package var bytes: Int64
    /// As the planner knows them.
    package var rows: Int64
    package var parts: Int64
    /// Of the whole installation.
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
