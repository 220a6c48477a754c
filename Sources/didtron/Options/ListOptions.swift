import ArgumentParser
internal import Catalog

/// How a command prints a list.
struct ListOptions: ParsableArguments {
    @OptionGroup var common: PrintOptions

    @Flag(help: "Print CSV: a heading, then a line a row, numbers without separators.")
    var csv = false

    @Option(help: ArgumentHelp("Columns to print, by their headings and in this order.", valueName: "name,name…"))
    var columns: String?

    var json: Bool { common.json }
    var quiet: Bool { common.quiet }

    func validate() throws {
        if csv, json { throw ValidationError("State --csv or --json, not both.") }
        if columns != nil, json {
            throw ValidationError("--columns chooses among the columns of a table; JSON has all fields.")
        }
    }

    /// Prints a table as it was asked for.
    ///
    /// - Throws: `ValidationError` for a column that it does not have.
    func print(_ table: TextTable) throws {
        let chosen = try columns.map { try table.choosing($0.split(separator: ",").map { $0.trimmed }) } ?? table
        if csv { return Swift.print(chosen.csv, terminator: "") }
        Swift.print(chosen.fitted, terminator: "")
    }
}

extension Substring {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}

extension TextTable {
    /// The columns of these headings, in their order.
    func choosing(_ titles: [String]) throws -> TextTable {
        let indices = try titles.map { title in
            guard
                let index = columns.firstIndex(where: { CSVText.name($0.title) == CSVText.name(title) })
            else {
                let known = columns.map { CSVText.name($0.title) }.filter { !$0.isEmpty }.joined(separator: ", ")
                throw ValidationError("There is no column '\(title)'; columns are \(known).")
            }
            return index
        }
        var chosen = TextTable(indices.map { columns[$0] })
        chosen.rows = rows.map { row in indices.map { row[$0] } }
        chosen.totals = totals.map { row in indices.map { row[$0] } }
        return chosen
    }
}
