internal import Catalog

/// Tables as CSV.
enum CSVText {
    /// A heading as the name of a column: `asked for by` is `asked_for_by`.
    static func name(_ title: String) -> String {
        title.lowercased().replacing(" ", with: "_")
    }

    /// In quotes where it has to be; what a spreadsheet would take for a formula begins with an apostrophe.
    static func field(_ text: String) -> String {
        let isSigned = text.first.map { "+-".contains($0) } == true
        let digits = text.dropFirst(isSigned ? 1 : 0)
        let isNumber = !digits.isEmpty && digits.allSatisfy { $0.isNumber || $0 == "." }
        let isFormula = !isNumber && text.first.map { "=+-@\t\r".contains($0) } == true
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return safe }
        return "\"\(safe.replacing("\"", with: "\"\""))\""
    }

    static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\n" }
}

extension TextTable {
    /// A heading and a line a row, without the totals.
    var csv: String {
        CSVText.line(columns.map { CSVText.name($0.title) })
            + rows.map { row in
                CSVText.line(
                    zip(columns, row).map { column, cell in
                        // `-` says that there is nothing, commas are for the eye.
                        cell == "-" ? "" : column.alignment == .right ? cell.filter { $0 != "," } : cell
                    })
            }.joined()
    }
}
