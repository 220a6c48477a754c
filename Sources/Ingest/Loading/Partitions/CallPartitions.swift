internal import Postgres
import Synchronization

/// The day partitions of `call`, made before the rows that need them, in a transaction of their own: a partition is
/// visible to everybody before anybody writes to it, and no load waits for the end of another.
final class CallPartitions: Sendable {
    private let known = Mutex<Set<Int32>>([])

    /// Makes the partitions of `days` (since 1970-01-01) that are not there; outside of any transaction.
    func ensure(_ days: [Int32], _ connection: Connection) throws {
        let missing = known.withLock { known in days.filter { !known.contains($0) } }
        guard !missing.isEmpty else { return }
        _ = try connection.run(
            query: "add_call_partitions", ["days": .texts(missing.map { "\(CivilDate(days: $0))" })])
        known.withLock { $0.formUnion(missing) }
    }

    /// Days touched so far.
    var days: [Int32] { known.withLock { $0.sorted() } }
}
