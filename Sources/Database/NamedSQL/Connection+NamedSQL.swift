public import Postgres

/// What the statements of a job returned.
public struct JobResult: Sendable {
    /// Of each statement, by name; of statements that share a name, the last.
    public var byName: [String: Rows] = [:]
    /// Of the last statement that returned any: a SELECT, or anything with RETURNING.
    public var rows: Rows

    /// The rows of the named statement. The job must have it.
    public subscript(name: String) -> Rows {
        guard let rows = byName[name] else {
            preconditionFailure("The job has no statement \(name), it has \(byName.keys.sorted())")
        }
        return rows
    }
}

extension Connection {
    /// Runs the statements of `schema/jobs/NAME.sql` in order, in one transaction (joining the open one, if any) unless
    /// the file says `-- transaction: none`.
    @discardableResult
    public func run(job: String, _ parameters: [String: Value] = [:]) throws -> JobResult {
        let file = try SQLFile.named("jobs/\(job).sql")
        try check(parameters, for: file)
        if file.isTransaction { return try transaction { try run(file, parameters) } }
        guard transactionDepth == 0 else {
            throw PostgresError(
                .transactionState, "schema/\(file.path) says `-- transaction: none` and cannot run inside a transaction"
            )
        }
        return try run(file, parameters)
    }

    /// Runs the one statement of `schema/queries/NAME.sql`; `binary` as for `query`.
    public func run(
        query: String, _ parameters: [String: Value] = [:], binary: Bool = false
    ) throws -> Rows {
        let file = try SQLFile.named("queries/\(query).sql")
        try check(parameters, for: file)
        guard file.statements.count == 1 else {
            throw PostgresError(
                .sqlFile, "schema/\(file.path) has \(file.statements.count) statements where a query has one")
        }
        return try run(file, parameters, binary: binary).rows
    }

    private func run(
        _ file: SQLFile, _ parameters: [String: Value], binary: Bool = false
    ) throws -> JobResult {
        var byName: [String: Rows] = [:]
        var last: Rows?
        for statement in file.statements {
            let rows: Rows
            do {
                rows = try query(
                    statement.text, statement.parameters.compactMap { parameters[$0] }, name: statement.name,
                    binary: binary, keepsPlan: file.keepsPlans)
            } catch let error as PostgresError {
                // A refusal is for its reader; the place in the SQL is for whoever looks for a fault.
                guard error.refusal == nil else { throw error }
                throw error.adding(context: "schema/\(file.path), line \(statement.line)")
            }
            byName[statement.name] = rows
            if rows.result.isQuery || last?.result.isQuery != true { last = rows }
        }
        guard let last else { throw PostgresError(.sqlFile, "schema/\(file.path) has no statement") }
        return JobResult(byName: byName, rows: last)
    }

    func check(_ parameters: [String: Value], for file: SQLFile) throws {
        let names = file.parameterNames
        let missing = names.subtracting(parameters.keys).sorted()
        let unknown = Set(parameters.keys).subtracting(names).sorted()
        guard missing.isEmpty && unknown.isEmpty else {
            let faults = missing.map { "\($0) is missing" } + unknown.map { "\($0) is not used" }
            throw PostgresError(.invalidParameter, "schema/\(file.path): parameter \(faults.joined(separator: ", "))")
        }
    }
}
