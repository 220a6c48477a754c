import Dispatch
import Synchronization
import Threads

/// Connections shared by tasks: each belongs to a thread of its own, which blocks in libpq so that no task's thread has to.
///
/// Requests are served in their order. The queue is bounded in length and in time; beyond either a request fails with
/// `PostgresError.Code.busy`, which a server answers with 503.
public final class ConnectionPool: Sendable {
    public struct Settings: Sendable {
        /// Connections, and so transactions at a time.
        public var connections = 4
        /// Requests that wait for one.
        public var waitingMax = 64
        /// Milliseconds that a request waits for one.
        public var waitMillisecondsMax = 2_000

        public init() {}
    }

    private let connect: @Sendable () throws -> Connection
    private let settings: Settings
    private let queue: RequestQueue
    private let threads: Mutex<[Background<Void>]>

    /// Starts the threads; they connect when they have something to do.
    public init(settings: Settings = Settings(), connect: @escaping @Sendable () throws -> Connection) throws {
        let queue = RequestQueue(waitingMax: settings.waitingMax)
        self.settings = settings
        self.connect = connect
        self.queue = queue
        threads = Mutex(
            try (0..<settings.connections).map { _ in
                try Background { ConnectionPool.serve(queue, connect) }
            })
    }

    deinit { shutDown() }

    /// Runs `body` in a transaction on the next connection that is free. Where the task is cancelled, a request that waits is
    /// taken out of the queue, and the statement of one under way is cancelled; both throw `CancellationError`.
    ///
    /// `body` runs on a thread of the pool, once: a serialization failure is the caller's to repeat.
    public func transaction<T: Sendable>(
        _ scope: TransactionScope, _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        try await perform { connection in try connection.transaction(scope) { try body(connection) } }
    }

    /// The same without a transaction around `body`, for work that opens its own, perhaps again after a serialization failure:
    /// the scope ends with the work.
    public func session<T: Sendable>(
        _ scope: TransactionScope, _ body: @escaping @Sendable (Connection) throws -> T
    ) async throws -> T {
        try await perform { connection in try connection.session(scope) { try body(connection) } }
    }

    private func perform<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        let request = PoolRequest()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                request.prepare(
                    work: { connection in
                        let result = Result { try body(connection) }
                        // What was cancelled fails with the server's word for it.
                        let outcome = request.wasCancelled ? .failure(CancellationError()) : result
                        return { continuation.resume(with: outcome) }
                    },
                    fail: { continuation.resume(throwing: $0) })
                guard queue.add(request) else {
                    return request.fail(with: ConnectionPool.busy("\(settings.waitingMax) requests wait already"))
                }
                let limit = settings.waitMillisecondsMax
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(limit)) { [queue] in
                    guard queue.remove(request) else { return }
                    request.fail(with: ConnectionPool.busy("none was free for \(limit) ms"))
                }
            }
        } onCancel: {
            if queue.remove(request) { request.fail(with: CancellationError()) } else { request.cancel() }
        }
    }

    /// Lets what is under way end, refuses what waits, and returns when the threads have ended.
    public func shutDown() {
        for request in queue.close() {
            request.fail(with: PostgresError(.connectionLost, "The server is stopping"))
        }
        for thread in threads.withLock({ threads in
            defer { threads = [] }
            return threads
        }) {
            // A thread of the pool throws nothing: each request has its own outcome.
            do { try thread.value() } catch {}
        }
    }

    private static func busy(_ why: String) -> PostgresError {
        PostgresError(.busy, "All connections to the database are in use: \(why)", reason: "server.pool_exhausted")
    }

    /// The life of one thread and its connection.
    private static func serve(_ queue: RequestQueue, _ connect: () throws -> Connection) {
        var connection: Connection?
        defer { connection?.close() }
        while let request = queue.next() {
            do {
                let open = try connection ?? connect()
                connection = open
                let mayGoOn = request.run(on: open)
                // A connection of unknown state serves nobody else.
                if !mayGoOn || !open.isIdle {
                    open.close()
                    connection = nil
                }
            } catch {
                request.fail(with: error)
            }
        }
    }
}
