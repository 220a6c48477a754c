package import Database
internal import Postgres
package import Vocabulary

/// Maintains tables after files are closed: outside of any transaction, as it can be repeated at will.
package enum CallUpkeep {
    /// Freezes the rows that files brought, so that no later read writes to their pages, and summarises those pages, so
    /// that a query for a customer, a time or a call reads few of them. Of their usage deltas, which their closing has
    /// deleted, nothing stays that the closing of the next file would have to read.
    ///
    /// - Returns: the UTC days whose partitions were touched.
    @discardableResult
    package static func freeze(fileIDs: [CallFileID], in database: Database) throws -> [String] {
        guard !fileIDs.isEmpty else { return [] }
        // Only an owner may vacuum.
        let connection = try database.connect(role: .storage)
        defer { connection.close() }
        let rows = try connection.run(query: "touched_call_days", ["file_ids": .ids(fileIDs)])
        let days = try rows.map { try $0.string("day") }
        // VACUUM takes no parameters; the names are those of the catalog, quoted by the database.
        for partition in Set(try rows.compactMap { try $0.optionalString("partition") }).sorted() {
            try vacuum(partition, connection)
        }
        _ = try connection.run(query: "summarize_calls", ["days": .texts(days)])
        try connection.execute("VACUUM usage_delta_block")
        return days
    }

    /// A partition that has become part of another meanwhile needs no more.
    private static func vacuum(_ partition: String, _ connection: Connection) throws {
        do {
            try connection.execute("VACUUM (FREEZE) \(partition)")
        } catch let error as PostgresError where error.sqlState == "42P01" {}
    }
}
