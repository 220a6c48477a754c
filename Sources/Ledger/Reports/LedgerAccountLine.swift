internal import Database
package import Postgres
package import Vocabulary

/// A ledger account with its balance, recomputed from the entries.
package struct LedgerAccountLine: Sendable, Encodable {
    package var accountID: LedgerAccountID
    package var entity: String
    package var type: String
    /// Code of the partner; nil for an account of the entity as a whole.
    package var partner: String?
    package var currency: String
    package var minorDigits: Int
    package var entries: Int64
    /// Micros (10^-6) of the currency, debits less credits.
    package var balanceMicros: Int128
    package var functionalCurrency: String
    /// Micros of the functional currency, debits less credits, of the entries that have such an amount.
    package var functionalMicros: Int128
    /// Entries without a functional amount.
    package var unconverted: Int64

    /// Chooses the accounts to list; nil = all.
    package struct Filter: Sendable {
        package var entityID: EntityID?
        package var partnerID: PartnerID?
        package var type: String?
        package var currency: String?
        /// ISO date; balances of entries effective on or before it.
        package var asOf: String?

        package init() {}
    }

    package static func list(_ filter: Filter, on connection: Connection) throws -> [LedgerAccountLine] {
        let rows = try connection.run(
            query: "ledger_account_list",
            [
                "entity_id": .optional(filter.entityID), "partner_id": .optional(filter.partnerID),
                "type": .optional(filter.type), "currency": .optional(filter.currency), "as_of": .optional(filter.asOf),
            ])
        return try rows.map { row in
            try LedgerAccountLine(
                accountID: row.id("account_id"), entity: row.string("entity_code"), type: row.string("type"),
                partner: row.optionalString("partner_code"), currency: row.string("currency"),
                minorDigits: Int(row.int("minor_digits")), entries: row.int("entries"),
                balanceMicros: row.wideInt("balance_micros"), functionalCurrency: row.string("functional_currency"),
                functionalMicros: row.wideInt("functional_micros"), unconverted: row.int("unconverted"))
        }
    }

    /// The one account that a filter chooses.
    ///
    /// - Parameter id: of the account; nil = the one that the filter leaves.
    /// - Throws: `Refusal` where there is none, or where several are left.
    package static func only(
        _ id: LedgerAccountID?, _ filter: Filter, on connection: Connection
    ) throws -> LedgerAccountLine {
        let found = try list(filter, on: connection).filter { id == nil || $0.accountID == id }
        guard let account = found.first else {
            throw Refusal(
                .notFound, "ledger.account_not_found",
                id.map { "There is no ledger account \($0)" } ?? "There is no such ledger account with entries")
        }
        guard found.count == 1 else {
            let named = found.prefix(5).map {
                [$0.type, $0.partner, $0.currency].compactMap(\.self).joined(separator: " ")
            }
            throw Refusal(
                .invalid, "ledger.several_accounts",
                "\(found.count) ledger accounts are meant: \(named.joined(separator: ", "))"
                    + (found.count > named.count ? " …" : ""))
        }
        return account
    }
}
