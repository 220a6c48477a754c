import CoreMetrics
import Jobs
import Synchronization
import Vocabulary

/// Measures the runs of jobs: how long each kind takes and how they end.
final class JobTimes: Sendable {
    private let started = Mutex<[JobID: ContinuousClock.Instant]>([:])

    func note(_ event: Worker.Event) {
        switch event {
        case .began(let id, _, _): started.withLock { $0[id] = .now }
        case .ended(let id, let kind, let outcome, _):
            guard let start = started.withLock({ $0.removeValue(forKey: id) }) else { return }
            Timer(label: "job.duration", dimensions: [("job", kind), ("outcome", outcome)])
                .recordNanoseconds(Int64((ContinuousClock.now - start) / .nanoseconds(1)))
        case .lost(_, let kind): Counter(label: "job.lost", dimensions: [("job", kind)]).increment()
        case .failed: Counter(label: "job.worker.failures").increment()
        }
    }
}
