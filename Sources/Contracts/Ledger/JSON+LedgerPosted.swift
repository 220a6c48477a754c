extension JSON {
    /// Files closed and journals posted.
    package struct LedgerPosted: Codable, Equatable, Sendable {
        package var filesClosed: Int
        package var journalsPosted: Int

        package init(filesClosed: Int, journalsPosted: Int) {
            self.filesClosed = filesClosed
            self.journalsPosted = journalsPosted
        }

        private enum CodingKeys: String, CodingKey {
            case filesClosed = "files_closed"
            case journalsPosted = "journals_posted"
        }
    }
}
