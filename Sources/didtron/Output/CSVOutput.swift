import Money

/// What `--csv` prints: a header, then a record a row, for spreadsheets and programs.
enum CSVOutput {
    static func print(_ header: [String], _ rows: [[String]]) {
        Swift.print(text(header, rows), terminator: "")
    }

    /// What is printed.
    static func text(_ header: [String], _ rows: [[String]]) -> String {
        ([header] + rows).map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
    }

    /// An amount without separators of thousands, exactly.
    static func amount(_ micros: some SignedInteger, digits: Int) -> String {
        DecimalText.format(micros, decimals: DecimalText.microDecimals, decimalsMin: digits)
    }

    /// Quoted where the format asks for it; what a spreadsheet would take for a formula begins with an apostrophe.
    private static func cell(_ text: String) -> String {
        let isNumber =
            !text.isEmpty && text.dropFirst(text.hasPrefix("-") ? 1 : 0).allSatisfy { $0.isNumber || $0 == "." }
        let isFormula = !isNumber && text.first.map { "=+-@\t\r".contains($0) } == true
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\n\r".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
