import CPostgres
import Synchronization

/// The connections of this process, so that what they wait for can be cancelled when the process is told to stop.
package enum RunningStatements {
    typealias Number = Int

    /// What libpq needs for a cancel request.
    ///
    /// `@unchecked Sendable`: libpq only reads the object while it cancels, from any thread, and it is freed by `remove`
    /// alone, which the lock keeps from running beside `cancelAll`.
    @safe private struct Canceller: @unchecked Sendable {
        let object: OpaquePointer
    }

    private static let all = Mutex<(last: Number, open: [Number: Canceller])>((0, [:]))

    /// - Returns: the number for `remove`; nil where libpq has no memory for it.
    static func add(_ handle: OpaquePointer?) -> Number? {
        guard let object = unsafe PQgetCancel(handle) else { return nil }
        let canceller = unsafe Canceller(object: object)
        return all.withLock { all in
            all.last += 1
            all.open[all.last] = canceller
            return all.last
        }
    }

    static func remove(_ number: Number) {
        all.withLock { all in
            guard let canceller = all.open.removeValue(forKey: number) else { return }
            unsafe PQfreeCancel(canceller.object)
        }
    }

    /// Asks the server to cancel whatever statement each connection waits for; its transaction then rolls back. Where a
    /// request does not arrive, the server notices the end of the process within a second.
    package static func cancelAll() {
        all.withLock { all in
            for canceller in all.open.values {
                var message = [CChar](repeating: 0, count: 256)
                // PQcancel writes at most the size that it is given.
                _ = unsafe message.withUnsafeMutableBufferPointer {
                    unsafe PQcancel(canceller.object, $0.baseAddress, 256)
                }
            }
        }
    }
}
