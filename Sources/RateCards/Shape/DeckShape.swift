/// What was found out about a deck's form: enough to be checked at a glance, and to be held against the next deck.
public struct DeckShape: Equatable, Sendable, Codable {
    public enum Form: String, Sendable, Codable {
        case text
        case workbook
        case interchange
    }

    public struct Column: Equatable, Sendable, Codable {
        /// From 1.
        public var number: Int
        /// As the file writes it.
        public var heading: String
        /// The field that it was taken for; nil = it is not used.
        public var field: String?
    }

    public var form: Form
    /// Of texts only.
    public var encoding: TextEncoding?
    public var hasByteOrderMark: Bool?
    public var delimiter: ReadingSettings.Delimiter?
    /// Of workbooks and interchange files only.
    public var sheet: String?
    /// Line, or row, of the header; 0 = there is none.
    public var headerLine: Int
    /// Rows of the header, where it has more than one.
    public var headerRows: Int?
    /// Rows before it.
    public var preambleRows: Int
    public var columns: [Column]
    /// For how much time the prices are.
    public var unit: PriceUnit
    /// ISO code that the headings state.
    public var currency: String?
}

extension DeckShape {
    /// `text with semicolons, Windows-1252, header in line 4 behind 3 others`
    public var sentence: String {
        var parts: [String] = []
        switch form {
        case .text:
            let marks: [ReadingSettings.Delimiter: String] = [
                .comma: "commas", .semicolon: "semicolons", .tab: "tabs", .pipe: "pipes",
            ]
            parts.append("text with \(delimiter.flatMap { marks[$0] } ?? "columns")")
            if let encoding { parts.append(encoding.title + (hasByteOrderMark == true ? " with byte order mark" : "")) }
        case .workbook: parts.append("workbook, sheet '\(sheet ?? "")'")
        case .interchange: parts.append("JSON, card '\(sheet ?? "")'")
        }
        let unit = form == .workbook ? "row" : "line"
        if form != .interchange {
            let lines = headerRows == nil ? "\(unit) \(headerLine)" : "\(unit)s \(headerLine) and \(headerLine + 1)"
            let before = preambleRows == 0 ? "" : " behind \(preambleRows) other\(preambleRows == 1 ? "" : "s")"
            parts.append(headerLine == 0 ? "no header" : "header in \(lines)\(before)")
        }
        return parts.joined(separator: ", ")
    }

    /// What differs from the deck before, as sentences; empty = it has the same layout. The number of rows before the header
    /// may differ: suppliers write news there.
    public func changes(since before: DeckShape) -> [String] {
        var changes: [String] = []
        func compare(_ what: String, _ old: String?, _ new: String?) {
            if old != new { changes.append("\(what) was \(old ?? "none") and is \(new ?? "none")") }
        }
        compare("the form", before.form.rawValue, form.rawValue)
        compare("the encoding", before.encoding?.title, encoding?.title)
        compare("the delimiter", before.delimiter?.rawValue, delimiter?.rawValue)
        compare("the sheet", before.sheet.map { "'\($0)'" }, sheet.map { "'\($0)'" })
        compare("the unit of prices", before.unit.name, unit.name)
        compare("the currency of the heading", before.currency, currency)
        let (old, new) = (before.columns.map(\.heading), columns.map(\.heading))
        if old != new {
            let gone = old.filter { !new.contains($0) }
            let added = new.filter { !old.contains($0) }
            if !gone.isEmpty { changes.append("gone: \(DeckShape.listed(gone))") }
            if !added.isEmpty { changes.append("new: \(DeckShape.listed(added))") }
            if gone.isEmpty, added.isEmpty {
                changes.append("the columns are in another order or number: \(DeckShape.listed(new))")
            } else {
                let (kept, stayed) = (old.filter(new.contains), new.filter(old.contains))
                if kept != stayed {
                    changes.append("the other columns are in another order: \(DeckShape.listed(stayed))")
                }
            }
        }
        let fields = { (shape: DeckShape) in
            Dictionary(shape.columns.compactMap { column in column.field.map { ($0, column.heading) } }) { first, _ in
                first
            }
        }
        let (oldFields, newFields) = (fields(before), fields(self))
        for field in Set(oldFields.keys).union(newFields.keys).sorted() where oldFields[field] != newFields[field] {
            compare(field, oldFields[field].map { "'\($0)'" }, newFields[field].map { "'\($0)'" })
        }
        return changes
    }

    private static func listed(_ headings: [String]) -> String {
        headings.map { $0.isEmpty ? "an unnamed column" : "'\($0)'" }.joined(separator: ", ")
    }
}
