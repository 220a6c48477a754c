internal import Database
package import Postgres
package import Vocabulary

/// A journal without its entries.
package struct JournalHead: Sendable, Decodable {
    package var kindName: String
    /// UTC, ISO 8601.
    package var recordedAt: String
    package var actID: Int64
    package var documentID: Int64?
    /// Number of the document.
    package var numberText: String?
    package var reversesJournalID: Int64?
    package var reversedByID: Int64?
    /// Number of the block in which it is sealed.
    package var block: Int64?
    package var entries: Int64

    /// Nil where the entity has no such journal.
    package static func find(_ id: JournalID, entityID: EntityID, on connection: Connection) throws -> JournalHead? {
        try connection.run(query: "page_journal", ["journal_id": .id(id), "entity_id": .id(entityID)]).first.map {
            try $0.decoded()
        }
    }
}
