import CPostgres
import Foundation

extension Connection {
    /// BEGIN, `body`, COMMIT; ROLLBACK if `body` throws. Inside another transaction it is a savepoint, so that an outer
    /// body which catches the error goes on as if the inner one had not been.
    public func transaction<T>(_ body: () throws -> T) throws -> T {
        let depth = transactionDepth
        try execute(depth == 0 ? "BEGIN" : "SAVEPOINT level_\(depth)")
        transactionDepth += 1
        let value: T
        do {
            value = try body()
        } catch let error {
            transactionDepth = depth
            // An error of ROLLBACK itself (the connection is lost) would hide the cause.
            do { try undo(depth) } catch {}
            throw error
        }
        transactionDepth = depth
        if depth == 0 {
            try commit()
        } else {
            try execute("RELEASE SAVEPOINT level_\(depth)")
        }
        return value
    }

    /// Like `transaction`, but runs `body` again, at most ten times in all, after a serialization failure, a deadlock
    /// or a lock that could not be had. `body` must have no other effects than those on the database.
    public func transactionRetrying<T>(_ body: () throws -> T) throws -> T {
        // Inside another transaction only its outermost one can start over.
        guard transactionDepth == 0 else { return try transaction(body) }
        var attempt = 1
        while true {
            do {
                return try transaction(body)
            } catch let error as PostgresError where error.isRetryable && attempt < 10 {
                // 10, 20, 40, … at most 640 ms, each half to whole, so that two programs do not meet again in step.
                let longest = 0.01 * Double(1 << min(attempt - 1, 6))
                Thread.sleep(forTimeInterval: Double.random(in: longest / 2...longest))
                attempt += 1
            }
        }
    }

    private func undo(_ depth: Int) throws {
        if depth == 0 {
            try execute("ROLLBACK")
        } else {
            try execute("ROLLBACK TO SAVEPOINT level_\(depth); RELEASE SAVEPOINT level_\(depth)")
        }
    }

    /// COMMIT of a transaction in which a statement failed says ROLLBACK and is no error to the server.
    private func commit() throws {
        let tag = try execute("COMMIT", name: "commit").result.commandTag
        guard tag == "COMMIT" else {
            throw PostgresError(
                .transactionState, "The transaction was rolled back, because a statement in it had failed",
                statement: "commit")
        }
    }
}
