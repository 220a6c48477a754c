internal import Database
package import Postgres
package import Vocabulary

/// The journals of an entity a page at a time, the newest first.
package struct JournalListing: Sendable, Equatable {
    package var entityID: EntityID
    package var kind: String?
    /// ISO dates, both inclusive: with an entry that takes effect between them.
    package var fromOn, toOn: String?

    package init(entityID: EntityID) { self.entityID = entityID }

    package struct Row: Sendable, Decodable {
        package var journalID: JournalID
        package var kind: String
        package var kindName: String
        /// Number of the document.
        package var document: String?
        package var documentID: Int64?
        /// UTC, ISO 8601.
        package var recordedAt: String
        package var actID: Int64
        package var reversesJournalID: Int64?
        package var reversedByID: Int64?
        /// Number of the block in which it is sealed.
        package var block: Int64?
    }

    /// At most `limit` journals before one.
    package func rows(before id: JournalID? = nil, limit: Int64, on connection: Connection) throws -> [Row] {
        try rows(id: nil, before: id, limit: limit, on: connection)
    }

    /// Nil where the entity has no such journal.
    package static func find(_ id: JournalID, entityID: EntityID, on connection: Connection) throws -> Row? {
        try JournalListing(entityID: entityID).rows(id: id, before: nil, limit: 1, on: connection).first
    }

    private func rows(
        id: JournalID?, before: JournalID?, limit: Int64, on connection: Connection
    ) throws -> [Row] {
        try connection.run(
            query: "page_journals",
            [
                "entity_id": .id(entityID), "kind": .optional(kind), "journal_id": .optional(id),
                "from_on": .optional(fromOn), "to_on": .optional(toOn), "before_id": .optional(before),
                "row_limit": .int(limit),
            ]
        ).decoded()
    }
}
