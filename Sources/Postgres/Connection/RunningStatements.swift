import Synchronization

/// The connections of this process, so that what they wait for can be cancelled when the process is told to stop.
package enum RunningStatements {
    typealias Number = Int

    private static let all = Mutex<(last: Number, open: [Number: CancelHandle])>((0, [:]))

    /// - Returns: the number for `remove`.
    static func add(_ handle: CancelHandle) -> Number {
        all.withLock { all in
            all.last += 1
            all.open[all.last] = handle
            return all.last
        }
    }

    static func remove(_ number: Number) {
        all.withLock { _ = $0.open.removeValue(forKey: number) }
    }

    /// Asks the server to cancel whatever statement each connection waits for; its transaction then rolls back. Where a
    /// request does not arrive, the server notices the end of the process within a second.
    package static func cancelAll() {
        let handles = all.withLock { Array($0.open.values) }
        for handle in handles { handle.cancel() }
    }
}
