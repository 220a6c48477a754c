import Acts
import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@Suite struct ActsTests {
    private static let anna = Actor(.shell, "anna")

    private func request(_ key: String? = nil, body: String = "") -> ActRequest {
        ActRequest("partner.rename", by: Self.anna, from: "test", reason: "merger", key: key, body: Array(body.utf8))
    }

    private func addPartner(_ code: String, on connection: Connection) throws -> Int64 {
        try connection.query(
            "INSERT INTO partner (code, name) VALUES ($1::text, 'A') RETURNING id", [.text(code)]
        ).only().int("id")
    }

    @Test func `the same key answers as it did the first time and does nothing again`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let first = try Acts.perform(request("k1", body: "a"), on: connection) { _ in
                try addPartner("a", on: connection)
            }
            let second = try Acts.perform(request("k1", body: "a"), on: connection) { _ in
                try addPartner("b", on: connection)
            }
            #expect(first == second)
            #expect(try connection.query("SELECT count(*) AS n FROM partner").only().int("n") == 1)
            #expect(try connection.query("SELECT count(*) AS n FROM act WHERE id > 0").only().int("n") == 1)
        }
    }

    @Test func `a key that comes with another request is refused and the refusal is recorded`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            _ = try Acts.perform(request("k1", body: "a"), on: connection) { _ in 1 }
            let refusal = #expect(throws: Refusal.self) {
                try Acts.perform(request("k1", body: "b"), on: connection) { _ in 2 }
            }
            #expect(refusal?.reason == "act.key_used_otherwise" && refusal?.code == .conflict)
            let rows = try connection.query(
                "SELECT outcome, refusal->>'reason' AS reason FROM act WHERE id > 0 ORDER BY id")
            #expect(rows.map { $0["outcome"] } == ["done", "refused"])
            #expect(rows[1]["reason"] == "act.key_used_otherwise")
        }
    }

    @Test func `a refused act leaves nothing but its record, and may be tried again with the same key`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            #expect(throws: Refusal.self) {
                try Acts.perform(request("k1"), on: connection) { _ -> Int64 in
                    _ = try addPartner("a", on: connection)
                    throw Refusal(.conflict, "partner.taken", "There is such a partner")
                }
            }
            #expect(try connection.query("SELECT count(*) AS n FROM partner").only().int("n") == 0)
            let row = try connection.query(
                "SELECT outcome, refusal->>'message' AS message, reason FROM act WHERE id > 0"
            ).only()
            #expect(row["outcome"] == "refused" && row["message"] == "There is such a partner")
            #expect(row["reason"] == "merger")
            let id = try Acts.perform(request("k1"), on: connection) { _ in try addPartner("a", on: connection) }
            #expect(id > 0)
        }
    }

    @Test func `of equal requests at once one is done and all have its answer`() async throws {
        try await withTestDatabase { database async throws in
            let answers = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let connection = try database.connect(role: .app)
                        defer { connection.close() }
                        return try Acts.perform(request("k1"), on: connection) { _ in
                            try addPartner("a\(number)", on: connection)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers).count == 1)
            let connection = try database.connect(role: .app)
            #expect(try connection.query("SELECT count(*) AS n FROM partner").only().int("n") == 1)
        }
    }

    @Test func `a long act that was killed is taken up again, and one that has ended is not`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let id = try #require(try Acts.beginLong(request("load"), on: connection))
            #expect(try Acts.beginLong(request("load"), on: connection) == id)
            try Acts.end(id, on: connection)
            #expect(try Acts.beginLong(request("load"), on: connection) == nil)
            #expect(throws: PostgresError.self) {
                try connection.execute("UPDATE act SET outcome = 'refused', refusal = '{}' WHERE id > 0")
            }
        }
    }

    @Test func `what an act was cannot be rewritten by anybody`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            _ = try Acts.perform(request(), on: connection) { _ in 1 }
            for sql in ["UPDATE act SET name = 'a.b'", "DELETE FROM act", "UPDATE actor SET name = 'b'"] {
                #expect(throws: PostgresError.self, "\(sql)") { try connection.execute(sql) }
                #expect(throws: PostgresError.self, "\(sql)") { try database.connect().execute(sql) }
            }
        }
    }
}
