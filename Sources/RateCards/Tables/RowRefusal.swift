/// A row of an input file that is not taken: where it stands and why.
public struct RowRefusal: Equatable, Sendable, Encodable {
    /// Physical line, from 1, at which the row begins; in a sheet or a list of JSON, see `unit`.
    public var line: Int
    /// Column (field), from 1; 0 where the row as a whole is at fault.
    public var column: Int
    /// The column's name as the file's header writes it; empty where the row as a whole is at fault.
    public var field: String
    /// A phrase: `not a decimal number`.
    public var reason: String
    /// What `line` counts: `line` of a file, `row` of a sheet, `rate` of a list.
    public var unit = "line"
    /// The field's text, at most `textBytesMax` bytes of it.
    public var text: String

    /// Of several files, the one in which it is; nil = the only one, or the deck itself.
    public var file: String?

    public static let textBytesMax = 80

    public init(
        line: Int, column: Int = 0, field: String = "", reason: String, text: String = "", unit: String = "line",
        file: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.field = field
        self.reason = reason
        self.text = text
        self.unit = unit
    }
}

extension RowRefusal: CustomStringConvertible {
    /// `line 7, column 3 (Rate): not a decimal number: 'free'`
    public var description: String {
        var sentence = (file.map { "\($0), " } ?? "") + "\(unit) \(line)"
        if column > 0 { sentence += ", column \(column)" }
        if !field.isEmpty { sentence += " (\(field))" }
        sentence += ": \(reason)"
        if !text.isEmpty { sentence += ": '\(text)'" }
        return sentence
    }
}
