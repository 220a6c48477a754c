extension JSON {
    /// A schedule after a command.
    package struct ScheduleState: Codable, Equatable, Sendable {
        package var schedule: String
        package var isPaused: Bool
        package var reason: String?

        package init(schedule: String, isPaused: Bool, reason: String? = nil) {
            self.schedule = schedule
            self.isPaused = isPaused
            self.reason = reason
        }

        private enum CodingKeys: String, CodingKey {
            case schedule
            case isPaused = "is_paused"
            case reason
        }
    }
}
