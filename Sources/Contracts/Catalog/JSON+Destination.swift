extension JSON {
    /// A prefix of the master list and its destination.
    package struct Destination: Codable, Equatable, Sendable {
        package var prefix: String
        package var destination: String

        package init(prefix: String, destination: String) {
            self.prefix = prefix
            self.destination = destination
        }
    }
}
