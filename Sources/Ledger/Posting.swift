internal import Database
package import Postgres

/// Records the usage of closed files in the ledger.
package enum Posting {
    /// What one run posted in one currency.
    package struct Total: Sendable {
        package var journalID: Int64
        package var entity: String
        package var currency: String
        package var entries: Int64
        /// Micros (10^-6) of the currency.
        package var sellMicros: Int128
        package var buyMicros: Int128
    }

    /// Posts the usage of all closed files that are in no journal yet; with none it changes nothing. Needs the
    /// application's role.
    @discardableResult
    package static func postUsage(on connection: Connection) throws -> [Total] {
        let rows = try connection.transactionRetrying { try connection.run(job: "post_usage").rows }
        return try rows.map { row in
            try Total(
                journalID: row.int("journal_id"), entity: row.string("entity"), currency: row.string("currency"),
                entries: row.int("entries"), sellMicros: row.wideInt("sell_micros"),
                buyMicros: row.wideInt("buy_micros"))
        }
    }
}
