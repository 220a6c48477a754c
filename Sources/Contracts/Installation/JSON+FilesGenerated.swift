extension JSON {
    /// Files of a made-up carrier that were written.
    package struct FilesGenerated: Codable, Equatable, Sendable {
        package var folder: String
        package var callRecords: Int
        package var bytes: Int

        package init(folder: String, callRecords: Int, bytes: Int) {
            self.folder = folder
            self.callRecords = callRecords
            self.bytes = bytes
        }

        private enum CodingKeys: String, CodingKey {
            case folder
            case callRecords = "call_records"
            case bytes
        }
    }
}
