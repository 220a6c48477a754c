package import Postgres
package import Vocabulary

/// A job as a list shows it.
package struct JobSummary: Sendable, Codable {
    package var jobID: JobID
    package var kind: String
    package var key: String?
    package var entityID: EntityID?
    /// queued, running, done, parked or cancelled.
    package var state: String
    package var runs: Int64
    package var failures: Int64
    package var failuresMax: Int64
    package var requestedBy: String
    package var worker: String?
    package var progressDone: Int64?
    package var progressTotal: Int64?
    package var progressNote: String?
    /// Cause of the last failure.
    package var cause: String?
    package var isBeingCancelled: Bool
    /// Instants in ISO 8601, UTC.
    package var dueAt: String
    package var createdAt: String
    package var endedAt: String?

    /// Jobs, the newest first.
    ///
    /// - Parameters:
    ///   - entityID: those of the entity and of none; nil = all.
    ///   - before: only earlier ones.
    ///   - after: only later ones, nearest first.
    package static func list(
        kind: String? = nil, state: String? = nil, entityID: EntityID? = nil, before: JobID? = nil, after: JobID? = nil,
        limit: Int = 50, on connection: Connection
    ) throws -> [JobSummary] {
        try connection.run(
            query: "job_list",
            [
                "kind": .optional(kind), "state": .optional(state), "entity_id": .optional(entityID),
                "before_id": .optional(before?.rawValue), "after_id": .optional(after?.rawValue),
                "row_limit": .int(Int64(limit)),
            ]
        ).map(JobSummary.init)
    }

    package static func find(_ id: JobID, on connection: Connection) throws -> JobSummary? {
        try list(before: JobID(id.rawValue + 1), limit: 1, on: connection).first { $0.jobID == id }
    }

    /// As JSON; nil where there is no such job.
    package static func arguments(of id: JobID, on connection: Connection) throws -> String? {
        try connection.run(query: "job_arguments", ["job_id": .int(id.rawValue)]).first?.string("arguments")
    }

    private init(_ row: Row) throws {
        jobID = JobID(try row.int("job_id"))
        kind = try row.string("kind")
        key = try row.optionalString("key")
        entityID = try row.optionalInt("entity_id").flatMap { EntityID(exactly: $0) }
        state = try row.string("state")
        runs = try row.int("runs")
        failures = try row.int("failures")
        failuresMax = try row.int("failures_max")
        requestedBy = try row.string("requested_by")
        worker = try row.optionalString("worker")
        progressDone = try row.optionalInt("progress_done")
        progressTotal = try row.optionalInt("progress_total")
        progressNote = try row.optionalString("progress_note")
        cause = try row.optionalString("cause")
        isBeingCancelled = try row.bool("is_being_cancelled")
        dueAt = try row.string("due_at")
        createdAt = try row.string("created_at")
        endedAt = try row.optionalString("ended_at")
    }
}
