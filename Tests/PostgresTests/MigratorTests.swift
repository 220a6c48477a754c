import BillingSchema
import Database
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing
import Vocabulary

@Suite struct MigratorTests {
    private func withEmptyDatabase(_ body: (Database) throws -> Void) throws {
        let cluster = try TestCluster.shared
        let database = try cluster.makeEmptyDatabase()
        let result = Result { try body(database) }
        try cluster.drop(database)
        try result.get()
    }

    @Test func `an empty database gets every migration, and a second run does nothing`() throws {
        try withEmptyDatabase { database throws in
            let migrator = Migrator(try database.connect())
            #expect(try migrator.pending().map(\.path) == BillingSchema.migrations.map(\.path))
            #expect(try migrator.migrate() == BillingSchema.migrations.map(\.path))
            #expect(try migrator.pending().isEmpty)
            #expect(try migrator.migrate() == [])
            let role = try database.connect().query("SELECT current_user = session_user AS same").only()
            #expect(try role.bool("same"))
        }
    }

    @Test func `a file that changed after it was applied is refused`() throws {
        try withTestDatabase { database throws in
            var files = BillingSchema.migrations
            files[1].text += "\n-- an afterthought"
            let migrator = Migrator(try database.connect(), files: files)
            let error = #expect(throws: PostgresError.self) { try migrator.migrate() }
            #expect(error?.code == .migration)
            #expect(error?.message.contains("schema/\(files[1].path) was changed") == true)
        }
    }

    @Test func `a database of a newer version is refused`() throws {
        try withTestDatabase { database throws in
            let migrator = Migrator(try database.connect(), files: BillingSchema.migrations.dropLast())
            let error = #expect(throws: PostgresError.self) { try migrator.pending() }
            #expect(error?.message.contains("newer version") == true)
        }
    }

    @Test func `a database of a pre-release is told from one of a newer version`() throws {
        try withTestDatabase { database throws in
            var files = BillingSchema.migrations
            files.remove(at: 1)
            let migrator = Migrator(try database.connect(), files: files)
            let refusal = #expect(throws: Refusal.self) { try migrator.pending() }
            #expect(refusal?.message.contains("pre-release") == true)
            #expect(refusal?.reason == "database.of_a_pre_release")
        }
    }

    @Test func `a file that slips in before an applied one is refused`() throws {
        try withTestDatabase { database throws in
            var files = BillingSchema.migrations
            files.insert(.init(path: "migrations/0000_b.sql", text: "SELECT 1;"), at: 1)
            let migrator = Migrator(try database.connect(), files: files)
            let error = #expect(throws: PostgresError.self) { try migrator.migrate() }
            #expect(error?.message.contains("schema/migrations/0000_b.sql is new") == true)
        }
    }

    @Test func `a failing file leaves nothing and names its line`() throws {
        try withTestDatabase { database throws in
            let good = BillingSchema.File(path: "migrations/9998_good.sql", text: "CREATE TABLE good ();")
            let bad = BillingSchema.File(
                path: "migrations/9999_bad.sql", text: "CREATE TABLE half ();\n\nCREATE TABLE good (n nonsense);")
            let connection = try database.connect()
            let migrator = Migrator(connection, files: BillingSchema.migrations + [good, bad])
            let error = #expect(throws: PostgresError.self) { try migrator.migrate() }
            #expect(error?.statement == "migrations/9999_bad.sql")
            #expect(error?.description.contains("line 3") == true, "\(error?.description ?? "")")
            #expect(try migrator.pending().map(\.path) == [bad.path])
            let row = try connection.query(
                "SELECT to_regclass('half') IS NULL AS gone, to_regclass('good') IS NOT NULL AS kept"
            ).only()
            #expect(try row.bool("gone"))
            #expect(try row.bool("kept"))
        }
    }

    @Test func `programs that migrate one database at once do it once`() throws {
        try withEmptyDatabase { database throws in
            let outcomes = Mutex<[[String]]>([])
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                do {
                    let applied = try Migrator(database.connect()).migrate()
                    outcomes.withLock { $0.append(applied) }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
            #expect(failures.withLock { $0 } == [])
            #expect(outcomes.withLock { $0.map(\.count).sorted() } == [0, 0, 0, BillingSchema.migrations.count])
        }
    }

    @Test func `several databases of a new cluster can be migrated at once`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres, isDisposable: true)
            try cluster.start()
            let first = try Connection(url: cluster.url())
            for number in 0..<6 { try first.execute("CREATE DATABASE d\(number)") }
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 6) { number in
                do {
                    try Migrator(Connection(url: cluster.url(database: "d\(number)"))).migrate()
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
            #expect(failures.withLock { $0 } == [])
        }
    }

    @Test func `a database behind DATABASE_URL is not migrated unasked`() throws {
        try withEmptyDatabase { database throws in
            let environment = ["DATABASE_URL": database.url, "DIDTRON_HOME": database.home.path]
            let refusal = #expect(throws: Refusal.self) { try Database.open(environment: environment) }
            #expect(refusal?.reason == "database.not_migrated")
            try Migrator(database.connect()).migrate()
            let opened = try Database.open(environment: environment)
            #expect(!opened.isPrivate)
            #expect(opened.home == database.home)
        }
    }
}
