extension JSON {
    /// The state of a job after a command.
    package struct JobState: Codable, Equatable, Sendable {
        package var jobID: Int64
        package var state: String
        package var cause: String?
        package var message: String?

        package init(jobID: Int64, state: String, cause: String? = nil, message: String? = nil) {
            self.jobID = jobID
            self.state = state
            self.cause = cause
            self.message = message
        }

        private enum CodingKeys: String, CodingKey {
            case jobID = "job_id"
            case state, cause, message
        }
    }
}
