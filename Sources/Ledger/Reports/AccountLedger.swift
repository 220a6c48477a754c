internal import Database
package import Postgres
package import Vocabulary

/// The general ledger of one account: what it held before, each entry, and what it holds behind them.
package struct AccountLedger: Sendable, Encodable {
    /// An entry as the account has it.
    package struct Movement: Sendable, Encodable {
        package var entryID: Int64
        package var journalID: JournalID
        package var kind: String
        /// Number of the document that the journal records; empty where it records none.
        package var document: String
        /// ISO dates.
        package var effectiveOn: String
        package var servicePeriod: String
        /// The account on the other side.
        package var otherType: String
        package var otherPartner: String?
        /// UTC.
        package var recordedAt: String
        package var actor: String
        /// `takes back 7`, `taken back by 9`; nil where it does neither.
        package var reversal: String?
        /// Micros (10^-6) of the currency, above zero for a debit.
        package var micros: Int128
        /// Micros of the functional currency; nil where no exchange rate was recorded.
        package var functionalMicros: Int128?
        /// Behind it.
        package var balanceMicros: Int128
        package var balanceFunctionalMicros: Int128
    }

    /// Debits less credits before the first day.
    package var openingMicros: Int128
    package var openingFunctionalMicros: Int128
    package var closingMicros: Int128
    package var closingFunctionalMicros: Int128
    /// In the order of days, at most as many as were asked for.
    package var movements: [Movement]
    package var movementsInAll: Int64

    /// - Parameters:
    ///   - from: ISO date of the first day of effect; nil = from the beginning.
    ///   - to: ISO date of the last day; nil = to the end.
    ///   - knownAt: an instant; only what was recorded by then. Nil = all.
    package static func read(
        accountID: LedgerAccountID, from: String?, to: String?, knownAt: String? = nil, rowsMax: Int32,
        on connection: Connection
    ) throws -> AccountLedger {
        let rows = try connection.run(
            query: "account_movements",
            [
                "account_id": .id(accountID), "from_on": .optional(from), "to_on": .optional(to),
                "known_at": .optional(knownAt), "row_limit": .int(Int64(rowsMax)),
            ])
        guard let opening = rows.first else {
            throw PostgresError(.unexpectedResult, "account_movements returned no row")
        }
        return try AccountLedger(
            openingMicros: opening.wideInt("balance_micros"),
            openingFunctionalMicros: opening.wideInt("balance_functional_micros"),
            closingMicros: opening.wideInt("total_micros"),
            closingFunctionalMicros: opening.wideInt("total_functional_micros"),
            movements: rows.dropFirst().map { try $0.decoded() },
            movementsInAll: opening.int("entries_in_all"))
    }
}

extension AccountLedger {
    /// All entries between two days, in the order of days, some thousand at a time; within a transaction.
    package static func forEachBatch(
        accountID: LedgerAccountID, from: String?, to: String?, on connection: Connection,
        _ body: ([Movement]) throws -> Void
    ) throws {
        try connection.forEachBatch(
            query: "account_movements",
            [
                "account_id": .id(accountID), "from_on": .optional(from), "to_on": .optional(to), "known_at": .null,
                "row_limit": .int(Int64(Int32.max)),
            ]
        ) { rows in
            // The first row is the balance before.
            try body(try rows.filter { try $0.optionalInt("entry_id") != nil }.map { try $0.decoded() })
        }
    }
}

extension AccountLedger.Movement: Decodable {}
