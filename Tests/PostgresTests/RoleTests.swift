import Foundation
import Postgres
import TestSupport
import Testing

/// What the roles may do, by the rights that the migrations give.
@Suite struct RoleTests {
    @Test func `the loader owns what it writes in bulk and nothing else`() throws {
        try withTestDatabase { database throws in
            let rows = try database.connect().query(
                """
                SELECT relname AS name, pg_get_userbyid(relowner) AS owner FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
                """)
            let owners = Dictionary(grouping: rows, by: { $0["owner"] ?? "" }).mapValues { $0.map { $0["name"] ?? "" } }
            #expect(Set(owners.keys) == ["didtron_owner", "didtron_loader"])
            let loaders = try #require(owners["didtron_loader"])
            #expect(
                Set(["call", "chunk", "call_reject", "call_mark", "usage_delta_block", "usage", "service_usage"])
                    .isSubset(of: loaders))
            #expect(
                loaders.allSatisfy {
                    $0.hasPrefix("call") || $0.hasPrefix("usage") || $0.hasSuffix("usage")
                        || ["chunk", "daily_volume", "route_post_dial_delay"].contains($0)
                })
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
        (.app, "SELECT key_seed FROM installation", true),
        (.app, "CREATE TABLE mine ()", false),
        (.loader, "CREATE TABLE p PARTITION OF call FOR VALUES FROM ('2026-10-01') TO ('2026-10-02')", true),
        (.loader, "SELECT count(*) FROM partner", true),
        (.loader, "UPDATE cdr_file SET state = 'closed'", true),
        (.loader, "INSERT INTO partner (code, name) VALUES ('a', 'A')", false),
        (.reporter, "SELECT count(*) FROM call", true),
        (.reporter, "SELECT count(*) FROM cdr_file", true),
        (.reporter, "INSERT INTO partner (code, name) VALUES ('a', 'A')", false),
        (.reporter, "SELECT key_seed FROM installation", false),
        (.portal, "SELECT count(*) FROM partner", false),
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

    @Test func `reports read partitions that the loader made`() throws {
        try withTestDatabase { database throws in
            try database.connect(role: .loader).execute(
                "CREATE TABLE call_2026_10_01 PARTITION OF call FOR VALUES FROM ('2026-10-01') TO ('2026-10-02')")
            for role in [Role.reporter, .app, .owner] {
                #expect(try database.connect(role: role).query("SELECT FROM call_2026_10_01").isEmpty)
            }
        }
    }

    // MARK: - A server of somebody else's

    /// A database of its own whose owner may create roles but is no superuser.
    @Test func `who owns the database and may create roles can migrate it`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres, isDisposable: true)
            try cluster.start()
            let connection = try Connection(url: cluster.url())
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
            #expect(error?.advice?.contains("CREATEROLE") == true)
        }
    }
}
