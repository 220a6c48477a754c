import TestSupport
import Testing

@testable import Database
@testable import Postgres

/// Rows of a named query that are handed over some at a time.
@Suite struct CursorTests {
    private struct Enough: Error {}

    /// A database with some entities; triggers that record what acts do are left out.
    private func withEntities(_ count: Int, _ body: (Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let connection = try Connection(url: database.url)
            defer { connection.close() }
            try connection.execute(
                """
                SET session_replication_role = replica;
                INSERT INTO entity (code, name, functional_currency)
                SELECT 'e' || lpad(n::text, 3, '0'), 'Entity', 'USD' FROM generate_series(1, \(count)) AS n;
                RESET session_replication_role
                """)
            try body(connection)
        }
    }

    @Test(arguments: [(0, []), (1, [1]), (4, [4]), (5, [4, 1]), (8, [4, 4]), (9, [4, 4, 1])] as [(Int, [Int])])
    func `every row comes once and in order, some at a time`(count: Int, sizes: [Int]) throws {
        try withEntities(count) { connection in
            var batches: [[String]] = []
            try connection.transaction {
                try connection.forEachBatch(query: "entity_list", ["code": .null], rowsAtATime: 4) { rows in
                    batches.append(try rows.map { try $0.string("entity") })
                }
            }
            #expect(batches.map(\.count) == sizes)
            let all = try connection.run(query: "entity_list", ["code": .null]).map { try $0.string("entity") }
            #expect(batches.flatMap(\.self) == all)
        }
    }

    @Test func `two can be read in one transaction, one after the other and one within the other`() throws {
        try withEntities(3) { connection in
            var seen = 0
            try connection.transaction {
                for _ in 1...2 {
                    try connection.forEachBatch(query: "entity_list", ["code": .null], rowsAtATime: 2) { rows in
                        for row in rows {
                            let code = try row.string("entity")
                            seen += try connection.run(query: "entity_list", ["code": .text(code)]).count
                        }
                    }
                }
            }
            #expect(seen == 6)
        }
    }

    @Test func `an error of the reader ends the reading`() throws {
        try withEntities(9) { connection in
            var batches = 0
            #expect(throws: Enough.self) {
                try connection.transaction {
                    try connection.forEachBatch(query: "entity_list", ["code": .null], rowsAtATime: 2) { _ in
                        batches += 1
                        if batches == 2 { throw Enough() }
                    }
                }
            }
            #expect(batches == 2)
            #expect(try connection.run(query: "entity_list", ["code": .null]).count == 9)
        }
    }

    @Test func `outside a transaction nothing is read`() throws {
        try withEntities(1) { connection in
            #expect(throws: PostgresError.self) {
                try connection.forEachBatch(query: "entity_list", ["code": .null]) { _ in }
            }
        }
    }
}
