extension JSON {
    /// A change of the business: who, what, when and why.
    package struct Act: Codable, Equatable, Sendable {
        package var actID: Int64
        package var begunAt: String
        package var actor: String
        package var name: String
        package var entity: String?
        package var outcome: String
        package var origin: String
        package var reason: String?
        package var refusal: String?
        package var subjects: Int64
        package var firstSubjects: String

        package init(
            actID: Int64, begunAt: String, actor: String, name: String, entity: String? = nil, outcome: String,
            origin: String, reason: String? = nil, refusal: String? = nil, subjects: Int64, firstSubjects: String
        ) {
            self.actID = actID
            self.begunAt = begunAt
            self.actor = actor
            self.name = name
            self.entity = entity
            self.outcome = outcome
            self.origin = origin
            self.reason = reason
            self.refusal = refusal
            self.subjects = subjects
            self.firstSubjects = firstSubjects
        }

        private enum CodingKeys: String, CodingKey {
            case actID = "act_id"
            case begunAt = "begun_at"
            case actor, name, entity, outcome, origin, reason, refusal, subjects
            case firstSubjects = "first_subjects"
        }
    }
}
