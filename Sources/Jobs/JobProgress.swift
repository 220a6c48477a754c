import Synchronization

/// How far a job is, written by its handler and read by whoever keeps its lease; and whether the job is to stop.
package final class JobProgress: Sendable {
    /// What stops a handler that asks.
    package struct Stopped: Error {}

    package struct State {
        var done: Int64?
        var total: Int64?
        var note: String?
        var isStopped = false
        var wasCancelled = false
    }

    package let state = Mutex(State())

    package init() {}

    /// Records how much is done, of how much where that is known.
    package func report(_ done: Int64, of total: Int64? = nil, note: String? = nil) {
        state.withLock {
            $0.done = done
            $0.total = total
            $0.note = note
        }
    }

    /// Throws where the job was cancelled, lost to another worker, or the worker is to stop. Handlers ask between steps.
    package func checkStopped() throws {
        if state.withLock({ $0.isStopped }) { throw Stopped() }
    }

    package func stop(wasCancelled: Bool = false) {
        state.withLock {
            $0.isStopped = true
            if wasCancelled { $0.wasCancelled = true }
        }
    }
}
