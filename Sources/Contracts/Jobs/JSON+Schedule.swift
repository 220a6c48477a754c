extension JSON {
    /// A schedule of jobs.
    package struct Schedule: Codable, Equatable, Sendable {
        package var name: String
        package var kind: String
        package var cron: String
        package var zone: String
        /// `skip`, `once` or `all`.
        package var missed: String
        package var nextAt: String?
        package var lastAt: String?
        package var lastState: String?
        package var pausedReason: String?
        /// A JSON object, as text.
        package var arguments: String

        package init(
            name: String, kind: String, cron: String, zone: String, missed: String, nextAt: String? = nil,
            lastAt: String? = nil, lastState: String? = nil, pausedReason: String? = nil, arguments: String
        ) {
            self.name = name
            self.kind = kind
            self.cron = cron
            self.zone = zone
            self.missed = missed
            self.nextAt = nextAt
            self.lastAt = lastAt
            self.lastState = lastState
            self.pausedReason = pausedReason
            self.arguments = arguments
        }

        private enum CodingKeys: String, CodingKey {
            case name, kind, cron, zone, missed
            case nextAt = "next_at"
            case lastAt = "last_at"
            case lastState = "last_state"
            case pausedReason = "paused_reason"
            case arguments
        }
    }
}
