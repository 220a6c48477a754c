package import Postgres
package import Vocabulary

/// One ledger entry: an amount from the credited to the debited account.
package struct LedgerEntryLine: Sendable, Encodable {
    package var entryID: Int64
    package var journalID: JournalID
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
    package var amountMicros: Int128
    /// Micros of the entity's functional currency; nil where no exchange rate was recorded.
    package var functionalMicros: Int128?
    package var currency: String
    package var minorDigits: Int

    /// Chooses the entries to list; nil = all.
    package struct Filter: Sendable {
        package var accountID: LedgerAccountID?
        package var journalID: JournalID?
        package var partnerID: PartnerID?
        /// ISO dates of effect, both inclusive.
        package var fromOn: String?
        package var toOn: String?
        package var rowsMax = 100

        package init() {}
    }

    /// The newest entries first, at most `filter.rowsMax`.
    package static func list(_ filter: Filter, on connection: Connection) throws -> [LedgerEntryLine] {
        let rows = try connection.run(
            query: "entry_list",
            [
                "account_id": .optional(filter.accountID), "journal_id": .optional(filter.journalID),
                "partner_id": .optional(filter.partnerID), "from_on": .optional(filter.fromOn),
                "to_on": .optional(filter.toOn), "row_limit": .int(Int64(filter.rowsMax)),
            ])
        return try rows.map { row in
            try LedgerEntryLine(
                entryID: row.int("entry_id"), journalID: row.id("journal_id"), kind: row.string("kind"),
                document: row.string("document"), effectiveOn: row.string("effective_on"),
                servicePeriod: row.string("service_period"), debitType: row.string("debit_type"),
                debitPartner: row.optionalString("debit_partner"), creditType: row.string("credit_type"),
                creditPartner: row.optionalString("credit_partner"), amountMicros: row.wideInt("amount_micros"),
                functionalMicros: row.optionalWideInt("functional_micros"), currency: row.string("currency"),
                minorDigits: Int(row.int("minor_digits")))
        }
    }
}
