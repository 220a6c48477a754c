internal import Postgres

/// What an import of catalog data did.
public struct CatalogReport: Sendable, Codable {
    /// A field that had another value before.
    public struct Change: Sendable, Codable, Equatable {
        public let line: Int
        /// Code of the partner, product …
        public let key: String
        public let field: String
        public let from: String
        public let to: String
        /// The day from which it holds, where that is not the whole time: `2026-12-01`.
        public var firstOn: String?
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

    /// A report that was kept with a request.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        subject = try fields.decode(String.self, forKey: .subject)
        rows = try fields.decode(Int.self, forKey: .rows)
        added = try fields.decode([String].self, forKey: .added)
        changes = try fields.decode([Change].self, forKey: .changes)
        unchanged = try fields.decode(Int.self, forKey: .unchanged)
        notes = try fields.decode([String].self, forKey: .notes)
        ignoredColumns = try fields.decode([String].self, forKey: .ignoredColumns)
        subjectName = CatalogSubject.all.first { [subject] in $0.plural == subject }?.name ?? subject
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
                        to: try change.optionalString("new_value") ?? "",
                        firstOn: subject.hasDatedChanges ? try change.optionalString("first_on") : nil))
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

extension CatalogReport {
    /// `3 partners: 1 added, 1 changed, 1 unchanged`
    package var counts: String {
        "\(rows) \(rows == 1 ? subjectName : subject): \(added.count) added, \(Set(changes.map(\.line)).count) changed, \(unchanged) unchanged"
    }
}

extension CatalogReport: CustomStringConvertible {
    /// The counts, then the changes, one a line.
    public var description: String {
        var lines = notes + [counts]
        lines += changes.map { change in
            "  \(change.key): \(change.field) \(change.from) -> \(change.to)\(change.firstOn.map { " from \($0)" } ?? "")"
        }
        if !ignoredColumns.isEmpty {
            lines.append("Columns not used: \(ignoredColumns.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}
