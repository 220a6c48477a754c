import CPostgres

/// Cancels what a connection is doing, from any thread, for as long as the handle lives.
///
/// `@unchecked Sendable`: PQcancel is made to be called from other threads than the connection's, and PGcancel is a copy of
/// what it needs, which nothing changes.
@safe public final class CancelHandle: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Nil where the connection is closed.
    init?(_ connection: OpaquePointer?) {
        guard let open = unsafe connection, let handle = unsafe PQgetCancel(open) else { return nil }
        unsafe self.handle = handle
    }

    deinit { unsafe PQfreeCancel(handle) }

    /// Asks the server to end the statement under way with an error, and returns when the server has heard. Harmless where
    /// nothing is under way; it may then hit the next statement, so whoever cancels closes the connection afterwards.
    public func cancel() {
        // PQcancel writes at most the size that it is given. Where the server cannot be reached, the connection will tell.
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            unsafe _ = PQcancel(handle, message.baseAddress, 256)
        }
    }
}

extension Connection {
    /// What cancels this connection's statements from another thread. Throws once it is closed.
    public func cancelHandle() throws -> CancelHandle {
        guard let cancel = unsafe CancelHandle(try openHandle()) else {
            throw PostgresError(.connectionLost, "The connection is closed")
        }
        return cancel
    }

    /// True outside any transaction, with nothing under way: the next one can begin.
    var isIdle: Bool {
        guard let open = unsafe handle else { return false }
        return unsafe PQtransactionStatus(open) == PQTRANS_IDLE && transactionDepth == 0
    }
}
