extension JSON {
    /// A run of a job.
    package struct JobRun: Codable, Equatable, Sendable {
        package var jobID: Int64
        package var run: Int64
        package var kind: String
        package var worker: String
        /// Nil while it runs.
        package var outcome: String?
        package var message: String?
        /// Stable name of the refusal that it failed by.
        package var reason: String?
        /// What to do about it.
        package var remedy: String?
        package var startedAt: String
        package var endedAt: String?
        package var elapsedMs: Int64

        package init(
            jobID: Int64, run: Int64, kind: String, worker: String, outcome: String? = nil, message: String? = nil,
            reason: String? = nil, remedy: String? = nil, startedAt: String, endedAt: String? = nil, elapsedMs: Int64
        ) {
            self.jobID = jobID
            self.run = run
            self.kind = kind
            self.worker = worker
            self.outcome = outcome
            self.message = message
            self.reason = reason
            self.remedy = remedy
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.elapsedMs = elapsedMs
        }

        private enum CodingKeys: String, CodingKey {
            case jobID = "job_id"
            case run, kind, worker, outcome, message, reason, remedy
            case startedAt = "started_at"
            case endedAt = "ended_at"
            case elapsedMs = "elapsed_ms"
        }
    }
}
