internal import Database
package import Postgres
package import Vocabulary

/// How far a job is.
package struct JobStanding: Sendable, Equatable {
    package var jobID: JobID
    package var kind: String
    /// queued, running, done, parked or cancelled.
    package var state: String
    package var done: Int64?
    package var total: Int64?
    package var note: String?
    /// Cause of the last failure.
    package var cause: String?
    /// Message of the latest run, once it has ended.
    package var message: String?

    package init(
        jobID: JobID, kind: String, state: String, done: Int64? = nil, total: Int64? = nil, note: String? = nil,
        cause: String? = nil, message: String? = nil
    ) {
        self.jobID = jobID
        self.kind = kind
        self.state = state
        self.done = done
        self.total = total
        self.note = note
        self.cause = cause
        self.message = message
    }

    package var isOver: Bool { ["done", "parked", "cancelled"].contains(state) }

    /// Those of the jobs that there are.
    package static func list(_ ids: [JobID], on connection: Connection) throws -> [JobStanding] {
        try connection.run(query: "job_standing", ["job_ids": .ids(ids)]).map { row in
            try JobStanding(
                jobID: JobID(row.int("job_id")), kind: row.string("kind"), state: row.string("state"),
                done: row.optionalInt("progress_done"), total: row.optionalInt("progress_total"),
                note: row.optionalString("progress_note"), cause: row.optionalString("cause"),
                message: row.optionalString("message"))
        }
    }
}
