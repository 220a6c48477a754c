internal import Database
package import Postgres
package import Vocabulary

/// An act in a list.
package struct ActSummary: Sendable, Encodable {
    package var actID: Int64
    /// UTC.
    package var at: String
    /// `shell:anna`.
    package var actor: String
    /// Subject and verb.
    package var name: String
    /// Code of the entity; nil = of the installation as a whole.
    package var entity: String?
    /// `begun`, `done` or `refused`.
    package var outcome: String
    package var origin: String
    package var reason: String?
    /// The sentence with which it was refused.
    package var refusal: String?
    /// How many it changed.
    package var subjects: Int64
    /// At most three of them: `partner:acme, agreement:acme`.
    package var firstSubjects: String

    /// Which acts to list; nil = any.
    package struct Filter: Sendable {
        /// A name, or kind and name: `anna`, `shell:anna`.
        package var actor: String?
        /// An act, or the subject of several: `invoice.issue`, `invoice`.
        package var name: String?
        /// Kind, label, or both: `partner`, `acme`, `partner:acme`.
        package var subject: String?
        package var entityID: EntityID?
        /// Instants as PostgreSQL reads them, half open.
        package var since: String?
        package var until: String?
        package var isRefused = false
        package var beforeID: Int64?
        /// Those after it, nearest first.
        package var afterID: Int64?
        package var rowsMax: Int32 = 50

        package init() {}
    }

    package static func list(_ filter: Filter, on connection: Connection) throws -> [ActSummary] {
        try connection.run(
            query: "act_list",
            [
                "actor": .optional(filter.actor), "name": .optional(filter.name), "subject": .optional(filter.subject),
                "entity_id": .optional(filter.entityID), "since": .optional(filter.since),
                "until": .optional(filter.until), "refused": .bool(filter.isRefused),
                "before_id": .optional(filter.beforeID), "after_id": .optional(filter.afterID),
                "rows_max": .int(Int64(filter.rowsMax)),
            ]
        ).map { row in
            try ActSummary(
                actID: row.int("act_id"), at: row.string("at"), actor: row.string("actor"), name: row.string("act"),
                entity: row.optionalString("entity"), outcome: row.string("outcome"), origin: row.string("origin"),
                reason: row.optionalString("reason"), refusal: row.optionalString("refusal"),
                subjects: row.int("subjects"), firstSubjects: row.string("first_subjects"))
        }
    }
}
