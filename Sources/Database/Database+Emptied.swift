import Foundation
internal import Postgres

extension Database {
    /// A database that holds the schema and nothing else, whatever was in it before: for demonstrations.
    ///
    /// With `DATABASE_URL` it is the database `name` on that server, otherwise the private database below `home`. It is dropped,
    /// with whoever is connected to it, and made anew; received files below `home` are removed with it.
    package static func emptied(
        name: String, home: Home, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Database {
        let located = try located(environment: environment, home: home)
        let cluster = PrivateCluster(folder: home.postgres, environment: environment)
        let database: Database
        let maintenance: Connection
        if located.isPrivate {
            try cluster.start()
            database = located
            maintenance = try Connection(url: cluster.url(database: "postgres"))
        } else {
            database = Database(url: try ConnectionSettings(url: located.url).url(database: name), home: home)
            maintenance = try located.connect()
        }
        defer { maintenance.close() }
        let quoted = "\"\((database.isPrivate ? PrivateCluster.databaseName : name).replacing("\"", with: "\"\""))\""
        try maintenance.execute("DROP DATABASE IF EXISTS \(quoted) WITH (FORCE)")
        try maintenance.execute("CREATE DATABASE \(quoted)")
        if FileManager.default.fileExists(atPath: home.evidence) {
            try FileManager.default.removeItem(atPath: home.evidence)
        }
        try database.migrate()
        return database
    }
}

extension Database {
    /// The database that `emptied` made, ready for work.
    package static func named(
        _ name: String, home: Home, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Database {
        let located = try located(environment: environment, home: home)
        guard !located.isPrivate else { return try open(environment: environment, home: home) }
        return Database(url: try ConnectionSettings(url: located.url).url(database: name), home: home)
    }

    /// Stops the private server below `home`; nothing where the database is not private. The next `open` starts it again.
    public func stopServer() throws {
        if isPrivate { try PrivateCluster(folder: home.postgres).stop() }
    }
}

extension ConnectionSettings {
    /// A libpq connection string for another database of the same server, the password included.
    func url(database: String) -> String {
        (all.filter { $0.keyword != "dbname" } + [("dbname", database)]).map { keyword, value in
            "\(keyword)='\(value.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
        }.joined(separator: " ")
    }
}
