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
    /// A sentence that says what is wrong and what to do.
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

/// Rows of a file are at fault, and nothing of it was taken.
public struct RowsRefused: Error, Equatable, Sendable {
    /// In the order of the lines; at least one.
    public var refusals: [RowRefusal]

    public init(_ refusals: [RowRefusal]) { self.refusals = refusals }
}

extension RowsRefused: CustomStringConvertible {
    public var description: String { refusals.map(\.description).joined(separator: "\n") }
}
