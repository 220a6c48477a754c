import BillingSchema
import TestSupport
import Testing

@testable import Database
@testable import Postgres

/// Every file of SQL is accepted by a real server, whichever command happens to use it.
@Suite struct NamedStatementTests {
    @Test func `every query runs against the schema`() throws {
        try runAll("queries/") { connection, name, parameters in
            _ = try connection.run(query: name, parameters)
        }
    }

    @Test func `every job runs against the schema, up to the first value it needs`() throws {
        // Some read a temporary table that the job before them has made; what they say is tested where they are called.
        try runAll("jobs/", unlessUndefinedTable: true) { connection, name, parameters in
            try connection.run(job: name, parameters)
        }
    }

    /// Runs each file below a folder with nulls for parameters and takes it back. What a null makes impossible (a NOT NULL
    /// column, a row that is not there) is no fault of the file; an unknown or ambiguous name, a type or the syntax is.
    private func runAll(
        _ folder: String, unlessUndefinedTable: Bool = false,
        _ body: (Connection, _ name: String, _ parameters: [String: Value]) throws -> Void
    ) throws {
        try withTestDatabase { database in
            let connection = try Connection(url: database.url)
            for file in BillingSchema.files where file.path.hasPrefix(folder) {
                let parsed = try SQLFile.named(file.path)
                guard parsed.isTransaction else { continue }
                let nulls = Dictionary(uniqueKeysWithValues: parsed.parameterNames.map { ($0, Value.null) })
                let name = String(file.path.dropFirst(folder.count).dropLast(".sql".count))
                do {
                    try connection.transaction {
                        try body(connection, name, nulls)
                        throw TakenBack()
                    }
                } catch is TakenBack {
                } catch let error as PostgresError {
                    if unlessUndefinedTable, error.sqlState == "42P01" { continue }
                    // Class 42: syntax error or access rule violation.
                    #expect(error.sqlState?.hasPrefix("42") == false, "\(error)")
                }
            }
        }
    }

    private struct TakenBack: Error {}
}
