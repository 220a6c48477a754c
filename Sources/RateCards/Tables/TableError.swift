public import Vocabulary

/// A file that cannot be read as a table at all: its form or its header is at fault, so no row was looked at.
public struct TableError: Error, Equatable, Sendable {
    public enum Code: Sendable {
        case empty
        case tooLarge
        case notText
        case lineEnds
        case header
        case missingColumn
        case repeatedColumn
    }

    public var code: Code
    /// Physical line, from 1; 0 where the file as a whole is at fault.
    public var line: Int
    /// What is wrong; where the reader could be told something that settles it, with that `Choice`.
    public var message: String

    public init(_ code: Code, line: Int = 0, message: String) {
        self.code = code
        self.line = line
        self.message = message
    }
}

extension TableError: CustomStringConvertible {
    public var description: String { line > 0 ? "line \(line): \(message)" : message }
}

extension TableError: ConvertibleToRefusal {
    public var refusal: Refusal? {
        let place = Refusal.Place(line: line > 0 ? line : nil)
        return switch code {
        case .empty: Refusal(.invalid, "table.empty", message, place: place)
        case .tooLarge: Refusal(.tooLarge, "table.too_large", message, place: place)
        case .notText: Refusal(.invalid, "table.not_text", message, place: place)
        case .lineEnds: Refusal(.invalid, "table.line_ends", message, place: place)
        case .header: Refusal(.invalid, "table.header", message, place: place)
        case .missingColumn: Refusal(.invalid, "table.missing_column", message, place: place)
        case .repeatedColumn: Refusal(.invalid, "table.repeated_column", message, place: place)
        }
    }
}

/// Rows of a file are at fault, and nothing of it was taken.
public struct RowsRefused: Error, Equatable, Sendable {
    /// In the order of the lines; at least one.
    public var refusals: [RowRefusal]

    public init(_ refusals: [RowRefusal]) { self.refusals = refusals }
}

extension RowsRefused: CustomStringConvertible {
    public var description: String { refusals.map(\.description).joined(separator: "\n") }
}

extension RowsRefused: ConvertibleToRefusal {
    /// With the first row's place and reason, for programs the number of rows.
    public var refusal: Refusal? {
        refusals.first.map { row in
            Refusal(
                .invalid, "table.rows", row.text.isEmpty ? row.reason : "\(row.reason): '\(row.text)'",
                facts: ["rows": "\(refusals.count)"],
                place: .init(file: row.file, line: row.line, field: row.field.isEmpty ? nil : row.field))
        }
    }
}
