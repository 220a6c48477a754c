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
    /// URL for migrations: of the private cluster's superuser, elsewhere of the same user.
    private let migrationURL: String

    public init(url: String, home: Home, isPrivate: Bool = false, migrationURL: String? = nil) {
        self.url = url
        self.home = home
        self.isPrivate = isPrivate
        self.migrationURL = migrationURL ?? url
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
        if try !database.isMigrated() {
            guard database.isPrivate else {
                throw Refusal(
                    .conflict, "database.not_migrated", "\(database) is not prepared for this version")
            }
            try database.migrate()
        }
        return database
    }

    private func isMigrated() throws -> Bool {
        let connection: Connection
        do {
            connection = try connect()
        } catch  where isPrivate {
            // A cluster without its login is not ready; whether it can be made so, the migrations tell.
            return false
        }
        defer { connection.close() }
        return try Migrator(connection).pending().isEmpty
    }

    /// Brings the database to the schema of this version; returns the paths of the migrations that it lacked.
    @discardableResult
    package func migrate() throws -> [String] {
        let connection = try Connection(url: migrationURL)
        defer { connection.close() }
        return try Migrator(connection).migrate()
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
        return Database(
            url: cluster.url(user: PrivateCluster.loginName), home: home, isPrivate: true, migrationURL: cluster.url())
    }

    /// A new connection, which does what `role` may do; without one, whatever the user who connects may do: in the private
    /// cluster what reports may, and become each role but the owner.
    public func connect(role: Role? = nil) throws -> Connection {
        let connection = try Connection(url: url)
        if let role { try connection.setRole(role) }
        return connection
    }

    /// A new connection of the user who migrates, in the private cluster the superuser: for measurements and repairs, for none of
    /// what the product does.
    public func connectAsAdministrator() throws -> Connection { try Connection(url: migrationURL) }

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
