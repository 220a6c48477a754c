package import Database
package import Postgres
import Synchronization

/// Connections of the loader's role, which loads that follow one another share: to open one costs more than to load a small file.
package final class LoaderConnections: Sendable {
    private let database: Database
    private let idle = Mutex<[Idle]>([])

    private final class Idle: @unchecked Sendable {
        // Sendable: whoever has taken the connection is alone with it, and until then nobody uses it.
        let connection: Connection
        init(_ connection: Connection) { self.connection = connection }
    }

    package init(_ database: Database) { self.database = database }

    /// A connection that was given back, or a new one.
    package func take() throws -> Connection {
        if let idle = idle.withLock({ $0.popLast() }) { return idle.connection }
        return try database.connect(role: .loader)
    }

    /// Keeps a connection for the next load: in no transaction, without locks, with the settings that it had.
    package func give(back connection: Connection) {
        let kept = Idle(connection)
        idle.withLock { $0.append(kept) }
    }

    /// Closes those that nobody has.
    package func close() {
        for idle in idle.withLock({ idle in
            defer { idle = [] }
            return idle
        }) {
            idle.connection.close()
        }
    }
}
