import CPostgres

/// One connection to PostgreSQL 15 or newer through libpq. Calls block; one thread at a time owns it.
///
/// A session speaks UTC, UTF-8 and ISO dates whatever the server's settings are.
@safe public final class Connection {
    /// Nil once closed.
    private(set) var handle: OpaquePointer?
    /// Open transactions: 1 is the transaction itself, above it are savepoints.
    package var transactionDepth = 0
    /// Names of statements that were prepared on this connection, by their text.
    var prepared: [String: String] = [:]
    /// How another thread cancels what this one waits for.
    private var cancelling: RunningStatements.Number?

    /// Connects. `url` is a libpq URI or `key=value` string; its password appears in no error.
    public init(url: String) throws {
        let settings = try ConnectionSettings(url: url)
        let handle = unsafe settings.connect()
        unsafe self.handle = handle
        guard unsafe PQstatus(handle) == CONNECTION_OK else {
            // The lines after the first guess at reasons.
            let lines = unsafe String(cString: PQerrorMessage(handle)).split(whereSeparator: \.isNewline)
            let message = settings.redacted(lines.first.map(String.init) ?? "no memory")
            close()
            throw PostgresError(
                .cannotConnect, "Cannot connect to \(settings.summary): \(message)",
                reason: "server.unreachable")
        }
        let version = unsafe PQserverVersion(handle)
        guard version >= 150_000 else {
            close()
            throw PostgresError(
                .serverTooOld, "The server at \(settings.summary) is PostgreSQL \(version / 10_000)",
                reason: "server.too_old")
        }
        widenSendBuffer()
        // The default prints notices on standard error.
        unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try execute(
            """
            SET client_min_messages = warning; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD';
            SET IntervalStyle = iso_8601; SET bytea_output = hex; SET standard_conforming_strings = on
            """)
        endWithClient()
        cancelling = RunningStatements.add(try cancelHandle())
    }

    deinit { close() }

    /// Version of the server: 150018 is 15.18.
    public var serverVersion: Int { unsafe handle.map { Int(unsafe PQserverVersion($0)) } ?? 0 }

    /// Runs one or more statements without parameters; several form one transaction unless they say otherwise.
    public func execute(_ sql: String) throws {
        _ = try execute(sql, name: "")
    }

    package func execute(_ sql: String, name: String) throws -> Rows {
        let open = try unsafe openHandle()
        return try unsafe rows(PQexec(open, sql), name: name, sql: sql)
    }

    /// Runs one statement with parameters `$1`, `$2`, …; `name` is what errors call it.
    ///
    /// - Parameters:
    ///   - binary: spares large `bytea` values the way through hex; of such a result integers and bytes can be read.
    ///   - keepsPlan: prepares the statement where this connection runs it for the first time, so that later runs need not be
    ///     planned. For short statements that find their rows by keys, whatever their parameters are.
    @discardableResult
    public func query(
        _ sql: String, _ parameters: [Value] = [], name: String = "", binary: Bool = false, keepsPlan: Bool = false
    ) throws -> Rows {
        try unsafe rows(
            sendAndWait(sql, parameters, name: name, binary: binary, keepsPlan: keepsPlan), name: name, sql: sql)
    }

    /// Lets the server look every second, while it works, whether this program is still there: what a killed program had
    /// asked for ends with it, and so do its locks. Servers on systems that cannot tell refuse, and go on as they did.
    private func endWithClient() {
        _ = try? execute("SET client_connection_check_interval = '1s'", name: "end_with_client")
    }

    /// SET ROLE for the rest of the session (of the transaction, if one is open and rolls back).
    public func setRole(_ role: Role) throws {
        _ = try execute("SET ROLE \(role.rawValue)", name: "set_role")
    }

    /// Back to the role that connected.
    func resetRole() throws {
        _ = try execute("RESET ROLE", name: "reset_role")
    }

    /// Ends the session; an open transaction rolls back. Harmless when already closed.
    public func close() {
        cancelling.map(RunningStatements.remove)
        cancelling = nil
        if let open = unsafe handle { unsafe PQfinish(open) }
        unsafe handle = nil
    }

    // MARK: - Results

    /// The connection's handle. Throws once it is closed.
    func openHandle() throws -> OpaquePointer {
        guard let open = unsafe handle else { throw PostgresError(.connectionLost, "The connection is closed") }
        return unsafe open
    }

    /// Wraps a result that libpq returned, or throws what it says.
    func rows(_ result: OpaquePointer?, name: String, sql: String) throws -> Rows {
        guard let result = unsafe result else { throw lostConnection(name: name) }
        switch unsafe PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            return Rows(result: unsafe QueryResult(owning: result, label: name.isEmpty ? "The result" : name))
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            unsafe PQclear(result)
            // A COPY that nobody feeds would block the connection; the only way back is to end the session.
            close()
            throw PostgresError(
                .statementFailed, "COPY cannot be run as a plain statement", statement: name.isEmpty ? nil : name)
        default:
            defer { unsafe PQclear(result) }
            throw unsafe failure(result, name: name, sql: sql)
        }
    }

    /// The error in a failed result.
    func failure(_ result: OpaquePointer, name: String, sql: String) -> PostgresError {
        func field(_ code: Character) -> String? {
            // The field is a C string inside the result, or null.
            unsafe PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { unsafe oneLine(String(cString: $0)) }
        }
        guard let message = field("M") else { return lostConnection(name: name) }
        let isFatal = ["FATAL", "PANIC"].contains(field("V"))
        var error = PostgresError(
            isFatal ? .connectionLost : .statementFailed, message, sqlState: field("C"),
            statement: name.isEmpty ? nil : name, constraint: field("n"), detail: field("D"))
        if let position = field("P").flatMap({ Int($0) }) {
            let line = sql.unicodeScalars.prefix(position - 1).count(where: { $0 == "\n" }) + 1
            if line > 1 || sql.contains("\n") { error.message += ", at line \(line) of the statement" }
        }
        // `COPY call, line 3, column prefix: "49x"`: where, without the value.
        if let place = field("W"), place.hasPrefix("COPY ") {
            error.message += ", in \(place.split(separator: ": \"", maxSplits: 1)[0])"
        }
        if error.reason == nil { error.hint = field("H") }
        return error
    }

    private func lostConnection(name: String) -> PostgresError {
        let message = unsafe handle.map { unsafe oneLine(String(cString: PQerrorMessage($0))) } ?? ""
        return PostgresError(
            .connectionLost, message.isEmpty ? "The connection to the database is lost" : message,
            statement: name.isEmpty ? nil : name,
            reason: "server.connection_lost")
    }
}

/// What libpq says, without the line breaks that it ends and indents with.
package func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { $0.drop(while: { $0 == "\t" || $0 == " " }) }.joined(separator: " ")
}
