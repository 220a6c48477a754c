extension JSON {
    /// The URL of the database.
    package struct DatabaseLocation: Codable, Equatable, Sendable {
        package var url: String

        package init(url: String) {
            self.url = url
        }
    }
}
