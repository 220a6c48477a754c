extension JSON {
    /// A prefix of callers and its group.
    package struct Origin: Codable, Equatable, Sendable {
        package var origin: String
        package var prefix: String

        package init(origin: String, prefix: String) {
            self.origin = origin
            self.prefix = prefix
        }
    }
}
