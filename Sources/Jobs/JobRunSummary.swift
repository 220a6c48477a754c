import Foundation
package import Postgres
package import Vocabulary

/// One run of a job.
package struct JobRunSummary: Sendable, Codable {
    package var jobID: JobID
    package var kind: String
    package var number: Int64
    package var worker: String
    /// done, failed, lost or cancelled; nil while it runs.
    package var outcome: String?
    package var message: String?
    /// The refusal that it failed by; nil where it did not fail by one.
    package var reason: String?
    /// Facts of the refusal.
    package var facts: [String: String]?
    /// Instants in ISO 8601, UTC.
    package var startedAt: String
    package var endedAt: String?
    /// Milliseconds, until now while it runs.
    package var elapsedMilliseconds: Int64

    /// Runs, the latest first.
    package static func list(
        jobID: JobID? = nil, kind: String? = nil, limit: Int = 50, on connection: Connection
    ) throws -> [JobRunSummary] {
        try connection.run(
            query: "job_run_list",
            [
                "job_id": .optional(jobID?.rawValue), "kind": .optional(kind), "row_limit": .int(Int64(limit)),
            ]
        ).map { row in
            try JobRunSummary(
                jobID: JobID(row.int("job_id")), kind: row.string("kind"), number: row.int("number"),
                worker: row.string("worker"), outcome: row.optionalString("outcome"),
                message: row.optionalString("message"), reason: row.optionalString("reason"),
                facts: row.optionalString("facts").map {
                    try JSONDecoder().decode([String: String].self, from: Data($0.utf8))
                }, startedAt: row.string("started_at"),
                endedAt: row.optionalString("ended_at"), elapsedMilliseconds: row.int("elapsed_ms"))
        }
    }
}
