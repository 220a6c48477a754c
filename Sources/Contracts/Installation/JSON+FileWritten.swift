extension JSON {
    /// A file that was written.
    package struct FileWritten: Codable, Equatable, Sendable {
        package var file: String

        package init(file: String) {
            self.file = file
        }
    }
}
