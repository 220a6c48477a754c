internal import Vocabulary

/// A small file with a header, read whole: partners, accounts, assignments. Decks have a reader of their own.
public struct Table: Sendable {
    /// What a file may or must have.
    public struct Column: Sendable {
        public var name: String
        public var isRequired: Bool
        /// Further names by which files call it.
        public var synonyms: [String]

        public init(_ name: String, isRequired: Bool = false, synonyms: [String] = []) {
            self.name = name
            self.isRequired = isRequired
            self.synonyms = synonyms
        }
    }

    public struct Row: Sendable {
        /// Physical line, from 1.
        public let line: Int
        fileprivate let values: [String]
        fileprivate let positions: [String: Int]
        fileprivate let header: [String]

        /// The text of a column, without blanks around it; nil where the file lacks the column or the field is empty.
        public subscript(_ column: String) -> String? {
            guard let position = positions[column], !values[position].isEmpty else { return nil }
            return values[position]
        }

        /// A refusal of this row because of a column.
        public func refusal(_ column: String, _ reason: String) -> RowRefusal {
            let position = positions[column]
            return RowRefusal(
                line: line, column: position.map { $0 + 1 } ?? 0, field: position.map { header[$0] } ?? column,
                reason: reason, text: self[column] ?? "")
        }
    }

    public let rows: [Row]
    /// Columns of the file that nothing asked for, as it calls them.
    public let ignoredColumns: [String]

    private let positions: [String: Int]

    /// Whether the file has a column.
    public func has(_ column: String) -> Bool { positions[column] != nil }

    /// - Throws: `TableError` for the file's form and header; `RowsRefused` for rows that are torn.
    public init(_ bytes: [UInt8], columns: [Column]) throws {
        let bytes = bytes.span
        let header = try TableHeader(bytes)
        var positions: [String: Int] = [:]
        for column in columns {
            let accepted = [column.name] + column.synonyms
            if let position = try header.position(of: accepted.map(TableHeader.normalised)) {
                positions[column.name] = position
            } else if column.isRequired {
                let near = accepted.lazy.compactMap { Misspelling.of($0, among: header.names) }.first
                throw TableError(
                    .missingColumn, line: header.line,
                    message: "column '\(column.name)' is missing; "
                        + (near.map { "did you mean it by '\($0)'? The" } ?? "the") + " header has \(header.listed)")
            }
        }
        self.positions = positions
        let used = Set(positions.values)
        ignoredColumns = header.names.indices.filter { !used.contains($0) && !header.names[$0].isEmpty }
            .map { header.names[$0] }

        var scanner = header.body
        var fields: [FieldRange] = []
        var rows: [Row] = []
        var refusals: [RowRefusal] = []
        reading: while true {
            switch scanner.next(bytes, into: &fields) {
            case .end: break reading
            case .blank: continue
            case .fault(let reason): refusals.append(RowRefusal(line: scanner.line, reason: reason))
            case .fields where fields.count != header.names.count:
                let reason = "\(header.names.count) fields expected, \(fields.count) found"
                refusals.append(RowRefusal(line: scanner.line, reason: reason))
            case .fields:
                var values: [String] = []
                for (position, field) in fields.enumerated() {
                    guard let text = String(validating: RecordScanner.content(field, of: bytes), as: UTF8.self) else {
                        refusals.append(
                            RowRefusal(
                                line: scanner.line, column: position + 1, field: header.names[position],
                                reason: "not UTF-8", text: RecordScanner.text(field, of: bytes)))
                        continue reading
                    }
                    values.append(Table.trimmed(text))
                }
                rows.append(Row(line: scanner.line, values: values, positions: positions, header: header.names))
            }
        }
        guard refusals.isEmpty else { throw RowsRefused(refusals) }
        self.rows = rows
    }

    /// Rows that come from elsewhere than a file, such as a command's options; they count as lines 1, 2 …
    public init(_ rows: [[String: String]], columns: [Column]) {
        let header = columns.map(\.name)
        positions = Dictionary(uniqueKeysWithValues: header.enumerated().map { ($1, $0) })
        ignoredColumns = []
        var made: [Row] = []
        for (index, row) in rows.enumerated() {
            made.append(
                Row(line: index + 1, values: header.map { row[$0] ?? "" }, positions: positions, header: header))
        }
        self.rows = made
    }

    private static func trimmed(_ text: String) -> String {
        guard text.first?.isWhitespace == true || text.last?.isWhitespace == true else { return text }
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
