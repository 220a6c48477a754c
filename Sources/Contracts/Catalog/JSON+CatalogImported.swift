extension JSON {
    /// Result of importing a catalog file.
    package struct CatalogImported: Codable, Equatable, Sendable {
        package var subject: String
        package var rows: Int
        package var added: [String]
        package var changes: [CatalogChange]
        package var unchanged: Int
        package var notes: [String]
        package var ignoredColumns: [String]

        package init(
            subject: String, rows: Int, added: [String], changes: [CatalogChange], unchanged: Int, notes: [String],
            ignoredColumns: [String]
        ) {
            self.subject = subject
            self.rows = rows
            self.added = added
            self.changes = changes
            self.unchanged = unchanged
            self.notes = notes
            self.ignoredColumns = ignoredColumns
        }

        private enum CodingKeys: String, CodingKey {
            case subject, rows, added, changes, unchanged, notes
            case ignoredColumns = "ignored_columns"
        }
    }

    /// A field that an import changed.
    package struct CatalogChange: Codable, Equatable, Sendable {
        package var line: Int
        package var key: String
        package var field: String
        package var from: String
        package var to: String
        package var firstOn: String?

        package init(line: Int, key: String, field: String, from: String, to: String, firstOn: String? = nil) {
            self.line = line
            self.key = key
            self.field = field
            self.from = from
            self.to = to
            self.firstOn = firstOn
        }

        private enum CodingKeys: String, CodingKey {
            case line, key, field, from, to
            case firstOn = "first_on"
        }
    }
}
