/// The SQL that the product runs, by path below `schema/`: `migrations/0001_….sql`, `jobs/….sql`, `queries/….sql`.
///
/// The texts are part of the binary (see the EmbedText plugin), so it finds them wherever it is installed.
public enum BillingSchema {
    /// One SQL file.
    public struct File: Sendable {
        /// Path below `schema/`, with slashes: `jobs/close_files.sql`.
        public var path: String
        public var text: String

        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// All files, sorted by path.
    public static let files: [File] = embeddedFiles.map { File(path: $0.path, text: $0.text) }

    /// Forward-only migrations in the order in which they apply.
    public static var migrations: [File] { files.filter { $0.path.hasPrefix("migrations/") } }
}
