/// Why work with the database failed. What to do about it is for those to say who show it: they find it by `reason`.
///
/// Values of parameters never become part of it: `detail`, in which the server may quote rows, is kept apart from the
/// description.
public struct PostgresError: Error, Sendable {
    public enum Code: Sendable {
        /// The server refused the connection or cannot be reached.
        case cannotConnect
        /// The connection broke; whether a COMMIT under way took effect is unknown.
        case connectionLost
        /// All connections of the pool are in use.
        case busy
        /// The server is older than PostgreSQL 15.
        case serverTooOld
        /// The server refused a statement; `sqlState` says why.
        case statementFailed
        /// The result has another shape than the caller reads: no such column, null, another type.
        case unexpectedResult
        /// A parameter is missing, unknown to the statement or cannot be sent.
        case invalidParameter
        /// A transaction was left in a state in which it cannot be committed.
        case transactionState
        /// A SQL file cannot be parsed, or no file has that name.
        case sqlFile
        /// The private server cannot be created, started or stopped.
        case cluster
        /// The migrations cannot be applied, or were not yet.
        case migration
    }

    public var code: Code
    /// What the server or the library says, in one line.
    public var message: String
    /// SQLSTATE of the server, five characters.
    public var sqlState: String?
    /// Name of the statement or job.
    public var statement: String?
    /// What was being attempted: `importing partners.csv`.
    public var context: String?
    /// Stable name of the kind of failure, as `server.disk_full`; nil where the message says all there is to say.
    public var reason: String?
    /// Facts that a remedy names: a folder, a process.
    public var facts: [String: String]
    /// Advice of the server itself.
    public var hint: String?
    /// Constraint that refused a row, if that is what happened.
    public var constraint: String?
    /// What the server adds; may quote values of rows, so it is not part of the description.
    public var detail: String?

    public init(
        _ code: Code, _ message: String, sqlState: String? = nil, statement: String? = nil, context: String? = nil,
        reason: String? = nil, facts: [String: String] = [:], constraint: String? = nil, detail: String? = nil
    ) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
        self.statement = statement
        self.context = context
        self.reason = reason ?? sqlState.flatMap(PostgresError.reason(sqlState:))
        self.facts = facts
        self.constraint = constraint
        self.detail = detail
    }

    /// True if the same work may succeed when it is tried again from its beginning: serialization failure, deadlock,
    /// lock not available.
    public var isRetryable: Bool { ["40001", "40P01", "55P03"].contains(sqlState) }

    /// The same error with what was being attempted put before it.
    public func adding(context: String) -> PostgresError {
        var error = self
        error.context = self.context.map { "\(context): \($0)" } ?? context
        return error
    }

    private static func reason(sqlState: String) -> String? {
        switch sqlState {
        case "53100": "server.disk_full"
        case "53200": "server.out_of_memory"
        case "53300": "server.no_connection_left"
        case "57P01", "57P02", "57P03": "server.stopping_or_starting"
        case "28000", "28P01": "server.login_refused"
        case "3D000": "server.no_such_database"
        case "40001", "40P01", "55P03": "server.held_by_another"
        default: nil
        }
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        var text = context.map { "\($0): " } ?? ""
        text += message
        let origin = [sqlState.map { "SQLSTATE \($0)" }, statement.map { "statement \($0)" }].compactMap(\.self)
        if !origin.isEmpty { text += " (\(origin.joined(separator: ", ")))" }
        if let hint { text += text.hasSuffix(".") ? " \(hint)" : ". \(hint)" }
        return text
    }
}
