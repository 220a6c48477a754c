package import Postgres

/// One import per switch at a time.
///
/// The import holds an advisory lock of its session, each of its workers shares a second one. An import that was killed may
/// have left workers behind in the server that still finish a COMMIT: the next import first takes the second lock alone,
/// which it gets when they are gone, and then shares it with its own workers.
package struct ImportLock {
    private let importKey: String
    private let workerKey: String

    package init(switchID: Int16) {
        importKey = "didtron.import.\(switchID)"
        workerKey = "didtron.import.\(switchID).worker"
    }

    /// Takes the lock for the session of `connection`; `isWaiting` is called if somebody else has it.
    package func acquire(_ connection: Connection, isWaiting: () -> Void) throws {
        if try !ask("SELECT pg_try_advisory_lock(hashtextextended($1::text, 0)) AS taken", importKey, connection) {
            isWaiting()
            _ = try connection.query(
                "SELECT pg_advisory_lock(hashtextextended($1::text, 0))", [.text(importKey)], name: "lock_import")
        }
        _ = try connection.query(
            "SELECT pg_advisory_lock(hashtextextended($1::text, 0))", [.text(workerKey)], name: "await_workers")
        _ = try ask(
            "SELECT pg_advisory_unlock(hashtextextended($1::text, 0)) AS taken", workerKey, connection)
    }

    /// Gives the lock back.
    package func release(_ connection: Connection) throws {
        _ = try ask("SELECT pg_advisory_unlock(hashtextextended($1::text, 0)) AS taken", importKey, connection)
    }

    /// To be called on each worker's connection.
    package func share(_ connection: Connection) throws {
        _ = try connection.query(
            "SELECT pg_advisory_lock_shared(hashtextextended($1::text, 0))", [.text(workerKey)], name: "share_import")
    }

    /// Gives back what `share` took.
    package func unshare(_ connection: Connection) throws {
        _ = try ask(
            "SELECT pg_advisory_unlock_shared(hashtextextended($1::text, 0)) AS taken", workerKey, connection)
    }

    private func ask(_ sql: String, _ key: String, _ connection: Connection) throws -> Bool {
        try connection.query(sql, [.text(key)], name: "lock_import").only().bool("taken")
    }
}
