extension JSON {
    /// A record that is no call.
    package struct CallReject: Codable, Equatable, Sendable {
        package var fileID: Int64
        package var file: String
        package var line: Int64
        /// Nil where the whole record is at fault.
        package var column: Int64?
        package var byteOffset: Int64
        package var field: String
        package var reason: String
        package var text: String

        package init(
            fileID: Int64, file: String, line: Int64, column: Int64? = nil, byteOffset: Int64, field: String,
            reason: String, text: String
        ) {
            self.fileID = fileID
            self.file = file
            self.line = line
            self.column = column
            self.byteOffset = byteOffset
            self.field = field
            self.reason = reason
            self.text = text
        }

        private enum CodingKeys: String, CodingKey {
            case fileID = "file_id"
            case file, line, column
            case byteOffset = "byte_offset"
            case field, reason, text
        }
    }
}
