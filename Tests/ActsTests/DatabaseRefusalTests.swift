import Acts
import BillingSchema
import Postgres
import TestSupport
import Testing
import Vocabulary

@Suite struct DatabaseRefusalTests {
    @Test func `each constraint has its refusal, or is a promise that only a fault breaks`() throws {
        try withTestDatabase { database throws in
            // Unique indexes refuse rows as constraints do. Partitions have the constraints of their table.
            let stored = try Set(
                database.connect().query(
                    """
                    SELECT conname AS name FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
                    WHERE connamespace IN ('public'::regnamespace, 'secret'::regnamespace) AND contype <> 't'
                        AND NOT relispartition AND NOT (contype IN ('p', 'f') AND conname ~ '_(pkey|fkey)$')
                    UNION
                    SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                    WHERE indisunique AND relnamespace IN ('public'::regnamespace, 'secret'::regnamespace)
                        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
                    """
                ).map { try $0.string("name") })
            let refusals = Set(ConstraintRefusal.all.map(\.constraint))
            #expect(refusals.isDisjoint(with: ConstraintRefusal.faults))
            let known = refusals.union(ConstraintRefusal.faults)
            #expect(stored.subtracting(known).isEmpty, "without an entry")
            #expect(known.subtracting(stored).isEmpty, "of no constraint")
            #expect(ConstraintRefusal.all.count == refusals.count)
        }
    }

    @Test(arguments: [
        ("not_found", Refusal.Code.notFound), ("conflict", .conflict), ("forbidden", .forbidden), ("invalid", .invalid),
        ("busy", .busy), ("too_large", .tooLarge),
    ])
    func `what SQL refuses comes with its code, reason, message and facts`(code: String, expected: Refusal.Code) throws
    {
        try withTestDatabase { database throws in
            let error = #expect(throws: PostgresError.self) {
                try database.connect(role: .app).query(
                    "SELECT refuse($1::text, 'test.it', 'it isn''t so', '{\"what\": \"a \\\"thing\\\"\"}')",
                    [.text(code)])
            }
            let refusal = Refusal(expected, "test.it", "it isn't so", facts: ["what": "a \"thing\""])
            #expect(error.flatMap(Refusal.init(_:)) == refusal)
        }
    }

    @Test(arguments: [
        ("INSERT INTO partner (code, name) VALUES ('a', 'A'), ('a', 'B')", "partner.exists", Refusal.Code.conflict),
        ("INSERT INTO destination_prefix VALUES ('x', 1)", "value.not_allowed", .invalid),
        ("INSERT INTO destination_prefix VALUES ('1', 99)", "reference.broken", .conflict),
        ("INSERT INTO partner (code, name) VALUES ('a', NULL)", "value.missing", .invalid),
        ("DELETE FROM act", "history.unchangeable", .forbidden),
        ("SET LOCAL statement_timeout = 50; SELECT pg_sleep(9)", "database.given_up", .busy),
    ])
    func `what the database refuses has a reason`(sql: String, reason: String, code: Refusal.Code) throws {
        try withTestDatabase { database throws in
            let connection = try database.connect()
            let error = #expect(throws: PostgresError.self) {
                try connection.transaction { try connection.execute(sql) }
            }
            let refusal = error.flatMap(Refusal.init(_:))
            #expect(refusal?.reason == reason && refusal?.code == code, "\(error.map { "\($0)" } ?? "")")
        }
    }

    @Test(arguments: [
        "SELECT 1 / 0", "SELECT FROM nothing", "INSERT INTO close_counter (id, last_number) VALUES (2, 0)",
    ])
    func `a fault is no refusal`(sql: String) throws {
        try withTestDatabase { database throws in
            let connection = try database.connect()
            let error = #expect(throws: PostgresError.self) { try connection.execute(sql) }
            #expect(error.flatMap(Refusal.init(_:)) == nil)
        }
    }

    @Test func `an act that a constraint refuses is recorded as refused`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let request = ActRequest("partner.add", by: Actor(.shell, "anna"), from: "test")
            #expect(throws: PostgresError.self) {
                try Acts.perform(request, on: connection) { _ -> Int in
                    for _ in 0..<2 { try connection.execute("INSERT INTO partner (code, name) VALUES ('a', 'A')") }
                    return 0
                }
            }
            let row = try connection.query(
                "SELECT outcome, refusal->>'reason' AS reason FROM act WHERE name = 'partner.add'"
            ).only()
            #expect(row["outcome"] == "refused" && row["reason"] == "partner.exists")
        }
    }
}
