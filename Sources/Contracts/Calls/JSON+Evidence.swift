extension JSON {
    /// A received file of which nothing was loaded.
    package struct Evidence: Codable, Equatable, Sendable {
        package var sha256: String
        package var bytes: Int64
        package var receivedAt: String

        package init(sha256: String, bytes: Int64, receivedAt: String) {
            self.sha256 = sha256
            self.bytes = bytes
            self.receivedAt = receivedAt
        }

        private enum CodingKeys: String, CodingKey {
            case sha256, bytes
            case receivedAt = "received_at"
        }
    }
}
