extension JSON {
    /// The account of files that were rated without a database.
    package struct RateRun: Codable, Equatable, Sendable {
        package var read: Int
        package var rated: Int
        package var unrated: Int
        package var rejected: Int
        package var duplicate: Int
        package var elapsedMs: Int64

        package init(read: Int, rated: Int, unrated: Int, rejected: Int, duplicate: Int, elapsedMs: Int64) {
            self.read = read
            self.rated = rated
            self.unrated = unrated
            self.rejected = rejected
            self.duplicate = duplicate
            self.elapsedMs = elapsedMs
        }

        private enum CodingKeys: String, CodingKey {
            case read, rated, unrated, rejected, duplicate
            case elapsedMs = "elapsed_ms"
        }
    }
}
