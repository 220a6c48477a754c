extension JSON {
    /// A side of a call that waits for a price.
    package struct UnratedCall: Codable, Equatable, Sendable {
        package var address: String
        package var side: String
        package var reason: String
        package var account: String
        package var called: String
        package var startAt: String
        package var durationNs: Int64
        package var fileID: Int64
        package var file: String

        package init(
            address: String, side: String, reason: String, account: String, called: String, startAt: String,
            durationNs: Int64, fileID: Int64, file: String
        ) {
            self.address = address
            self.side = side
            self.reason = reason
            self.account = account
            self.called = called
            self.startAt = startAt
            self.durationNs = durationNs
            self.fileID = fileID
            self.file = file
        }

        private enum CodingKeys: String, CodingKey {
            case address, side, reason, account, called
            case startAt = "start_at"
            case durationNs = "duration_ns"
            case fileID = "file_id"
            case file
        }
    }
}
