internal import Database
package import Postgres
package import Vocabulary

/// Things of an entity that wait for a hand, counted up to a bound.
package struct WaitingCounts: Sendable, Decodable, Equatable {
    /// Where counting stops.
    package static let countMax: Int64 = 1_000

    /// Sides of calls without a price.
    package var suspense: Int64
    /// Jobs that failed for good, of the entity and of the installation.
    package var parkedJobs: Int64

    package static func of(entityID: EntityID, on connection: Connection) throws -> WaitingCounts {
        try connection.run(
            query: "page_shell_counts", ["entity_id": .id(entityID), "count_max": .int(countMax)]
        ).only().decoded(as: WaitingCounts.self)
    }
}
