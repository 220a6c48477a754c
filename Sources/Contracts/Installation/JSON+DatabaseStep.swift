extension JSON {
    /// A step of the database that was done.
    package struct DatabaseStep: Codable, Equatable, Sendable {
        package var database: String
        /// `started`, `running`, `stopped` or `not_running`.
        package var state: String
        package var processID: Int32?

        package init(database: String, state: String, processID: Int32? = nil) {
            self.database = database
            self.state = state
            self.processID = processID
        }

        private enum CodingKeys: String, CodingKey {
            case database, state
            case processID = "process_id"
        }
    }
}
