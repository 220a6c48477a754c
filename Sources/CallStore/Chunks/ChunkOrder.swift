import Glibc
package import Threads

/// The two places where chunks of a file go one after another, in their order, though workers prepare them at once:
///
///     prepare (any order) -> identify (in order) -> send (any order) -> commit (in order)
///
/// What is committed is so always a beginning of the file, and each chunk is compared with all that precede it. When one
/// chunk fails, everybody who waits is let go with `WorkerThreads.Stopped`, and nobody enters any more.
@safe
package final class ChunkOrder: @unchecked Sendable {
    // Sendable: `state` is read and written under `mutex` only.

    package enum Step: Sendable { case identify, commit }

    private var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// `next` is the number of the first chunk to come.
    package init(next: Int) {
        state = State(next: next)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Returns when every chunk before `chunk` has passed the step.
    package func wait(for step: Step, chunk: Int) throws(WorkerThreads.Stopped) {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            switch state.action(step, chunk: chunk) {
            case .enter: return
            case .stop: throw WorkerThreads.Stopped()
            case .wait: unsafe pthread_cond_wait(changed, mutex)
            }
        }
    }

    /// The chunk, which had waited for the step, is through it.
    package func pass(_ step: Step, chunk: Int) { change { $0.pass(step, chunk: chunk) } }

    /// A chunk cannot be loaded.
    package func stop() { change { $0.stop() } }

    private func change(_ body: (inout State) -> Void) {
        unsafe pthread_mutex_lock(mutex)
        body(&state)
        unsafe pthread_cond_broadcast(changed)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Who may go, as a value; the class around it only waits.
    struct State: Equatable {
        private var toIdentify: Int
        private var toCommit: Int
        private var isStopped = false

        enum Action: Equatable { case enter, wait, stop }

        init(next: Int) {
            toIdentify = next
            toCommit = next
        }

        func action(_ step: Step, chunk: Int) -> Action {
            if isStopped { return .stop }
            return (step == .identify ? toIdentify : toCommit) >= chunk ? .enter : .wait
        }

        mutating func pass(_ step: Step, chunk: Int) {
            switch step {
            case .identify:
                precondition(toIdentify == chunk, "chunks are identified in order")
                toIdentify += 1
            case .commit:
                precondition(toCommit == chunk && chunk < toIdentify, "chunks are committed in order, once identified")
                toCommit += 1
            }
        }

        mutating func stop() { isStopped = true }
    }
}
