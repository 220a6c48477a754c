internal import Database
package import Postgres

/// An act with its changes.
package struct ActDetails: Sendable, Encodable {
    /// A row that was added, changed or removed.
    package struct Change: Sendable, Encodable {
        /// Name of its table.
        package var kind: String
        package var id: Int64?
        /// How people call it.
        package var label: String
        package var entity: String?
        /// Columns as JSON; nil = there was no such row.
        package var before: String?
        /// Columns as JSON; nil = the row is gone.
        package var after: String?
    }

    package var actID: Int64
    /// UTC.
    package var begunAt: String
    package var endedAt: String?
    package var actor: String
    package var name: String
    package var entity: String?
    package var outcome: String
    package var origin: String
    package var reason: String?
    package var refusal: String?
    /// The reason, for programs.
    package var refusalReason: String?
    package var changes: [Change]
    package var changesInAll: Int64

    /// Nil where there is no such act.
    package static func find(_ actID: Int64, changesMax: Int32, on connection: Connection) throws -> ActDetails? {
        guard let head = try connection.run(query: "act_head", ["act_id": .int(actID)]).first else { return nil }
        let rows = try connection.run(
            query: "act_changes", ["act_id": .int(actID), "rows_max": .int(Int64(changesMax))])
        let changes = try rows.map { row in
            try Change(
                kind: row.string("subject_kind"), id: row.optionalInt("subject_id"), label: row.string("subject_label"),
                entity: row.optionalString("entity"), before: row.optionalString("before"),
                after: row.optionalString("after"))
        }
        return try ActDetails(
            actID: actID, begunAt: head.string("begun_at"), endedAt: head.optionalString("ended_at"),
            actor: head.string("actor"), name: head.string("act"), entity: head.optionalString("entity"),
            outcome: head.string("outcome"), origin: head.string("origin"), reason: head.optionalString("reason"),
            refusal: head.optionalString("refusal"), refusalReason: head.optionalString("refusal_reason"),
            changes: changes, changesInAll: rows.first?.int("changes") ?? 0)
    }
}
