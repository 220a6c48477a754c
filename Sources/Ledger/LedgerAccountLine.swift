package import Postgres
package import Vocabulary

/// A ledger account with its balance, recomputed from the entries.
package struct LedgerAccountLine: Sendable, Encodable {
    package var accountID: Int64
    package var entity: String
    package var type: String
    /// Code of the partner; nil for an account of the entity as a whole.
    package var partner: String?
    package var currency: String
    package var minorDigits: Int
    package var entries: Int64
    /// Micros (10^-6) of the currency, debits less credits.
    package var balanceMicros: Int128

    package static func list(
        entityID: EntityID?, partnerID: PartnerID?, type: String?, on connection: Connection
    ) throws -> [LedgerAccountLine] {
        let rows = try connection.run(
            query: "ledger_account_list",
            ["entity_id": .optional(entityID), "partner_id": .optional(partnerID), "type": .optional(type)])
        return try rows.map { row in
            try LedgerAccountLine(
                accountID: row.int("account_id"), entity: row.string("entity_code"), type: row.string("type"),
                partner: row.optionalString("partner_code"), currency: row.string("currency"),
                minorDigits: Int(row.int("minor_digits")), entries: row.int("entries"),
                balanceMicros: row.wideInt("balance_micros"))
        }
    }
}
