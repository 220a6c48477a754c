internal import Catalog

/// Tables as CSV.
enum CSVText {
    /// A heading as the name of a column: `asked for by` is `asked_for_by`.
    static func name(_ title: String) -> String {
        title.lowercased().replacing(" ", with: "_")
    }

    /// In quotes where it has to be.
    static func field(_ text: String) -> String {
        text.contains { $0 == "," || $0 == "\"" || $0.isNewline } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
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
