internal import Postgres

/// What an import of catalog data did.
public struct CatalogReport: Sendable, Encodable {
    /// A field that had another value before.
    public struct Change: Sendable, Encodable, Equatable {
        public let line: Int
        /// Code of the partner, product …
        public let key: String
        public let field: String
        public let from: String
        public let to: String
    }

    /// `partners`.
    public let subject: String
    public let rows: Int
    /// Codes of what is new, in the order of the file.
    public let added: [String]
    public let changes: [Change]
    /// Rows that said nothing new.
    public let unchanged: Int
    /// What was made besides: the first entity.
    public let notes: [String]
    /// Columns of the file that nothing reads.
    public var ignoredColumns: [String] = []
    /// One of the subject: `partner`.
    private let subjectName: String

    private enum CodingKeys: CodingKey {
        case subject, rows, added, changes, unchanged, notes, ignoredColumns
    }

    init(subject: CatalogSubject, rows: Int, changes: Rows, notes: [String]) throws {
        var added: [String] = []
        var changed: [Change] = []
        var lines: Set<Int> = []
        for change in changes {
            let line = Int(try change.int("line"))
            lines.insert(line)
            if let field = try change.optionalString("field") {
                changed.append(
                    Change(
                        line: line, key: try change.string("key"), field: field,
                        from: try change.optionalString("old_value") ?? "",
                        to: try change.optionalString("new_value") ?? ""))
            } else {
                added.append(try change.string("key"))
            }
        }
        self.subject = subject.plural
        subjectName = subject.name
        self.rows = rows
        self.added = added
        self.changes = changed
        self.notes = notes
        unchanged = rows - lines.count
    }
}

extension CatalogReport: CustomStringConvertible {
    /// `3 partners: 1 added, 1 changed, 1 unchanged`, then the changes, one a line.
    public var description: String {
        let changedRows = Set(changes.map(\.line)).count
        var lines = notes
        lines.append(
            "\(rows) \(rows == 1 ? subjectName : subject): \(added.count) added, \(changedRows) changed, \(unchanged) unchanged"
        )
        lines += changes.map { "  \($0.key): \($0.field) \($0.from) -> \($0.to)" }
        if !ignoredColumns.isEmpty {
            lines.append("Columns not used: \(ignoredColumns.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}
