internal import Database
package import Postgres
package import Vocabulary

/// Invoices of an entity that wait for a person, counted up to a bound.
package struct InvoiceDuties: Sendable, Equatable {
    /// Where counting stops.
    package static let countMax: Int64 = 1_000

    /// Drafts, which wait to be approved.
    package var drafts: Int64

    package static func of(entityID: EntityID, on connection: Connection) throws -> InvoiceDuties {
        let row = try connection.run(query: "page_duties", ["entity_id": .id(entityID), "count_max": .int(countMax)])
            .only()
        return InvoiceDuties(drafts: try row.int("drafts"))
    }
}
