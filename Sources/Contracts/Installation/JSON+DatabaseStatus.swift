extension JSON {
    /// Where the database is, whether it runs, and what it holds.
    package struct DatabaseStatus: Codable, Equatable, Sendable {
        package var database: String
        package var home: String
        /// `ready`, `not_migrated`, `stopped` or `not_created`.
        package var state: String
        package var processID: Int32?
        package var url: String?
        package var log: String?
        package var serverVersion: String?
        package var databaseBytes: Int64?
        package var migrationsApplied: Int?
        package var migrationsPending: [String]?

        package init(
            database: String, home: String, state: String, processID: Int32? = nil, url: String? = nil,
            log: String? = nil, serverVersion: String? = nil, databaseBytes: Int64? = nil,
            migrationsApplied: Int? = nil, migrationsPending: [String]? = nil
        ) {
            self.database = database
            self.home = home
            self.state = state
            self.processID = processID
            self.url = url
            self.log = log
            self.serverVersion = serverVersion
            self.databaseBytes = databaseBytes
            self.migrationsApplied = migrationsApplied
            self.migrationsPending = migrationsPending
        }

        private enum CodingKeys: String, CodingKey {
            case database, home, state
            case processID = "process_id"
            case url, log
            case serverVersion = "server_version"
            case databaseBytes = "database_bytes"
            case migrationsApplied = "migrations_applied"
            case migrationsPending = "migrations_pending"
        }
    }
}
