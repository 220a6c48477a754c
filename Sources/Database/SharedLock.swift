package import Postgres

/// A lock by name that any number share, as long as nobody has it alone.
package struct SharedLock {
    private let name: String

    /// Held by whoever reads calls at a snapshot that is older than what it reads: meanwhile no month of calls is merged, for rows
    /// that were moved since are not in the snapshot.
    package static let callReaders = SharedLock(name: "didtron.call_readers")

    /// Runs `body` with the lock, which is taken before any snapshot is; outside of a transaction.
    package func held<Value>(on connection: Connection, _ body: () throws -> Value) throws -> Value {
        func ask(_ function: String) throws {
            _ = try connection.query(
                "SELECT \(function)(hashtextextended($1::text, 0))", [.text(name)], name: "shared_lock")
        }
        try ask("pg_advisory_lock_shared")
        // Where the connection is lost, so is the lock.
        defer { try? ask("pg_advisory_unlock_shared") }
        return try body()
    }
}
