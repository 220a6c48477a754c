import Database
import Foundation
import Postgres

/// The PostgreSQL of one test process: a private cluster without durability in a folder of its own, with a migrated
/// template. It is made when the first test asks and is gone with the process.
package final class TestCluster: Sendable {
    /// Started at first use. Every test that needs it fails with the same error if it cannot be had.
    package static var shared: TestCluster { get throws { try started.get() } }

    private static let started = Result { try TestCluster() }
    private static let template = "template_didtron"

    private let folder: TestFolder
    private let cluster: PrivateCluster

    private init() throws {
        folder = try TestFolder.shared
        cluster = PrivateCluster(folder: "\(folder.path)/postgres", isDisposable: true)
        try cluster.start()
        try maintain { try $0.execute("CREATE DATABASE \(TestCluster.template)") }
        // Closed before a copy is made: nobody may be connected to a template.
        let connection = try Connection(url: cluster.url(database: TestCluster.template))
        try Migrator(connection).migrate()
        // Tests have calls of certain days, and none depends on today.
        try connection.execute(
            """
            INSERT INTO setting (name, value, changed_by)
            VALUES ('cdr.start_days_ago', '0', 'tests'), ('cdr.start_days_ahead', '0', 'tests');
            INSERT INTO actor (id, kind, name) VALUES (0, 'system', 'tests');
            INSERT INTO act (id, actor_id, name, origin, outcome) VALUES (0, 0, 'test.arrange', 'test', 'begun')
            """)
        connection.close()
    }

    /// Said to libpq: what a test does by functions and SQL of its own belongs to an act that is under way in every test database.
    /// Programs that a test starts do without.
    package static let ambientAct = " options='-c didtron.act_id=0'"

    /// A new database with the schema and nothing else; `home` is a folder of its own.
    package func makeDatabase() throws -> Database {
        let name = folder.newName()
        try maintain { try $0.execute("CREATE DATABASE \(name) TEMPLATE \(TestCluster.template) STRATEGY file_copy") }
        let home = Home(path: "\(folder.path)/\(name)")
        try FileManager.default.createDirectory(atPath: home.path, withIntermediateDirectories: false)
        return Database(url: cluster.url(database: name) + TestCluster.ambientAct, home: home)
    }

    /// A new database without the schema.
    package func makeEmptyDatabase() throws -> Database {
        let name = folder.newName()
        try maintain { try $0.execute("CREATE DATABASE \(name)") }
        return Database(url: cluster.url(database: name), home: Home(path: "\(folder.path)/\(name)"))
    }

    /// Drops a database of this cluster with whatever is connected to it, and its home.
    package func drop(_ database: Database) throws {
        let name = (database.home.path as NSString).lastPathComponent
        try maintain { try $0.execute("DROP DATABASE \(name) WITH (FORCE)") }
        if FileManager.default.fileExists(atPath: database.home.path) {
            try FileManager.default.removeItem(atPath: database.home.path)
        }
    }

    private func maintain(_ body: (Connection) throws -> Void) throws {
        let connection = try Connection(url: cluster.url(database: "postgres"))
        try body(connection)
        connection.close()
    }
}

/// Runs `body` with a database of its own, made from the migrated template and dropped afterwards.
package func withTestDatabase<T>(_ body: (Database) throws -> T) throws -> T {
    let cluster = try TestCluster.shared
    let database = try cluster.makeDatabase()
    let result = Result { try body(database) }
    try cluster.drop(database)
    return try result.get()
}

/// Runs `body` with a database of its own, made from the migrated template and dropped afterwards.
package func withTestDatabase<T>(
    isolation: isolated (any Actor)? = #isolation, _ body: (Database) async throws -> T
) async throws -> T {
    let cluster = try TestCluster.shared
    let database = try cluster.makeDatabase()
    do {
        let value = try await body(database)
        try cluster.drop(database)
        return value
    } catch let error {
        try cluster.drop(database)
        throw error
    }
}
