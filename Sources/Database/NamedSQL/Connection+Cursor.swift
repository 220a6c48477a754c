public import Postgres

extension Connection {
    /// Runs the one statement of `schema/queries/NAME.sql` and hands over its rows some at a time, so that memory does not grow with
    /// them: as the statement sees the database when it begins. Within the transaction that is open, which it needs.
    ///
    /// - Parameters:
    ///   - rowsAtATime: rows that are in memory.
    ///   - body: is given at least one row each time; an error of it ends the reading.
    public func forEachBatch(
        query: String, _ parameters: [String: Value] = [:], rowsAtATime: Int = 5_000, _ body: (Rows) throws -> Void
    ) throws {
        let file = try SQLFile.named("queries/\(query).sql")
        try check(parameters, for: file)
        guard file.statements.count == 1, let statement = file.statements.first else {
            throw PostgresError(
                .sqlFile, "schema/\(file.path) has \(file.statements.count) statements where a query has one")
        }
        guard transactionDepth > 0 else {
            throw PostgresError(
                .transactionState, "schema/\(file.path) is read some rows at a time outside a transaction")
        }
        // All rows are wanted, not the first soon.
        try execute("SET LOCAL cursor_tuple_fraction = 1")
        let name = "batch_\(query)"
        _ = try self.query(
            "DECLARE \(name) NO SCROLL CURSOR FOR \(statement.text)",
            statement.parameters.compactMap { parameters[$0] }, name: statement.name)
        while true {
            let rows = try self.query("FETCH FORWARD \(rowsAtATime) FROM \(name)", [], name: "fetch")
            if !rows.isEmpty { try body(rows) }
            guard rows.count == rowsAtATime else { break }
        }
        try execute("CLOSE \(name)")
    }
}
