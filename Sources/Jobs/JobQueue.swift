package import Acts
internal import Database
import Foundation
package import Postgres
package import Vocabulary

/// The queue as whoever puts work into it sees it.
package enum JobQueue {
    /// What is to be done.
    package struct NewJob: Sendable {
        /// Subject and verb: `books.close`.
        package var kind: String
        /// Work of one kind and key waits once; nil = each is work of its own.
        package var key: String?
        package var entityID: EntityID?
        /// A JSON object.
        package var arguments = "{}"
        /// The higher goes first.
        package var priority: Int16 = 0
        /// Instant in ISO 8601; nil = at once.
        package var dueAt: String?
        /// Failed runs after which it is parked.
        package var failuresMax: Int32 = 8

        package init(_ kind: String, key: String? = nil, entityID: EntityID? = nil) {
            self.kind = kind
            self.key = key
            self.entityID = entityID
        }
    }

    /// Puts a job into the queue and returns its id: that of the one which waits under its key, if one does.
    @discardableResult
    package static func add(_ job: NewJob, by actor: Actor, on connection: Connection) throws -> JobID {
        let rows = try connection.transactionRetrying {
            try connection.run(
                job: "add_job",
                [
                    "kind": .text(job.kind), "key": .optional(job.key), "entity_id": .optional(job.entityID?.rawValue),
                    "arguments": .text(job.arguments), "priority": .int(Int64(job.priority)),
                    "due_at": .optional(job.dueAt), "failures_max": .int(Int64(job.failuresMax)),
                    "actor_kind": .text(actor.kind.rawValue), "actor": .text(actor.name),
                ]
            ).rows
        }
        return JobID(try rows.only().int("job_id"))
    }

    /// Cancels a job: at once where it waits, else as soon as its worker hears of it. Returns the state after.
    package static func cancel(_ id: JobID, on connection: Connection) throws -> String {
        let rows = try connection.transactionRetrying {
            try connection.run(job: "cancel_job", ["job_id": .int(id.rawValue)]).rows
        }
        guard let row = rows.first else { throw try refusal(id, "cancelled", on: connection) }
        return try row.string("state")
    }

    /// Puts a parked or cancelled job back into the queue.
    package static func retry(_ id: JobID, on connection: Connection) throws {
        let rows = try connection.transactionRetrying {
            try connection.run(job: "retry_job", ["job_id": .int(id.rawValue)]).rows
        }
        if rows.isEmpty { throw try refusal(id, "tried again", on: connection) }
    }

    private static func refusal(_ id: JobID, _ step: String, on connection: Connection) throws -> Refusal {
        guard let job = try JobSummary.find(id, on: connection) else {
            return Refusal(.notFound, "job.not_found", "There is no job \(id)", facts: ["job": "\(id)"])
        }
        return Refusal(
            .conflict, "job.wrong_state", "Job \(id) is \(job.state): it cannot be \(step)",
            facts: ["job": "\(id)", "state": job.state])
    }
}
