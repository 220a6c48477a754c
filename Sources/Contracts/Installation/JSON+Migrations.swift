extension JSON {
    /// Migrations that were applied.
    package struct Migrations: Codable, Equatable, Sendable {
        package var database: String
        package var applied: [String]

        package init(database: String, applied: [String]) {
            self.database = database
            self.applied = applied
        }
    }
}
