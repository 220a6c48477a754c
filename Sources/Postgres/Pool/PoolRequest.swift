import Synchronization

/// One transaction that is asked for, from the queue to its outcome.
final class PoolRequest: Sendable {
    private struct State {
        var work: (@Sendable (Connection) -> @Sendable () -> Void)?
        var fail: (@Sendable (any Error) -> Void)?
        /// While the transaction is under way.
        var cancelHandle: CancelHandle?
        var wasCancelled = false
    }

    private let state = Mutex(State())

    var wasCancelled: Bool { state.withLock { $0.wasCancelled } }

    /// - Parameters:
    ///   - work: does the transaction and returns what hands over its outcome.
    ///   - fail: hands over an error instead. One of the two is called, once.
    func prepare(
        work: @escaping @Sendable (Connection) -> @Sendable () -> Void, fail: @escaping @Sendable (any Error) -> Void
    ) {
        state.withLock {
            $0.work = work
            $0.fail = fail
        }
    }

    /// Does the transaction on the pool's thread. False where the connection must not be used again.
    func run(on connection: Connection) -> Bool {
        let cancelHandle: CancelHandle
        do { cancelHandle = try connection.cancelHandle() } catch {
            fail(with: error)
            return false
        }
        let work = state.withLock { state in
            state.cancelHandle = cancelHandle
            defer { state.work = nil }
            return state.wasCancelled ? nil : state.work
        }
        guard let work else {
            fail(with: CancellationError())
            return true
        }
        let handOver = work(connection)
        // From here on nobody cancels: whoever is about to holds the lock until the server has heard.
        let wasCancelled = state.withLock { state in
            state.cancelHandle = nil
            state.fail = nil
            return state.wasCancelled
        }
        handOver()
        return !wasCancelled
    }

    func fail(with error: any Error) {
        let fail = state.withLock { state in
            defer {
                state.fail = nil
                state.work = nil
            }
            return state.fail
        }
        fail?(error)
    }

    func cancel() {
        state.withLock { state in
            state.wasCancelled = true
            state.cancelHandle?.cancel()
        }
    }
}
