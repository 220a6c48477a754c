internal import Database
import Foundation
internal import Postgres
import Threads
internal import Vocabulary

/// Runs one claimed job to its end, whatever that is, and keeps its lease meanwhile.
struct JobRunner {
    let database: Database
    let claim: ClaimedJob
    let handler: any JobHandler
    let leaseSeconds: Int64

    /// How a run ended.
    struct Outcome: Sendable {
        /// done, cancelled, failed, stopped; lost where the lease went to another worker.
        var outcome: String
        var message: String
        /// Of the job afterwards; nil where it is no longer this worker's.
        var state: String?
    }

    /// - Parameter isStopping: true once the worker is to stop: the handler then hears of it at its next question.
    func run(isStopping: @escaping @Sendable () -> Bool) throws -> Outcome {
        let progress = JobProgress()
        let isOver = Signal()
        let keeper = try Background { [database, claim, leaseSeconds] in
            LeaseKeeper(database: database, claim: claim, leaseSeconds: leaseSeconds, progress: progress)
                .keep(until: { isOver.isSet }, isStopping: isStopping)
        }
        let result = Result {
            try handler.run(
                JobWork(
                    jobID: claim.jobID, kind: claim.kind, entityID: claim.entityID, arguments: claim.arguments,
                    run: claim.run, database: database, progress: progress))
        }
        isOver.set()
        try keeper.value()
        return try end(result, wasCancelled: progress.state.withLock { $0.wasCancelled })
    }

    private func end(_ result: Result<String, any Error>, wasCancelled: Bool) throws -> Outcome {
        var outcome: String
        var message: String
        var refusal: Refusal?
        var retrySeconds: Int64?
        switch result {
        case .success(let done):
            (outcome, message) = ("done", done)
        case .failure(is JobProgress.Stopped) where wasCancelled:
            (outcome, message) = ("cancelled", "Cancelled")
        case .failure(is JobProgress.Stopped):
            // The worker stops: the job waits for the next one.
            (outcome, message, retrySeconds) = ("stopped", "The worker was stopped", 0)
        case .failure(let error):
            refusal = Refusal(error)
            (outcome, message) = ("failed", refusal?.description ?? "\(error)")
            retrySeconds = JobRunner.isFinal(error) ? nil : JobRunner.retrySeconds(afterFailures: claim.failures + 1)
        }
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        let rows = try connection.transactionRetrying {
            try connection.run(
                job: "end_job_run",
                [
                    "job_id": .int(claim.jobID.rawValue), "run": .int(Int64(claim.run)), "outcome": .text(outcome),
                    "message": .text(message), "reason": .optional(refusal?.reason),
                    "facts": .optional(try refusal.map { try text(of: $0.facts) }),
                    "retry_s": .optional(retrySeconds),
                ]
            ).rows
        }
        let state = try rows.first?.string("state")
        if state == nil { outcome = "lost" }
        return Outcome(outcome: outcome, message: message, state: state)
    }

    private func text(of facts: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(facts), as: UTF8.self)
    }

    /// Whether the same work would be refused again.
    static func isFinal(_ error: any Error) -> Bool {
        Refusal(error).map { $0.code != .busy && $0.code != .unavailable } ?? false
    }

    /// Seconds until the next try: 5, 10, 20 … up to an hour, each three to five quarters of it, so that jobs which failed
    /// together do not come back together.
    static func retrySeconds(
        afterFailures failures: Int32, random: (ClosedRange<Int64>) -> Int64 = { Int64.random(in: $0) }
    ) -> Int64 {
        let whole = min(Int64(3_600), 5 << Int64(min(max(failures - 1, 0), 10)))
        return random(whole * 3 / 4...whole * 5 / 4)
    }
}

/// A job that this worker has claimed.
struct ClaimedJob: Sendable {
    let jobID: JobID
    let kind: String
    let entityID: EntityID?
    let arguments: String
    let run: Int32
    let failures: Int32

    /// Nil where nothing is due.
    static func next(
        worker: String, kinds: [String], leaseSeconds: Int64, on connection: Connection
    ) throws -> ClaimedJob? {
        let rows = try connection.transactionRetrying {
            try connection.run(
                job: "claim_job",
                ["worker": .text(worker), "kinds": .texts(kinds), "lease_s": .int(leaseSeconds)]
            ).rows
        }
        return try rows.first.map { row in
            ClaimedJob(
                jobID: JobID(try row.int("job_id")), kind: try row.string("kind"),
                entityID: try row.optionalInt("entity_id").flatMap { EntityID(exactly: $0) },
                arguments: try row.string("arguments"), run: Int32(clamping: try row.int("run")),
                failures: Int32(clamping: try row.int("failures")))
        }
    }
}
