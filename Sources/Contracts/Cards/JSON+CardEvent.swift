extension JSON {
    /// Something that was done to a card.
    package struct CardEvent: Codable, Equatable, Sendable {
        package var at: String
        package var actor: String
        package var act: String
        package var version: Int64?
        package var detail: String
        package var before: String?
        package var reason: String?
        package var actID: Int64

        package init(
            at: String, actor: String, act: String, version: Int64? = nil, detail: String, before: String? = nil,
            reason: String? = nil, actID: Int64
        ) {
            self.at = at
            self.actor = actor
            self.act = act
            self.version = version
            self.detail = detail
            self.before = before
            self.reason = reason
            self.actID = actID
        }

        private enum CodingKeys: String, CodingKey {
            case at, actor, act, version, detail, before, reason
            case actID = "act_id"
        }
    }
}
