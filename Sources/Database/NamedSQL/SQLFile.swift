import BillingSchema
internal import Postgres
import Synchronization

/// A file of SQL as the loader runs it: statements in order, their parameters numbered.
struct SQLFile: Sendable {
    /// One statement.
    struct Statement: Sendable, Equatable {
        /// From the `-- name:` line above it.
        var name: String
        /// Without its semicolon; parameters are `$1`, `$2`, …
        var text: String
        /// Names of the parameters: the first is `$1`. A name used with two types has two numbers.
        var parameters: [String]
        /// Line of the file, from 1, at which the statement begins.
        var line: Int
    }

    /// Path below `schema/`.
    var path: String
    /// False if the file says `-- transaction: none`.
    var isTransaction: Bool
    /// True if the file says `-- plans: kept`: each of its statements is prepared once a connection.
    var keepsPlans: Bool
    var statements: [Statement]

    /// The names of all parameters.
    var parameterNames: Set<String> { Set(statements.flatMap(\.parameters)) }

    /// The file at a path below `schema/`, parsed once. Throws if there is none or it cannot be parsed.
    static func named(_ path: String) throws -> SQLFile {
        if let file = parsed.withLock({ $0[path] }) { return file }
        guard let source = BillingSchema.files.first(where: { $0.path == path }) else {
            throw PostgresError(.sqlFile, "There is no schema/\(path)")
        }
        let file = try SQLFile(path: path, text: source.text)
        parsed.withLock { $0[path] = file }
        return file
    }

    private static let parsed = Mutex<[String: SQLFile]>([:])
}
