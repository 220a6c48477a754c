internal import Database
package import Postgres
package import Vocabulary

/// One line of a trial balance: all accounts of a type, entity and currency.
package struct TrialBalanceLine: Sendable, Encodable {
    package var entity: String
    package var currency: String
    package var minorDigits: Int
    package var type: String
    package var name: String
    /// `asset`, `liability`, `equity`, `income` or `expense`.
    package var accountClass: String
    package var accounts: Int64
    package var entries: Int64
    /// Micros (10^-6) of the currency.
    package var debitMicros: Int128
    package var creditMicros: Int128
    package var functionalCurrency: String
    /// Debits less credits in micros of the functional currency, of the entries that have such an amount.
    package var functionalMicros: Int128
    /// Entries without a functional amount: no exchange rate was recorded for their day.
    package var unconverted: Int64

    /// The lines sorted by entity, currency and the order of the chart.
    ///
    /// - Parameters:
    ///   - currency: only this one's; nil = all.
    ///   - asOf: ISO date; only entries effective on or before it. Nil = all.
    ///   - knownAt: an instant; only what was recorded by then. Nil = all.
    package static func read(
        entityID: EntityID?, currency: String? = nil, asOf: String?, knownAt: String? = nil, on connection: Connection
    ) throws -> [TrialBalanceLine] {
        let rows = try connection.run(
            query: "trial_balance",
            [
                "entity_id": .optional(entityID), "currency": .optional(currency), "as_of": .optional(asOf),
                "known_at": .optional(knownAt),
            ])
        return try rows.map { row in
            try TrialBalanceLine(
                entity: row.string("entity_code"), currency: row.string("currency"),
                minorDigits: Int(row.int("minor_digits")), type: row.string("type"), name: row.string("name"),
                accountClass: row.string("class"), accounts: row.int("accounts"), entries: row.int("entries"),
                debitMicros: row.wideInt("debit_micros"), creditMicros: row.wideInt("credit_micros"),
                functionalCurrency: row.string("functional_currency"),
                functionalMicros: row.wideInt("functional_micros"), unconverted: row.int("unconverted"))
        }
    }
}
