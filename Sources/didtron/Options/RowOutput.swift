internal import Catalog
internal import Postgres

/// Rows of a query as people and programs read them.
enum RowOutput {
    /// Prints a table, or JSON: a list of objects of texts, null where there is nothing.
    static func print(_ rows: Rows, json: Bool, none: String) throws {
        if json {
            return try JSONOutput.print(
                rows.map { row in Dictionary(uniqueKeysWithValues: rows.columns.map { ($0, row[$0]) }) })
        }
        guard !rows.isEmpty else { return Swift.print(none) }
        var table = TextTable(
            rows.columns.map { column in
                let isNumber = rows.allSatisfy { row in row[column].map { Double($0) != nil } ?? true }
                return isNumber && rows.contains { $0[column] != nil } ? .right(column) : .left(column)
            })
        table.rows = rows.map { row in rows.columns.map { row[$0] ?? "-" } }
        Swift.print(table.text, terminator: "")
    }
}
