import Glibc

/// Work that goes on beside the thread that asked for it, which fetches the result when it needs it, or ends with it.
@safe
package final class Background<Value: Sendable> {
    private let work: Work
    private let thread: pthread_t
    private var isJoined = false

    /// What the thread runs, and what came of it. Read only once the thread has ended.
    private final class Work: @unchecked Sendable {
        // Sendable: `outcome` is written by the thread, and read by whoever has joined it.
        let body: @Sendable () throws -> Value
        var outcome: Result<Value, any Error>?
        init(_ body: @escaping @Sendable () throws -> Value) { self.body = body }
    }

    package init(_ body: @escaping @Sendable () throws -> Value) throws {
        work = Work(body)
        let work = work
        thread = try WorkerThreads.start { work.outcome = Result { try work.body() } }
    }

    deinit { join() }

    /// Waits for the end of the work.
    package func value() throws -> Value {
        join()
        guard let outcome = work.outcome else { preconditionFailure("a thread that has ended leaves an outcome") }
        return try outcome.get()
    }

    private func join() {
        guard !isJoined else { return }
        isJoined = true
        _ = pthread_join(thread, nil)
    }
}
