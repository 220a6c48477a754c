extension JSON {
    /// A job of the queue.
    package struct Job: Codable, Equatable, Sendable {
        package var jobID: Int64
        package var kind: String
        package var key: String?
        package var entityID: Int16?
        package var state: String
        package var runs: Int64
        package var failures: Int64
        package var failuresMax: Int64
        package var requestedBy: String
        package var worker: String?
        package var progressDone: Int64?
        package var progressTotal: Int64?
        package var progressNote: String?
        package var cause: String?
        package var isBeingCancelled: Bool
        package var dueAt: String
        package var createdAt: String
        package var endedAt: String?

        package init(
            jobID: Int64, kind: String, key: String? = nil, entityID: Int16? = nil, state: String, runs: Int64,
            failures: Int64, failuresMax: Int64, requestedBy: String, worker: String? = nil, progressDone: Int64? = nil,
            progressTotal: Int64? = nil, progressNote: String? = nil, cause: String? = nil, isBeingCancelled: Bool,
            dueAt: String, createdAt: String, endedAt: String? = nil
        ) {
            self.jobID = jobID
            self.kind = kind
            self.key = key
            self.entityID = entityID
            self.state = state
            self.runs = runs
            self.failures = failures
            self.failuresMax = failuresMax
            self.requestedBy = requestedBy
            self.worker = worker
            self.progressDone = progressDone
            self.progressTotal = progressTotal
            self.progressNote = progressNote
            self.cause = cause
            self.isBeingCancelled = isBeingCancelled
            self.dueAt = dueAt
            self.createdAt = createdAt
            self.endedAt = endedAt
        }

        private enum CodingKeys: String, CodingKey {
            case jobID = "job_id"
            case kind, key
            case entityID = "entity_id"
            case state, runs, failures
            case failuresMax = "failures_max"
            case requestedBy = "requested_by"
            case worker
            case progressDone = "progress_done"
            case progressTotal = "progress_total"
            case progressNote = "progress_note"
            case cause
            case isBeingCancelled = "is_being_cancelled"
            case dueAt = "due_at"
            case createdAt = "created_at"
            case endedAt = "ended_at"
        }
    }
}
