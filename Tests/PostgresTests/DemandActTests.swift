import Database
import Postgres
import TestSupport
import Testing

/// The database itself refuses what is written outside an act, and records what acts change.
@Suite struct DemandActTests {
    /// Tables that may be written without an act, with the reason in 0011_demand_acts.sql.
    private static let exceptions: Set<String> = [
        "act", "act_request", "actor", "job", "job_run", "schedule", "file_findings", "call", "call_longest",
        "call_loss",
        "call_mark", "call_reject", "chunk", "route_post_dial_delay", "seal_block", "sealed_record", "sealed_sum",
        "suspense",
        "suspense_resolution",
        "usage_delta_block",
    ]

    /// A connection of a role that is in no act, as a program's is.
    private func connection(_ role: Role, _ database: Database) throws -> Connection {
        let connection = try database.connect(role: role)
        try connection.execute("SET didtron.act_id = ''")
        return connection
    }

    private func begin(_ name: String, on connection: Connection) throws -> Int64 {
        try connection.run(
            job: "begin_act",
            [
                "kind": "shell", "actor": "anna", "entity_id": nil, "name": .text(name), "origin": "test",
                "reason": nil,
                "is_long": false, "key": nil, "body": .bytes([]), "months_apart": false,
            ]
        ).rows.only().int("act_id")
    }

    @Test func `whatever the application and the loader may write is refused outside an act`() throws {
        try withTestDatabase { database in
            let owner = try database.connect()
            let written = try owner.query(
                """
                SELECT relname AS name, has_table_privilege('didtron_app', oid, 'INSERT') AS by_app,
                    has_table_privilege('didtron_loader', oid, 'INSERT') AS by_loader
                FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                    AND (has_table_privilege('didtron_app', oid, 'INSERT') OR has_table_privilege('didtron_loader', oid, 'INSERT'))
                ORDER BY relname
                """, name: "written_tables")
            #expect(written.count > 45)
            let app = try connection(.app, database), loader = try connection(.loader, database)
            var accepted: Set<String> = []
            for row in written {
                let table = try row.string("name")
                for (isAllowed, connection) in [(try row.bool("by_app"), app), (try row.bool("by_loader"), loader)]
                where isAllowed {
                    // Statement triggers come before any constraint.
                    do {
                        try connection.execute("INSERT INTO \(table) DEFAULT VALUES")
                        accepted.insert(table)
                    } catch let error as PostgresError {
                        if !error.description.contains("there is no current act") { accepted.insert(table) }
                    }
                }
            }
            // A manifest has no act to name.
            #expect(accepted.union(["chunk"]) == Self.exceptions)
        }
    }

    @Test func `an act that has ended lets nothing more be written`() throws {
        try withTestDatabase { database in
            let app = try connection(.app, database)
            let id = try app.transaction {
                let id = try begin("partner.import", on: app)
                try app.execute("INSERT INTO partner (code, name) VALUES ('a', 'A')")
                return id
            }
            for act in ["\(id)", "999"] {
                #expect(throws: PostgresError.self, "\(act)") {
                    try app.execute("SET didtron.act_id = '\(act)'; INSERT INTO partner (code, name) VALUES ('b', 'B')")
                }
            }
            #expect(try app.query("SELECT count(*) AS n FROM partner", name: "count").only().int("n") == 1)
        }
    }

    @Test func `an act's events have each row that it added, changed or removed, and its columns before and after`()
        throws
    {
        try withTestDatabase { database in
            let app = try connection(.app, database)
            let id = try app.transaction {
                let id = try begin("setting.set", on: app)
                try app.execute(
                    """
                    INSERT INTO partner (code, name) VALUES ('a', 'A'), ('b', 'B');
                    UPDATE partner SET name = 'Z' WHERE code = 'b';
                    UPDATE partner SET name = name;
                    INSERT INTO number_state (code, state) VALUES ('212', 'NY');
                    UPDATE number_state SET state = 'NJ';
                    DELETE FROM number_state
                    """)
                return id
            }
            let events = try app.query(
                """
                SELECT concat_ws(' ', subject_kind, subject_label, COALESCE(before::text, '-'), COALESCE(after::text, '-')) AS text
                FROM audit_event WHERE act_id = $1::bigint ORDER BY id
                """, [.int(id)], name: "events"
            ).map { try $0.string("text") }
            #expect(
                events == [
                    #"partner a - {"code": "a", "name": "A"}"#, #"partner b - {"code": "b", "name": "B"}"#,
                    #"partner b {"name": "B"} {"name": "Z"}"#, #"number_state 212 - {"code": "212", "state": "NY"}"#,
                    #"number_state 212 {"state": "NY"} {"state": "NJ"}"#,
                    #"number_state 212 {"code": "212", "state": "NJ"} -"#,
                ])
        }
    }

    @Test func `of very many rows the first are recorded, and how many there were`() throws {
        try withTestDatabase { database in
            let app = try connection(.app, database)
            let id = try app.transaction {
                let id = try begin("partner.import", on: app)
                try app.execute(
                    "INSERT INTO partner (code, name) SELECT 'p' || n, 'P' FROM generate_series(1, 1001) AS n")
                return id
            }
            let events = try app.query(
                "SELECT after::text AS after FROM audit_event WHERE act_id = $1::bigint ORDER BY id", [.int(id)],
                name: "events")
            #expect(events.count == 1001)
            #expect(events[1000]["after"] == #"{"rows": 1001}"#)
        }
    }
}
