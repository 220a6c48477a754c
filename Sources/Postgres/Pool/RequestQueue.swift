import Dispatch
import Synchronization

/// Requests in the order in which they came, bounded.
final class RequestQueue: Sendable {
    private struct State {
        var waiting: [PoolRequest] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Counts requests added, and once the end for each thread.
    private let added = DispatchSemaphore(value: 0)
    private let waitingMax: Int

    init(waitingMax: Int) { self.waitingMax = waitingMax }

    /// False where the queue is full or closed.
    func add(_ request: PoolRequest) -> Bool {
        let isAdded = state.withLock { state in
            guard !state.isClosed, state.waiting.count < waitingMax else { return false }
            // A task that was cancelled before it came here.
            guard !request.wasCancelled else { return false }
            state.waiting.append(request)
            return true
        }
        if isAdded { added.signal() }
        return isAdded
    }

    /// Takes a request out; false where it does not wait, or no more.
    func remove(_ request: PoolRequest) -> Bool {
        state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0 === request }) else { return false }
            state.waiting.remove(at: index)
            return true
        }
    }

    /// The next request; waits for one. Nil once the queue is closed.
    func next() -> PoolRequest? {
        while true {
            added.wait()
            let (request, isClosed) = state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isClosed)
            }
            if let request { return request }
            if isClosed {
                // For the next thread.
                added.signal()
                return nil
            }
            // The request that this signal stood for was taken out again.
        }
    }

    /// Closes the queue and returns what waited.
    func close() -> [PoolRequest] {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        added.signal()
        return waiting
    }
}
