import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct CopyTests {
    private struct Stop: Error {}

    private func withTable(_ body: (Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let connection = try database.connect()
            try connection.execute("CREATE TABLE t (n integer PRIMARY KEY, name text)")
            try body(connection)
        }
    }

    private func count(_ connection: Connection) throws -> Int64 {
        try connection.query("SELECT count(*) AS n FROM t").only().int("n")
    }

    /// Copies out, `stoppingAfter` messages with an error; returns the messages.
    private func copyOut(_ connection: Connection, _ sql: String, stoppingAfter most: Int = .max) -> (
        [[UInt8]], (any Error)?
    ) {
        var messages: [[UInt8]] = []
        do {
            try unsafe connection.copyOut(sql) { bytes in
                unsafe messages.append(Array(bytes))
                if messages.count == most { throw Stop() }
            }
            return (messages, nil)
        } catch let error {
            return (messages, error)
        }
    }

    @Test func `rows are copied in and out, in parts of any size`() throws {
        try withTable { connection throws in
            let text = (0..<100_000).map { "\($0)\tname \($0)\n" }.joined()
            let copied = try connection.copyIn("COPY t FROM STDIN") { writer in
                let bytes = Array(text.utf8)
                // Larger than what is sent at once, then a few bytes at a time.
                try writer.write(Array(bytes[..<1_500_000]))
                for start in stride(from: 1_500_000, to: bytes.count, by: 77) {
                    try writer.write(Array(bytes[start..<min(start + 77, bytes.count)]))
                }
            }
            #expect(copied == 100_000)
            let (messages, error) = copyOut(connection, "COPY (SELECT * FROM t ORDER BY n) TO STDOUT")
            #expect(error == nil)
            #expect(Array(messages.joined()) == Array(text.utf8))
            #expect(try count(connection) == 100_000)
        }
    }

    @Test func `binary rows are copied in`() throws {
        try withTable { connection throws in
            var bytes: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
            bytes += [0, 2, 0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 2, 0x68, 0x69]
            bytes += [0xFF, 0xFF]
            #expect(try connection.copyIn("COPY t FROM STDIN (FORMAT binary)") { try $0.write(bytes) } == 1)
            #expect(try connection.query("SELECT name FROM t WHERE n = 7").only()["name"] == "hi")
        }
    }

    @Test func `an error while writing leaves no row and a usable connection`() throws {
        try withTable { connection throws in
            #expect(throws: Stop.self) {
                try connection.copyIn("COPY t FROM STDIN") { writer in
                    try writer.write("1\tone\n")
                    throw Stop()
                }
            }
            #expect(try count(connection) == 0)
            #expect(throws: Stop.self) {
                try connection.transaction {
                    try connection.copyIn("COPY t FROM STDIN") { _ in throw Stop() }
                }
            }
            #expect(try connection.copyIn("COPY t FROM STDIN") { try $0.write("1\tone\n") } == 1)
        }
    }

    @Test func `a refused row names its place and not its value`() throws {
        try withTable { connection throws in
            let error = #expect(throws: PostgresError.self) {
                try connection.copyIn("COPY t FROM STDIN") { try $0.write("1\tone\nhush\ttwo\n") }
            }
            #expect(error?.sqlState == "22P02")
            #expect(error?.description.contains("COPY t, line 2, column n") == true)
            #expect(try count(connection) == 0)
        }
    }

    @Test func `the server's refusal is the error when it comes while rows are still being written`() throws {
        try withTable { connection throws in
            let error = #expect(throws: PostgresError.self) {
                try connection.copyIn("COPY t FROM STDIN") { writer in
                    for _ in 0..<1_000_000 { try writer.write("not a number\tx\n") }
                }
            }
            #expect(error?.sqlState == "22P02")
            #expect(try count(connection) == 0)
        }
    }

    @Test func `an error while reading stops the copy and leaves a usable connection`() throws {
        try withTable { connection throws in
            let (messages, error) = copyOut(
                connection, "COPY (SELECT generate_series(1, 5000000)) TO STDOUT", stoppingAfter: 3)
            #expect(error is Stop)
            #expect(messages.count == 3)
            #expect(try count(connection) == 0)
        }
    }

    @Test func `a copy that fails in the middle is an error`() throws {
        try withTable { connection throws in
            let (messages, error) = copyOut(
                connection, "COPY (SELECT 1 / (1000 - n) FROM generate_series(1, 2000) AS n) TO STDOUT")
            #expect((error as? PostgresError)?.sqlState == "22012")
            #expect(messages.count == 999)
            #expect(try count(connection) == 0)
        }
    }

    @Test func `what is no copy in that direction is refused`() throws {
        try withTable { connection throws in
            #expect(throws: PostgresError.self) { try connection.copyIn("SELECT 1") { _ in } }
            #expect(copyOut(connection, "COPY nowhere TO STDOUT").1 is PostgresError)
            #expect(try count(connection) == 0)
        }
    }
}
