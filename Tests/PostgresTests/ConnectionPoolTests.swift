import Database
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite struct ConnectionPoolTests {
    private func withPool<T>(
        connections: Int = 2, waitingMax: Int = 64, waitMilliseconds: Int = 2_000,
        _ body: (ConnectionPool, Database) async throws -> T
    ) async throws -> T {
        try await withTestDatabase { database async throws in
            var settings = ConnectionPool.Settings()
            settings.connections = connections
            settings.waitingMax = waitingMax
            settings.waitMillisecondsMax = waitMilliseconds
            let pool = try ConnectionPool(settings: settings) { try database.connect() }
            defer { pool.shutDown() }
            return try await body(pool, database)
        }
    }

    private static let application = TransactionScope(role: .app)

    /// Waits for a lock as long as the test holds it.
    private static var patient: TransactionScope {
        var scope = application
        scope.statementTimeoutMilliseconds = 0
        scope.lockTimeoutMilliseconds = 0
        return scope
    }

    @Test func `a transaction has its role, limits and scope, and the next one on the connection has none of them`()
        async throws
    {
        try await withPool(connections: 1) { pool, _ in
            var scope = Self.application
            scope.statementTimeoutMilliseconds = 1_234
            scope.partnerID = 7
            scope.isReadOnly = true
            let first = try await pool.transaction(scope) { connection in
                let row = try connection.query(
                    """
                    SELECT current_user::text AS role, current_setting('statement_timeout') AS statement_limit,
                        current_setting('didtron.partner_id') AS partner, current_setting('transaction_read_only') AS only
                    """
                ).only()
                return ["role", "statement_limit", "partner", "only"].map { row[$0] ?? "" }
            }
            #expect(first == ["didtron_app", "1234ms", "7", "on"])
            let second = try await pool.transaction(TransactionScope(role: .reporter)) { connection in
                let row = try connection.query(
                    "SELECT current_user::text AS role, current_setting('didtron.partner_id') AS partner"
                ).only()
                return ["role", "partner"].map { row[$0] ?? "" }
            }
            #expect(second == ["didtron_reporter", ""])
        }
    }

    @Test func `many tasks share few connections`() async throws {
        try await withPool(connections: 3, waitingMax: 500) { pool, _ in
            let sum = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await pool.transaction(Self.application) {
                            try $0.query("SELECT $1::bigint AS n", [.int(Int64(number))]).only().int("n")
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 19_900)
        }
    }

    @Test func `a failed transaction leaves nothing, and the connection goes on`() async throws {
        struct Undo: Error {}
        try await withPool(connections: 1) { pool, _ in
            await #expect(throws: Undo.self) {
                try await pool.transaction(Self.application) {
                    try $0.execute("INSERT INTO partner (code, name) VALUES ('a', 'A')")
                    throw Undo()
                }
            }
            let rows = try await pool.transaction(Self.application) {
                try $0.query("SELECT count(*) AS n FROM partner").only().int("n")
            }
            #expect(rows == 0)
        }
    }

    @Test func `F38: a request that finds the queue full, or waits too long, is told that the pool is busy`()
        async throws
    {
        try await withPool(connections: 1, waitingMax: 1, waitMilliseconds: 300) { pool, database in
            let gate = try database.connect()
            try gate.execute("SELECT pg_advisory_lock(1)")
            let began = Mutex(false)
            let holder = Task {
                try await pool.transaction(Self.patient) {
                    began.withLock { $0 = true }
                    try $0.execute("SELECT pg_advisory_xact_lock(1)")
                }
            }
            while !began.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
            // One of them waits, the other finds the queue full.
            let messages = await withTaskGroup(of: String.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        do {
                            try await pool.transaction(Self.application) { try $0.execute("SELECT 1") }
                            return "done"
                        } catch {
                            return (error as? PostgresError).map { "\($0.code): \($0.message)" } ?? "\(error)"
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }.sorted()
            }
            #expect(messages.count == 2 && messages.allSatisfy { $0.hasPrefix("busy: ") }, "\(messages)")
            #expect(messages.contains { $0.contains("1 requests wait already") }, "\(messages)")
            #expect(messages.contains { $0.contains("none was free for 300 ms") }, "\(messages)")
            try gate.execute("SELECT pg_advisory_unlock(1)")
            try await holder.value
        }
    }

    @Test func `a cancelled task cancels its statement on the server, and one that waits leaves the queue`()
        async throws
    {
        try await withPool(connections: 1) { pool, _ in
            let began = Mutex(false)
            let running = Task {
                try await pool.transaction(Self.application) {
                    began.withLock { $0 = true }
                    try $0.execute("SELECT pg_sleep(30)")
                }
            }
            while !began.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
            let waiting = Task { try await pool.transaction(Self.application) { try $0.execute("SELECT 1") } }
            try await Task.sleep(for: .milliseconds(50))
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            let start = Date.now
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
            #expect(Date.now.timeIntervalSince(start) < 5)
            let rows = try await pool.transaction(Self.application) { try $0.query("SELECT 1 AS n").only().int("n") }
            #expect(rows == 1)
        }
    }

    @Test func `a connection that the server ended is replaced`() async throws {
        try await withPool(connections: 1) { pool, _ in
            await #expect(throws: PostgresError.self) {
                try await pool.transaction(TransactionScope(role: .owner)) { connection in
                    try connection.execute("RESET ROLE; SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            let rows = try await pool.transaction(Self.application) { try $0.query("SELECT 1 AS n").only().int("n") }
            #expect(rows == 1)
        }
    }

    @Test func `a statement that takes too long is ended by the server`() async throws {
        try await withPool(connections: 1) { pool, _ in
            var scope = Self.application
            scope.statementTimeoutMilliseconds = 50
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction(scope) { try $0.execute("SELECT pg_sleep(5)") }
            }
            #expect(error?.sqlState == "57014")
        }
    }
}
