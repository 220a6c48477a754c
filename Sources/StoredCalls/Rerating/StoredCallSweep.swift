internal import CallStore
internal import Database
internal import Postgres
import Synchronization
internal import Threads

/// Goes through the last revisions of stored calls, unit by unit, over several connections.
struct StoredCallSweep: Sendable {
    let database: Database
    let scope: RerateScope
    let selection: CallSelection
    let threads: Int

    /// Runs `work` on each thread with a reader of its own and the units that are left; a unit is given once, in order.
    func run(
        lock: ImportLock? = nil,
        _ work: @escaping @Sendable (StoredCallReader, () -> StoredCallReader.Unit?) throws -> Void
    ) throws {
        let next = Mutex(0)
        let units = selection.units
        try WorkerThreads.run(min(threads, max(units.count, 1))) { _ in
            let connection = try database.connect(role: .loader)
            defer { connection.close() }
            try lock?.share(connection)
            let reader = StoredCallReader(connection: connection, replaced: selection.replaced, scope: scope)
            try work(reader) {
                next.withLock { next in
                    guard next < units.count else { return nil }
                    defer { next += 1 }
                    return units[next]
                }
            }
        }
    }
}
