import Glibc
import Synchronization

/// Threads that live no longer than the call which starts them.
package enum WorkerThreads {
    /// Thrown by a body that ends because another one has failed, whose error is the one to report.
    package struct Stopped: Error {
        package init() {}
    }

    /// Runs `body` on `count` threads at once, with the numbers from 0, and returns when all of them have ended.
    ///
    /// Threads and not tasks: workers block in libpq, which the cooperative pool cannot afford.
    ///
    /// - Throws: the first error that a body threw, other than `Stopped` if there is one; `ThreadError`.
    package static func run(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        let errors = Mutex<[any Error]>([])
        try withoutActuallyEscaping(body) { body in
            var threads: [pthread_t] = []
            var refusal: (any Error)?
            for number in 0..<count {
                do {
                    threads.append(
                        try start {
                            do { try body(number) } catch let error { errors.withLock { $0.append(error) } }
                        })
                } catch let error {
                    refusal = error
                    break
                }
            }
            for thread in threads { _ = pthread_join(thread, nil) }
            if let refusal, threads.isEmpty { throw refusal }
        }
        let all = errors.withLock { $0 }
        if let first = all.first(where: { !($0 is Stopped) }) ?? all.first { throw first }
    }

    /// Starts a thread that whoever called joins.
    static func start(_ body: @escaping @Sendable () -> Void) throws -> pthread_t {
        var thread = pthread_t()
        // The thread takes over the reference that `passRetained` leaves.
        let argument = unsafe Unmanaged.passRetained(ThreadStart(run: body)).toOpaque()
        let refusal = unsafe pthread_create(
            &thread, nil,
            { argument in
                unsafe Unmanaged<ThreadStart>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, argument)
        guard refusal == 0 else {
            unsafe Unmanaged<ThreadStart>.fromOpaque(argument).release()
            throw ThreadError(number: refusal)
        }
        return thread
    }
}

private final class ThreadStart: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
}
