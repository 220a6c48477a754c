extension JSON {
    /// A row of a file that was refused.
    package struct RefusedRow: Codable, Equatable, Sendable {
        package var file: String?
        package var line: Int
        package var column: Int?
        package var field: String?
        package var reason: String
        package var text: String

        package init(
            file: String? = nil, line: Int, column: Int? = nil, field: String? = nil, reason: String, text: String
        ) {
            self.file = file
            self.line = line
            self.column = column
            self.field = field
            self.reason = reason
            self.text = text
        }
    }
}
