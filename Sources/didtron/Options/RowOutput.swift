internal import Catalog
internal import Postgres

/// An answer that a row of a query makes.
protocol RowAnswer: Encodable {
    init(_ row: Row) throws
}

/// Rows of a query as people and programs read them.
enum RowOutput {
    /// Prints JSON, or a table.
    static func print<Answer: RowAnswer>(_ rows: Rows, as answer: Answer.Type, json: Bool, none: String) throws {
        if json { return try JSONOutput.print(rows.map(Answer.init)) }
        print(rows, none: none)
    }

    /// Prints JSON, CSV, or a table with the columns that were asked for.
    static func print<Answer: RowAnswer>(
        _ rows: Rows, as answer: Answer.Type, _ options: ListOptions, none: String
    ) throws {
        if options.json { return try JSONOutput.print(rows.map(Answer.init)) }
        guard !rows.isEmpty || options.csv else { return Swift.print(none) }
        try options.print(table(rows))
    }

    /// Prints a table.
    static func print(_ rows: Rows, none: String) {
        guard !rows.isEmpty else { return Swift.print(none) }
        Swift.print(table(rows).fitted, terminator: "")
    }

    private static func table(_ rows: Rows) -> TextTable {
        var table = TextTable(
            rows.columns.map { column in
                let isNumber = rows.allSatisfy { row in row[column].map { Double($0) != nil } ?? true }
                return isNumber && rows.contains { $0[column] != nil } ? .right(column) : .left(column)
            })
        table.rows = rows.map { row in rows.columns.map { row[$0] ?? "-" } }
        return table
    }
}
