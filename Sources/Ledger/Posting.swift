internal import Database
package import Postgres
package import Vocabulary

/// Records the usage of closed files in the ledger.
package enum Posting {
    /// What one run posted in one currency.
    package struct Total: Sendable, Codable {
        package var journalID: JournalID
        package var entity: String
        package var currency: String
        package var entries: Int64
        /// Micros (10^-6) of the currency.
        package var sellMicros: Int128
        package var buyMicros: Int128
    }

    /// Posts the usage of all closed files that are in no journal yet, entity by entity; with none it changes nothing.
    /// Needs the application's role.
    ///
    /// - Parameter entityID: only this entity's, whatever others wait for; nil = all.
    @discardableResult
    package static func postUsage(entityID: EntityID? = nil, on connection: Connection) throws -> [Total] {
        let due = try connection.run(query: "entities_to_post", ["entity_id": .optional(entityID)])
        return try due.map { try $0.int("entity_id") }.flatMap { entity in
            try connection.transactionRetrying {
                try connection.run(job: "post_usage", ["entity_id": .int(entity)]).rows.map(total)
            }
        }
    }

    private static func total(_ row: Row) throws -> Total {
        try Total(
            journalID: row.id("journal_id"), entity: row.string("entity"), currency: row.string("currency"),
            entries: row.int("entries"), sellMicros: row.wideInt("sell_micros"), buyMicros: row.wideInt("buy_micros"))
    }
}
