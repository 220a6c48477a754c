import Foundation
public import Postgres
internal import Vocabulary

/// Where the product's data is: a database to connect to, and the home of its files.
public struct Database: Sendable {
    /// What libpq connects with; may hold a password. Show `urlWithoutPassword` instead.
    public let url: String
    public let home: Home
    /// True for the cluster that the product runs itself.
    public let isPrivate: Bool

    public init(url: String, home: Home, isPrivate: Bool = false) {
        self.url = url
        self.home = home
        self.isPrivate = isPrivate
    }

    /// The database that the environment names, ready for work.
    ///
    /// `DATABASE_URL` must already be migrated, for other versions of the product may use it too. Without it this is
    /// the private database below `home`: created, started and migrated if it has to be.
    public static func open(
        environment: [String: String] = ProcessInfo.processInfo.environment, home: Home? = nil
    ) throws -> Database {
        let database = try located(environment: environment, home: home)
        if database.isPrivate { try PrivateCluster(folder: database.home.postgres, environment: environment).start() }
        let connection = try database.connect()
        let migrator = Migrator(connection)
        if try !migrator.pending().isEmpty {
            guard database.isPrivate else {
                throw Refusal(
                    .conflict, "database.not_migrated", "\(database) is not prepared for this version")
            }
            try migrator.migrate()
        }
        return database
    }

    /// The same without touching it: it may be absent, stopped or unmigrated.
    package static func located(
        environment: [String: String] = ProcessInfo.processInfo.environment, home: Home? = nil
    ) throws -> Database {
        let home = home ?? Home(environment: environment)
        if let url = environment["DATABASE_URL"], !url.isEmpty {
            _ = try ConnectionSettings(url: url)
            return Database(url: url, home: home)
        }
        let cluster = PrivateCluster(folder: home.postgres, environment: environment)
        return Database(url: cluster.url(), home: home, isPrivate: true)
    }

    /// A new connection, which does what `role` may do; without one, whatever the user who connects may do.
    public func connect(role: Role? = nil) throws -> Connection {
        let connection = try Connection(url: url)
        if let role { try connection.setRole(role) }
        return connection
    }

    /// As a URI that psql takes, without the password.
    public var urlWithoutPassword: String {
        get throws { try ConnectionSettings(url: url).urlWithoutPassword }
    }
}

extension Database: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Server, database and user; never the password.
    public var description: String {
        if isPrivate { return "the private database in \(home.postgres)" }
        // A URL that cannot be read was refused when the value was made.
        return (try? ConnectionSettings(url: url))?.summary ?? "a database"
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["home": home.path]) }
}
