/// What one transaction sees of the database, for transactions of other connections to see the same.
///
/// It can be taken up as long as the transaction that gave it is open.
package struct Snapshot: Sendable {
    /// The server's name for it: hexadecimal numbers with hyphens between.
    let id: String
}

extension Connection {
    /// `body` in a transaction that reads one state of the database throughout, and changes nothing.
    ///
    /// - Parameter snapshot: the state to read; nil = that of now.
    package func readingTransaction<T>(seeing snapshot: Snapshot? = nil, _ body: () throws -> T) throws -> T {
        precondition(transactionDepth == 0, "what a transaction sees is settled when it begins")
        return try transaction {
            try execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            // The statement takes no parameters.
            if let snapshot { try execute("SET TRANSACTION SNAPSHOT '\(snapshot.id)'") }
            return try body()
        }
    }

    /// What the open transaction sees.
    package func exportSnapshot() throws -> Snapshot {
        let id = try query("SELECT pg_export_snapshot() AS id").only().string("id")
        guard id.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || Character(UnicodeScalar($0)).isHexDigit }) else {
            throw PostgresError(
                .unexpectedResult, "The server named a snapshot in a way that this version does not know")
        }
        return Snapshot(id: id)
    }
}
