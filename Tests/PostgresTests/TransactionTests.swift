import Database
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite struct TransactionTests {
    private struct Stop: Error {}

    private func withTable(_ body: (Connection, Database) throws -> Void) throws {
        try withTestDatabase { database in
            let connection = try database.connect()
            try connection.execute("CREATE TABLE t (n integer PRIMARY KEY); INSERT INTO t VALUES (0)")
            try body(connection, database)
        }
    }

    private func numbers(_ connection: Connection) throws -> [Int64] {
        try connection.query("SELECT n FROM t ORDER BY n").map { try $0.int("n") }
    }

    @Test func `what is thrown rolls back and the connection goes on`() throws {
        try withTable { connection, _ throws in
            #expect(throws: Stop.self) {
                try connection.transaction {
                    try connection.execute("INSERT INTO t VALUES (1)")
                    throw Stop()
                }
            }
            let answer = try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (2)")
                return 42
            }
            #expect(answer == 42)
            #expect(try numbers(connection) == [0, 2])
        }
    }

    @Test func `an inner transaction fails alone`() throws {
        try withTable { connection, _ throws in
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                do {
                    try connection.transaction {
                        try connection.execute("INSERT INTO t VALUES (2)")
                        try connection.execute("INSERT INTO t VALUES (0)")
                    }
                    Issue.record("a duplicate was taken")
                } catch let error as PostgresError {
                    #expect(error.sqlState == "23505")
                }
                try connection.transaction { try connection.execute("INSERT INTO t VALUES (3)") }
            }
            #expect(try numbers(connection) == [0, 1, 3])
        }
    }

    @Test func `a failed statement whose error was swallowed does not look committed`() throws {
        try withTable { connection, _ throws in
            func insertCarelessly() throws {
                try connection.execute("INSERT INTO t VALUES (1)")
                do { try connection.execute("INSERT INTO t VALUES (0)") } catch {}
            }
            let error = #expect(throws: PostgresError.self) { try connection.transaction(insertCarelessly) }
            #expect(error?.code == .transactionState)
            #expect(try numbers(connection) == [0])
        }
    }

    @Test func `F14: a serialization failure is tried again`() throws {
        try withTable { connection, database in
            let other = try database.connect()
            var attempts = 0
            try connection.transactionRetrying {
                attempts += 1
                try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                _ = try numbers(connection)
                if attempts < 3 { try other.execute("UPDATE t SET n = n - 1") }
                try connection.execute("UPDATE t SET n = n + 100")
            }
            #expect(attempts == 3)
            #expect(try numbers(connection) == [98])
        }
    }

    @Test func `F14: changes in opposite orders are each done once, however often they block each other`() throws {
        try withTable { connection, database in
            try connection.execute("INSERT INTO t VALUES (1); CREATE TABLE done (worker integer, number integer)")
            let attempts = Mutex(0)
            let failures = Mutex<[String]>([])
            let threads = (0..<4).map { worker in
                Thread {
                    do {
                        let own = try database.connect()
                        defer { own.close() }
                        // Some find out that they block each other, others give up before.
                        try own.execute(
                            worker < 2
                                ? "SET deadlock_timeout = '5ms'"
                                : "SET deadlock_timeout = '1s'; SET lock_timeout = '20ms'")
                        for number in 0..<25 {
                            try own.transactionRetrying {
                                attempts.withLock { $0 += 1 }
                                let (first, second) = worker % 2 == 0 ? (0, 1) : (1, 0)
                                try own.execute(
                                    "UPDATE t SET n = n + 2 WHERE n % 2 = \(first); SELECT pg_sleep(0.01)")
                                try own.execute("UPDATE t SET n = n + 2 WHERE n % 2 = \(second)")
                                try own.execute("INSERT INTO done VALUES (\(worker), \(number))")
                            }
                        }
                    } catch {
                        failures.withLock { $0.append("\(error)") }
                    }
                }
            }
            threads.forEach { $0.start() }
            while !threads.allSatisfy(\.isFinished) { Thread.sleep(forTimeInterval: 0.01) }
            #expect(failures.withLock { $0 } == [])
            #expect(try numbers(connection) == [200, 201])
            #expect(try connection.query("SELECT DISTINCT worker, number FROM done").count == 100)
            #expect(attempts.withLock { $0 } > 100, "nobody was in anybody's way")
        }
    }

    @Test func `another failure is not tried again`() throws {
        try withTable { connection, _ throws in
            var attempts = 0
            #expect(throws: PostgresError.self) {
                try connection.transactionRetrying {
                    attempts += 1
                    try connection.execute("INSERT INTO t VALUES (0)")
                }
            }
            #expect(attempts == 1)
        }
    }

    @Test func `F14: a lock that is never to be had ends in its error`() throws {
        try withTable { connection, database in
            let other = try database.connect()
            try other.execute("BEGIN; LOCK TABLE t")
            var attempts = 0
            let error = #expect(throws: PostgresError.self) {
                try connection.transactionRetrying {
                    attempts += 1
                    try connection.execute("LOCK TABLE t NOWAIT")
                }
            }
            #expect(error?.sqlState == "55P03")
            #expect(attempts == 10)
        }
    }

    @Test func `transactions of several connections read one state`() throws {
        try withTable { first, database throws in
            try first.readingTransaction {
                let snapshot = try first.exportSnapshot()
                try database.connect().execute("INSERT INTO t VALUES (1)")
                let second = try database.connect()
                let seen = try second.readingTransaction(seeing: snapshot) { try numbers(second) }
                #expect(seen == [0])
                #expect(try numbers(first) == [0])
                let now = try second.readingTransaction { try numbers(second) }
                #expect(now == [0, 1])
            }
        }
    }

    @Test func `a snapshot ends with its transaction`() throws {
        try withTable { first, database throws in
            let snapshot = try first.readingTransaction { try first.exportSnapshot() }
            let second = try database.connect()
            #expect(throws: PostgresError.self) { try second.readingTransaction(seeing: snapshot) {} }
            #expect(try numbers(second) == [0])
        }
    }

    @Test func `a transaction that reads changes nothing`() throws {
        try withTable { connection, _ throws in
            #expect {
                try connection.readingTransaction { try connection.execute("INSERT INTO t VALUES (1)") }
            } throws: { ($0 as? PostgresError)?.sqlState == "25006" }
            #expect(try numbers(connection) == [0])
        }
    }
}
