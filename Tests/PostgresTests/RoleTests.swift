import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// What the roles may do, by the rights that the migrations give.
@Suite struct RoleTests {
    /// `schema/rights.md` is for reading: a new table, or a right more, shows up in its difference.
    @Test func `each role may do what the table of rights says, and nothing else`() throws {
        let file = URL(filePath: #filePath).appending(path: "../../../schema/rights.md").standardized
        try withTestDatabase { database throws in
            let rows = try database.connect().query(
                """
                SELECT relation.oid::regclass::text AS name, pg_get_userbyid(relowner) AS owner,
                    string_agg(DISTINCT substr(grantee.rolname, 9) || ' ' || privileges, '; ') AS rights
                FROM pg_class AS relation
                    LEFT JOIN LATERAL (
                        SELECT granted.grantee, string_agg(granted.word, ', ' ORDER BY granted.word) AS privileges
                        FROM (
                            SELECT grantee, lower(privilege_type) AS word FROM aclexplode(relation.relacl)
                            UNION ALL
                            SELECT acl.grantee, lower(acl.privilege_type) || ' ('
                                || string_agg(attname, ', ' ORDER BY attname) || ')'
                            FROM pg_attribute CROSS JOIN LATERAL aclexplode(attacl) AS acl
                            WHERE attrelid = relation.oid
                            GROUP BY acl.grantee, acl.privilege_type
                        ) AS granted
                        WHERE granted.grantee <> relation.relowner
                        GROUP BY granted.grantee
                    ) AS acl ON true
                    LEFT JOIN pg_roles AS grantee ON grantee.oid = acl.grantee
                WHERE relnamespace IN ('public'::regnamespace, 'secret'::regnamespace) AND relkind IN ('r', 'p', 'v')
                GROUP BY relation.oid, relowner
                ORDER BY relation.oid::regclass::text COLLATE "C"
                """)
            var text =
                "# Rights\n\nWhat each role may do beside the owner; a test holds this table to the database.\n\n"
            text += "| Table | Owner | Rights |\n| --- | --- | --- |\n"
            for row in rows {
                text += "| `\(row["name"] ?? "")` | \((row["owner"] ?? "").dropFirst(8)) | \(row["rights"] ?? "-") |\n"
            }
            if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] != nil {
                try Data(text.utf8).write(to: file)
            }
            #expect(
                try String(contentsOf: file, encoding: .utf8) == text,
                "Rights changed: run the tests with UPDATE_FIXTURES=1 and look at the difference of schema/rights.md")
        }
    }

    /// Role, statement, allowed or not.
    static let rights: [(Role, String, Bool)] = [
        (.app, "INSERT INTO partner (code, name) VALUES ('a', 'A')", true),
        (.app, "UPDATE partner SET name = 'B'", true),
        (.app, "UPDATE rate SET prefix = '1'", false),
        (.app, "DELETE FROM partner", false),
        (.app, "DELETE FROM call", false),
        (.app, "INSERT INTO usage SELECT * FROM usage", false),
        (.app, "DELETE FROM schema_migration", false),
        (.app, "SELECT seed FROM secret.call_key", true),
        (.app, "UPDATE invoice SET total_minor = 1", false),
        (.app, "UPDATE agreement SET currency = 'EUR'", false),
        (.app, "UPDATE agreement_terms SET billing_cycle = 'weekly'", false),
        (.app, "UPDATE document SET kind = 'refund'", false),
        (.app, "DELETE FROM document_issue", false),
        (.app, "UPDATE document_party SET name = 'B'", false),
        (.app, "INSERT INTO document_kind SELECT * FROM document_kind", false),
        (.app, "UPDATE card_version SET content_hash = ''", false),
        (.app, "UPDATE entry SET amount_micros = 1", false),
        (.app, "DELETE FROM usage_claim", false),
        (.app, "UPDATE cdr_file SET state = 'closed'", false),
        (.app, "INSERT INTO call SELECT * FROM call", false),
        (.app, "SELECT add_call_partitions('{2026-10-01}')", false),
        (.loader, "UPDATE call SET sell_micros = 0", false),
        (.loader, "DELETE FROM call", false),
        (.loader, "DROP TABLE call", false),
        (.loader, "TRUNCATE call", false),
        (.loader, "DELETE FROM usage", false),
        (.loader, "UPDATE usage SET micros = 0", false),
        (.loader, "DELETE FROM usage_delta_block", true),
        (.loader, "UPDATE chunk SET calls = 0", false),
        (.loader, "SELECT add_call_partitions('{2026-10-01}')", true),
        (.loader, "INSERT INTO entry SELECT * FROM entry", false),
        (.loader, "UPDATE cdr_file SET sha256 = ''", false),
        (.app, "CREATE TABLE mine ()", false),
        (.loader, "CREATE TABLE p PARTITION OF call FOR VALUES FROM ('2026-10-01') TO ('2026-10-02')", false),
        (.loader, "SELECT count(*) FROM partner", true),
        (.loader, "UPDATE cdr_file SET state = 'closed'", true),
        (.loader, "INSERT INTO partner (code, name) VALUES ('a', 'A')", false),
        (.reporter, "SELECT count(*) FROM call", true),
        (.reporter, "SELECT count(*) FROM cdr_file", true),
        (.reporter, "INSERT INTO partner (code, name) VALUES ('a', 'A')", false),
        (.reporter, "SELECT seed FROM secret.call_key", false),
        (.reporter, "SELECT answer FROM act_request", false),
        (.portal, "SELECT seed FROM secret.call_key", false),
        (.portal, "SELECT count(*) FROM agreement", false),
        (.portal, "SELECT count(*) FROM invoice", true),
        (.portal, "SELECT hash FROM secret.user_password", false),
        (.reporter, "SELECT hash FROM secret.user_password", false),
        (.owner, "CREATE TABLE mine ()", true),
    ]

    @Test func `a role may do its own work only`() throws {
        struct Undo: Error {}
        try withTestDatabase { database throws in
            for (role, sql, isAllowed) in Self.rights {
                let connection = try database.connect(role: role)
                do {
                    try connection.transaction {
                        try connection.execute(sql)
                        throw Undo()
                    }
                } catch is Undo {
                    #expect(isAllowed, "\(role) could \(sql)")
                } catch let error as PostgresError {
                    #expect(error.sqlState == "42501", "\(error)")
                    #expect(!isAllowed, "\(role) could not \(sql): \(error)")
                }
            }
        }
    }

    @Test func `F31: what happened is not rewritten even by its owner`() throws {
        struct Undo: Error {}
        try withTestDatabase { database throws in
            let connection = try database.connect()
            for table in [
                "rate", "chunk", "call_reject", "suspense", "usage", "journal", "entry", "invoice_line",
                "document", "document_issue", "document_party", "act", "actor", "audit_event", "exchange_rate",
                "secret.call_key",
            ] {
                for sql in ["DELETE FROM \(table)", "TRUNCATE \(table) CASCADE"] {
                    let error = #expect(throws: PostgresError.self, "\(sql)") {
                        try connection.transaction {
                            try connection.execute(sql)
                            throw Undo()
                        }
                    }
                    #expect(error?.sqlState == "DT003", "\(sql): \(error.map { "\($0)" } ?? "")")
                }
            }
        }
    }

    @Test func `a counter is not set back`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect()
            try connection.execute(
                """
                INSERT INTO entity (id, code, name, functional_currency) VALUES (1, 'main', 'Main', 'USD');
                INSERT INTO close_counter (entity_id, last_number) VALUES (1, 3)
                """)
            let error = #expect(throws: PostgresError.self) {
                try connection.execute("UPDATE close_counter SET last_number = 2")
            }
            #expect(error?.sqlState == "DT003")
        }
    }

    @Test func `partitions are made for the loader, who fills them, and read by the others`() throws {
        try withTestDatabase { database throws in
            let loader = try database.connect(role: .loader)
            try loader.execute("SELECT add_call_partitions('{2026-10-01}')")
            let owner = try database.connect().query(
                "SELECT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relname = 'call_20261001'")
            #expect(owner.first?["owner"] == "didtron_storage")
            for role in [Role.reporter, .app, .owner, .loader] {
                #expect(try database.connect(role: role).query("SELECT FROM call_20261001").isEmpty)
            }
            let error = #expect(throws: PostgresError.self) { try loader.execute("DROP TABLE call_20261001") }
            #expect(error?.sqlState == "42501")
        }
    }

    @Test func `in a private cluster commands connect without a superuser's rights`() throws {
        try withTestHome { home throws in
            let database = try Database.open(environment: ["PATH": "/usr/bin:/bin"], home: home)
            defer { do { try database.stopServer() } catch {} }
            let connection = try database.connect()
            let row = try connection.query(
                """
                SELECT session_user::text AS login, current_user::text AS becomes, rolsuper, rolcreaterole
                FROM pg_roles WHERE rolname = session_user
                """
            ).only()
            #expect(try row.string("login") == "didtron_login" && row.string("becomes") == "didtron_reporter")
            #expect(try !row.bool("rolsuper") && !row.bool("rolcreaterole"))
            #expect(try connection.query("SELECT count(*) AS calls FROM call").only().int("calls") == 0)
            for refused in [
                "SET ROLE didtron_owner", "SET ROLE didtron", "CREATE ROLE burglar", "DELETE FROM currency",
            ] {
                #expect { try connection.query(refused) } throws: { ($0 as? PostgresError)?.sqlState == "42501" }
            }
            for role in Role.allCases where role != .owner { _ = try database.connect(role: role) }
            #expect(throws: PostgresError.self) { try database.connect(role: .owner) }
            // A second opening finds nothing to migrate and does not need more rights either.
            _ = try Database.open(environment: ["PATH": "/usr/bin:/bin"], home: home)
        }
    }

    // MARK: - A server of somebody else's

    /// A database of its own whose owner may create roles but is no superuser.
    @Test func `who owns the database and may create roles can migrate it`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres, isDisposable: true)
            try cluster.start()
            let connection = try Connection(url: cluster.url())
            // Servers of others have no login of ours.
            try connection.execute("DROP ROLE didtron_login")
            try connection.execute("CREATE ROLE clerk LOGIN CREATEROLE")
            try connection.execute("CREATE DATABASE books OWNER clerk")
            let url = cluster.url(database: "books").replacing("user=didtron", with: "user=clerk")
            let database = Database(url: url, home: home)
            #expect(try !Migrator(database.connect()).migrate().isEmpty)
            for role in Role.allCases { _ = try database.connect(role: role) }
        }
    }

    @Test func `who lacks the right is told which`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres, isDisposable: true)
            try cluster.start()
            let connection = try Connection(url: cluster.url())
            try connection.execute("CREATE ROLE guest LOGIN")
            let url = cluster.url().replacing("user=didtron", with: "user=guest")
            let migrator = Migrator(try Connection(url: url))
            let error = #expect(throws: PostgresError.self) { try migrator.migrate() }
            #expect(error?.sqlState == "42501")
            #expect(error?.description.contains("Preparing the database: ") == true)
            #expect(error?.reason == "server.rights")
        }
    }
}
