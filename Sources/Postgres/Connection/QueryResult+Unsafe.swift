import CPostgres

/// Owns one `PGresult` and reads its values.
///
/// `@unchecked Sendable`: libpq never changes a result after it is returned, and the functions used here (PQntuples,
/// PQgetvalue, …) only read it; everything else in this class is a constant.
@safe package final class QueryResult: @unchecked Sendable {
    private let handle: OpaquePointer
    /// What to call the statement in an error.
    let label: String
    let columns: [String]
    let columnNumbers: [String: Int32]
    let rowCount: Int
    let affected: Int

    /// Takes ownership of a successful result.
    init(owning handle: OpaquePointer, label: String) {
        unsafe self.handle = handle
        self.label = label
        // PQfname is valid for columns 0 ..< PQnfields and lives as long as the result.
        columns = unsafe (0..<PQnfields(handle)).map { unsafe String(cString: PQfname(handle, $0)) }
        columnNumbers = Dictionary(
            columns.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        rowCount = unsafe Int(PQntuples(handle))
        affected = unsafe Int(String(cString: PQcmdTuples(handle))) ?? 0
    }

    deinit { unsafe PQclear(handle) }

    /// True if the statement returned rows, be it none; false for INSERT and its like.
    package var isQuery: Bool { unsafe PQresultStatus(handle) == PGRES_TUPLES_OK }

    /// Command and count as the server states them: `COMMIT`, `INSERT 0 3`.
    var commandTag: String { unsafe String(cString: PQcmdStatus(handle)) }

    /// The value as text, nil for null. Row and column must be inside the result.
    func text(row: Int, column: Int32) -> String? {
        precondition(row >= 0 && row < rowCount && column >= 0 && Int(column) < columns.count)
        let row = Int32(row)
        return unsafe withBytes(row: row, column: column) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The value as the server sent it, nil for null. Row and column must be inside the result.
    func bytes(row: Int, column: Int32) -> [UInt8]? {
        precondition(row >= 0 && row < rowCount && column >= 0 && Int(column) < columns.count)
        return unsafe withBytes(row: Int32(row), column: column) { unsafe Array($0) }
    }

    /// Gives `body` the bytes of a value inside the result; nil for null.
    private func withBytes<T>(row: Int32, column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T? {
        if unsafe PQgetisnull(handle, row, column) != 0 { return nil }
        // PQgetvalue points at PQgetlength bytes inside the result.
        let bytes = unsafe UnsafeBufferPointer(
            start: PQgetvalue(handle, row, column), count: Int(PQgetlength(handle, row, column)))
        return unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe body($0) }
    }

    /// Whether the values of the column came in the binary format.
    func isBinary(column: Int32) -> Bool { unsafe PQfformat(handle, column) == 1 }

    /// 17 is the type `bytea` in every PostgreSQL.
    func isBytea(column: Int32) -> Bool { unsafe PQftype(handle, column) == 17 }

    func unexpected(_ what: String) -> PostgresError {
        PostgresError(.unexpectedResult, "\(label) \(what)")
    }
}
