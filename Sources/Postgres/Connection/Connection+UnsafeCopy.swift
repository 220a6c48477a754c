import CPostgres
import Glibc

extension Connection {
    /// COPY … FROM STDIN: `body` writes the rows. Returns the number of rows copied.
    ///
    /// If `body` throws, the COPY is ended with an error, its rows are gone, and the connection stays usable (an open
    /// transaction is then aborted, as after any error).
    @discardableResult
    public func copyIn(_ sql: String, _ body: (CopyWriter) throws -> Void) throws -> Int {
        try begin(sql, expecting: PGRES_COPY_IN)
        let open = try unsafe openHandle()
        do {
            try body(CopyWriter(connection: self))
        } catch let error {
            _ = unsafe PQputCopyEnd(open, "the sender stopped")
            let refusal = drain(sql)
            // When the server had refused the data first, that is the cause.
            if error is CopyStopped { throw refusal ?? lost() }
            throw error
        }
        guard unsafe PQputCopyEnd(open, nil) == 1 else { throw drain(sql) ?? lost() }
        guard let result = unsafe PQgetResult(open) else { throw lost() }
        do {
            let copied = try unsafe rows(result, name: "copy", sql: sql).affected
            _ = drain(sql)
            return copied
        } catch let error {
            _ = drain(sql)
            throw error
        }
    }

    /// COPY … TO STDOUT: `body` is called with each message, in text and CSV one row. If it throws, the COPY is
    /// cancelled and the connection stays usable.
    public func copyOut(_ sql: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try begin(sql, expecting: PGRES_COPY_OUT)
        let open = try unsafe openHandle()
        while true {
            var message: UnsafeMutablePointer<CChar>?
            let length = unsafe PQgetCopyData(open, &message, 0)
            guard length >= 0, let bytes = unsafe message else { break }
            defer { unsafe PQfreemem(bytes) }
            do {
                // libpq allocated `length` bytes, which live until PQfreemem.
                try unsafe body(UnsafeRawBufferPointer(start: bytes, count: Int(length)))
            } catch let error {
                // Without an answer we read to the end.
                unsafe CancelHandle(handle)?.cancel()
                _ = drain(sql)
                throw error
            }
        }
        if let error = drain(sql) { throw error }
    }

    /// Lets COPY run ahead of the server. What a socket of this machine holds unread is a fifth of a megabyte otherwise, so
    /// the two wake each other a thousand times a second and the server waits where the sender is not at hand. Connections
    /// over a network size their buffers themselves, by what is on its way.
    func widenSendBuffer() {
        guard let open = unsafe handle, unsafe PQhost(open)?.pointee == CChar(bitPattern: UInt8(ascii: "/")) else {
            return
        }
        var bytes: Int32 = 2 << 20
        // More than the system allows it grants in part; a refusal leaves the buffer as it was.
        _ = unsafe setsockopt(
            PQsocket(open), SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }

    private func begin(_ sql: String, expecting status: ExecStatusType) throws {
        guard let result = try unsafe PQexec(openHandle(), sql) else { throw lost() }
        if unsafe PQresultStatus(result) == status {
            unsafe PQclear(result)
        } else {
            _ = try unsafe rows(result, name: "copy", sql: sql)
            throw PostgresError(
                .statementFailed, "The statement is not a COPY in the direction asked for", statement: "copy")
        }
    }

    /// Reads what is left of a COPY; returns the first error in it.
    private func drain(_ sql: String) -> PostgresError? {
        var first: PostgresError?
        while let open = unsafe handle, let result = unsafe PQgetResult(open) {
            switch unsafe PQresultStatus(result) {
            case PGRES_COPY_IN:
                // Still open: the end could not be sent. Only a closed connection gets out of that.
                unsafe PQclear(result)
                close()
                return first ?? lost()
            case PGRES_COPY_OUT:
                unsafe PQclear(result)
                discardCopyData()
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                unsafe PQclear(result)
            default:
                if first == nil { first = unsafe failure(result, name: "copy", sql: sql) }
                unsafe PQclear(result)
            }
            if unsafe PQstatus(open) == CONNECTION_BAD { break }
        }
        return first
    }

    private func discardCopyData() {
        while let open = unsafe handle {
            var message: UnsafeMutablePointer<CChar>?
            guard unsafe PQgetCopyData(open, &message, 0) > 0, let bytes = unsafe message else { return }
            unsafe PQfreemem(bytes)
        }
    }

    private func lost() -> PostgresError {
        PostgresError(
            .connectionLost, "The connection to the database is lost during COPY",
            reason: "server.connection_lost")
    }
}

/// Where the body of `copyIn` writes: any number of rows, or parts of rows, at a time.
public final class CopyWriter {
    private let connection: Connection

    init(connection: Connection) { self.connection = connection }

    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        let open = try unsafe connection.openHandle()
        var rest = unsafe bytes
        // PQputCopyData takes an Int32, and doubles its own buffer for what it is given: send in parts.
        while unsafe !rest.isEmpty {
            let part = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
            let sent = unsafe PQputCopyData(
                open, part.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(part.count))
            guard sent == 1 else { throw CopyStopped() }
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
    }

    public func write(_ bytes: [UInt8]) throws {
        try unsafe bytes.withUnsafeBytes { try unsafe write($0) }
    }

    /// Text and CSV formats.
    public func write(_ text: String) throws { try write(Array(text.utf8)) }
}

/// The server no longer takes data; what it says comes with the end of the COPY.
private struct CopyStopped: Error {}
