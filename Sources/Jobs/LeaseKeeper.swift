internal import Database
import Foundation
internal import Postgres

/// Extends the lease of a job under way, on a connection and thread of its own, and tells the handler when to stop.
struct LeaseKeeper {
    let database: Database
    let claim: ClaimedJob
    let leaseSeconds: Int64
    let progress: JobProgress

    /// Returns once the job is over. A database that cannot be reached for longer than the lease stops the handler: by then
    /// another worker may have the job.
    func keep(until isOver: () -> Bool, isStopping: () -> Bool) {
        var connection: Connection?
        defer { connection?.close() }
        var heldUntil = Date.now.addingTimeInterval(TimeInterval(leaseSeconds))
        var nextBeat = Date.now.addingTimeInterval(interval)
        while !isOver() {
            Thread.sleep(forTimeInterval: 0.05)
            if isStopping() { progress.stop() }
            guard Date.now >= nextBeat else { continue }
            nextBeat = Date.now.addingTimeInterval(interval)
            do {
                let open = try connection ?? database.connect(role: .app)
                connection = open
                guard let isCancelled = try extend(on: open) else { return progress.stop() }
                heldUntil = Date.now.addingTimeInterval(TimeInterval(leaseSeconds))
                if isCancelled { progress.stop(wasCancelled: true) }
            } catch {
                connection?.close()
                connection = nil
                if Date.now > heldUntil { progress.stop() }
            }
        }
    }

    /// Seconds between two beats: a third of the lease, and no more than two, so that cancelling is heard of soon.
    private var interval: TimeInterval { min(2, TimeInterval(leaseSeconds) / 3) }

    /// Whether the job is to be cancelled; nil where it is no longer this run's.
    private func extend(on connection: Connection) throws -> Bool? {
        let (done, total, note) = progress.state.withLock { ($0.done, $0.total, $0.note) }
        return try connection.run(
            job: "extend_job_lease",
            [
                "job_id": .int(claim.jobID.rawValue), "run": .int(Int64(claim.run)), "lease_s": .int(leaseSeconds),
                "done": .optional(done), "total": .optional(total), "note": .optional(note),
            ]
        ).rows.first.map { try $0.bool("is_cancelled") }
    }
}
