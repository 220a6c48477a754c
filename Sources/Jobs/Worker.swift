package import Database
import Foundation
import Glibc
internal import Postgres
import Threads
package import Vocabulary

/// Works off the queue: fires schedules, takes back what other workers lost, and runs what is due, so many at a time.
package struct Worker: Sendable {
    /// What happened, for a log or a terminal.
    package enum Event: Sendable {
        case began(JobID, kind: String, run: Int32)
        case ended(JobID, kind: String, outcome: String, message: String)
        case lost(JobID, kind: String)
        /// The database could not be used; the worker tries again.
        case failed(String)
    }

    let database: Database
    let handlers: [String: any JobHandler]
    /// Jobs at a time.
    package var slots = 1
    /// Seconds after which a job whose worker is silent goes to another.
    package var leaseSeconds: Int64 = 30
    /// Seconds between two looks at an empty queue.
    package var pollSeconds: TimeInterval = 1
    /// Ends when nothing is due rather than waiting for more.
    package var stopsWhenIdle = false
    package var report: @Sendable (Event) -> Void = { _ in }

    package init(_ database: Database, handlers: [any JobHandler]) {
        self.database = database
        self.handlers = Dictionary(handlers.map { (type(of: $0).kind, $0) }) { _, last in last }
    }

    /// Works until `isStopping`, then lets the jobs under way hear of it and returns when they have ended.
    package func run(isStopping: @escaping @Sendable () -> Bool) throws {
        try WorkerThreads.run(slots) { slot in
            // The first slot also keeps the clock.
            try work(name: "\(Worker.host):\(getpid()):\(slot)", keepsClock: slot == 0, isStopping: isStopping)
        }
    }

    private func work(name: String, keepsClock: Bool, isStopping: @escaping @Sendable () -> Bool) throws {
        var connection: Connection?
        defer { connection?.close() }
        while !isStopping() {
            do {
                let open = try connection ?? database.connect(role: .app)
                connection = open
                if keepsClock { try tick(on: open) }
                guard
                    let claim = try ClaimedJob.next(
                        worker: name, kinds: handlers.keys.sorted(), leaseSeconds: leaseSeconds, on: open)
                else {
                    if stopsWhenIdle { return }
                    wait(isStopping: isStopping)
                    continue
                }
                try run(claim, isStopping: isStopping)
            } catch {
                // A server that restarts is no reason to end: the lease decides what becomes of the job.
                if stopsWhenIdle { throw error }
                report(.failed("\(error)"))
                connection?.close()
                connection = nil
                wait(isStopping: isStopping)
            }
        }
    }

    private func tick(on connection: Connection) throws {
        try ScheduleClock.fire(on: connection)
        let lost = try connection.transactionRetrying {
            try connection.run(job: "release_lost_jobs", ["retry_s": 0]).rows
        }
        for row in lost { report(.lost(JobID(try row.int("job_id")), kind: try row.string("kind"))) }
    }

    private func run(_ claim: ClaimedJob, isStopping: @escaping @Sendable () -> Bool) throws {
        guard let handler = handlers[claim.kind] else { return }
        report(.began(claim.jobID, kind: claim.kind, run: claim.run))
        let outcome = try JobRunner(
            database: database, claim: claim, handler: handler, leaseSeconds: leaseSeconds
        ).run(isStopping: isStopping)
        report(.ended(claim.jobID, kind: claim.kind, outcome: outcome.outcome, message: outcome.message))
    }

    private func wait(isStopping: () -> Bool) {
        let end = Date.now.addingTimeInterval(pollSeconds)
        while Date.now < end, !isStopping() { Thread.sleep(forTimeInterval: min(0.05, pollSeconds)) }
    }

    /// Of the machine, for people who look where a job runs.
    private static var host: String { ProcessInfo.processInfo.hostName }
}
