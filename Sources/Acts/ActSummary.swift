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
        try connection.run(query: "act_list", parameters(filter, rowsMax: Int64(filter.rowsMax))).map(ActSummary.init)
    }

    /// All that fit, the newest first, some thousand at a time; within a transaction.
    package static func forEachBatch(
        _ filter: Filter, on connection: Connection, _ body: ([ActSummary]) throws -> Void
    ) throws {
        try connection.forEachBatch(query: "act_list", parameters(filter, rowsMax: nil)) {
            try body(try $0.map(ActSummary.init))
        }
    }

    private static func parameters(_ filter: Filter, rowsMax: Int64?) -> [String: Value] {
        [
            "actor": .optional(filter.actor), "name": .optional(filter.name), "subject": .optional(filter.subject),
            "entity_id": .optional(filter.entityID), "since": .optional(filter.since),
            "until": .optional(filter.until), "refused": .bool(filter.isRefused),
            "before_id": .optional(filter.beforeID), "after_id": .optional(filter.afterID),
            "rows_max": .optional(rowsMax),
        ]
    }

    private init(_ row: Row) throws {
        actID = try row.int("act_id")
        at = try row.string("at")
        actor = try row.string("actor")
        name = try row.string("act")
        entity = try row.optionalString("entity")
        outcome = try row.string("outcome")
        origin = try row.string("origin")
        reason = try row.optionalString("reason")
        refusal = try row.optionalString("refusal")
        subjects = try row.int("subjects")
        firstSubjects = try row.string("first_subjects")
    }
}
