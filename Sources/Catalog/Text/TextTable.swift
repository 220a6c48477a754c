/// A table for people to read in a terminal or a plain-text document.
///
///     destination      calls    minutes        amount
///     ---------------  -----  ---------  ------------
///     Germany Mobile     812   1,204.50         15.66
package struct TextTable {
    package enum Alignment: Sendable { case left, right }

    package struct Column: Sendable {
        package var title: String
        package var alignment: Alignment

        package static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
        package static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    package var columns: [Column]
    /// Each as long as `columns`.
    package var rows: [[String]] = []
    /// Printed below a rule of their own.
    package var totals: [[String]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// The lines, each ended; without rows only the head.
    package var text: String {
        let titles = columns.map(\.title)
        let widths = columns.indices.map { column in
            ([titles] + rows + totals).reduce(0) { max($0, $1[column].count) }
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ") + "\n"
        var text = line(titles, widths) + rule
        for row in rows { text += line(row, widths) }
        if !totals.isEmpty { text += rule }
        for row in totals { text += line(row, widths) }
        return text
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            if column > 0 { line += "  " }
            let padding = String(repeating: " ", count: widths[column] - cell.count)
            line += columns[column].alignment == .right ? padding + cell : cell + padding
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }
}
