extension JSON {
    /// An act with all that it changed.
    package struct ActRecord: Codable, Equatable, Sendable {
        package var actID: Int64
        package var begunAt: String
        package var endedAt: String?
        package var actor: String
        package var name: String
        package var entity: String?
        package var outcome: String
        package var origin: String
        package var reason: String?
        package var refusal: String?
        package var refusalReason: String?
        package var changes: [ActChange]
        package var changesInAll: Int64

        package init(
            actID: Int64, begunAt: String, endedAt: String? = nil, actor: String, name: String, entity: String? = nil,
            outcome: String, origin: String, reason: String? = nil, refusal: String? = nil,
            refusalReason: String? = nil, changes: [ActChange], changesInAll: Int64
        ) {
            self.actID = actID
            self.begunAt = begunAt
            self.endedAt = endedAt
            self.actor = actor
            self.name = name
            self.entity = entity
            self.outcome = outcome
            self.origin = origin
            self.reason = reason
            self.refusal = refusal
            self.refusalReason = refusalReason
            self.changes = changes
            self.changesInAll = changesInAll
        }

        private enum CodingKeys: String, CodingKey {
            case actID = "act_id"
            case begunAt = "begun_at"
            case endedAt = "ended_at"
            case actor, name, entity, outcome, origin, reason, refusal
            case refusalReason = "refusal_reason"
            case changes
            case changesInAll = "changes_in_all"
        }
    }

    /// Something that an act changed, before and after.
    package struct ActChange: Codable, Equatable, Sendable {
        package var kind: String
        package var id: Int64?
        package var label: String
        package var entity: String?
        /// Columns as JSON text.
        package var before: String?
        package var after: String?

        package init(
            kind: String, id: Int64? = nil, label: String, entity: String? = nil, before: String? = nil,
            after: String? = nil
        ) {
            self.kind = kind
            self.id = id
            self.label = label
            self.entity = entity
            self.before = before
            self.after = after
        }
    }
}
