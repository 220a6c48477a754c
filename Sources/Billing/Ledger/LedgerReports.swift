package import Postgres

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
    package var debitMicros: Int64
    package var creditMicros: Int64

    /// The lines sorted by entity, currency and the order of the chart.
    ///
    /// - Parameter asOf: ISO date; only entries effective on or before it. Nil = all.
    package static func read(entityID: Int16?, asOf: String?, on connection: Connection) throws -> [TrialBalanceLine] {
        let rows = try connection.run(query: "trial_balance", ["entity_id": .optional(entityID), "as_of": .optional(asOf)])
        return try rows.map { row in
            try TrialBalanceLine(
                entity: row.string("entity_code"), currency: row.string("currency"),
                minorDigits: Int(row.int("minor_digits")), type: row.string("type"), name: row.string("name"),
                accountClass: row.string("class"), accounts: row.int("accounts"), entries: row.int("entries"),
                debitMicros: row.int("debit_micros"), creditMicros: row.int("credit_micros"))
        }
    }
}

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
    package var balanceMicros: Int64

    package static func list(
        entityID: Int16?, partnerID: Int32?, type: String?, on connection: Connection
    ) throws -> [LedgerAccountLine] {
        let rows = try connection.run(
            query: "list_ledger_accounts",
            ["entity_id": .optional(entityID), "partner_id": .optional(partnerID), "type": .optional(type)])
        return try rows.map { row in
            try LedgerAccountLine(
                accountID: row.int("account_id"), entity: row.string("entity_code"), type: row.string("type"),
                partner: row.optionalString("partner_code"), currency: row.string("currency"),
                minorDigits: Int(row.int("minor_digits")), entries: row.int("entries"),
                balanceMicros: row.int("balance_micros"))
        }
    }
}

/// One ledger entry: an amount from the credited to the debited account.
package struct LedgerEntryLine: Sendable, Encodable {
    package var entryID: Int64
    package var journalID: Int64
    /// `usage` or `invoice`.
    package var kind: String
    /// Number of the document that the journal records; empty for usage.
    package var document: String
    /// ISO dates.
    package var effectiveOn: String
    package var servicePeriod: String
    package var debitType: String
    package var debitPartner: String?
    package var creditType: String
    package var creditPartner: String?
    /// Micros (10^-6) of the currency.
    package var amountMicros: Int64
    /// Micros of the entity's functional currency; nil where no exchange rate was recorded.
    package var functionalMicros: Int64?
    package var currency: String
    package var minorDigits: Int

    /// Which entries to list; nil = all.
    package struct Filter: Sendable {
        package var accountID: Int64?
        package var journalID: Int64?
        package var partnerID: Int32?
        /// ISO dates of effect, both inclusive.
        package var fromOn: String?
        package var toOn: String?
        package var rowsMax = 100

        package init() {}
    }

    /// The newest entries first, at most `filter.rowsMax`.
    package static func list(_ filter: Filter, on connection: Connection) throws -> [LedgerEntryLine] {
        let rows = try connection.run(
            query: "list_entries",
            [
                "account_id": .optional(filter.accountID), "journal_id": .optional(filter.journalID),
                "partner_id": .optional(filter.partnerID), "from_on": .optional(filter.fromOn),
                "to_on": .optional(filter.toOn), "row_limit": .int(Int64(filter.rowsMax)),
            ])
        return try rows.map { row in
            try LedgerEntryLine(
                entryID: row.int("entry_id"), journalID: row.int("journal_id"), kind: row.string("kind"),
                document: row.string("document"), effectiveOn: row.string("effective_on"),
                servicePeriod: row.string("service_period"), debitType: row.string("debit_type"),
                debitPartner: row.optionalString("debit_partner"), creditType: row.string("credit_type"),
                creditPartner: row.optionalString("credit_partner"), amountMicros: row.int("amount_micros"),
                functionalMicros: row.optionalInt("functional_micros"), currency: row.string("currency"),
                minorDigits: Int(row.int("minor_digits")))
        }
    }
}
