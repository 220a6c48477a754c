internal import Database
package import Postgres
package import Vocabulary

/// Revaluation of foreign currencies at the end of a month: a journal of the differences on its last day, which another takes back on
/// the next.
package struct Revaluation: Sendable, Codable {
    /// An account whose worth changed.
    package struct Line: Sendable, Codable {
        package var accountID: LedgerAccountID
        package var type: String
        package var partner: String?
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency, debits less credits.
        package var micros: Int128
        /// Micros of the functional currency, before and by the exchange rate.
        package var bookedMicros: Int128
        package var closingMicros: Int128
        package var rate: String
        /// The rate is stated from the functional currency to the account's.
        package var isInverse: Bool
        /// ISO date from which the rate is in effect.
        package var rateOn: String
        /// Entries without a functional amount, left as they are.
        package var unconverted: Int64
        package var functionalCurrency: String
    }

    package var revaluationID: Int32
    /// ISO date.
    package var monthEndOn: String
    /// 1, then one more for each that found other differences in the month.
    package var revision: Int32
    package var journalID: JournalID
    package var reversalID: JournalID
    package var lines: [Line]

    /// The latest month first.
    package static func list(
        entityID: EntityID, revaluationID: Int64? = nil, on connection: Connection
    ) throws -> [Revaluation] {
        let rows = try connection.run(
            query: "revaluation_lines",
            ["entity_id": .id(entityID), "revaluation_id": .optional(revaluationID)])
        var revaluations: [Revaluation] = []
        for row in rows {
            let id: Int32 = try row.narrow("revaluation_id")
            if revaluations.last?.revaluationID != id {
                revaluations.append(
                    try Revaluation(
                        revaluationID: id, monthEndOn: row.string("month_end_on"), revision: row.narrow("revision"),
                        journalID: row.id("journal_id"), reversalID: row.id("reversal_id"), lines: []))
            }
            revaluations[revaluations.count - 1].lines.append(try row.decoded())
        }
        return revaluations
    }

    /// Measures the month's end anew. Needs an act.
    ///
    /// - Parameter day: ISO date of the last day of a month that is over and open.
    /// - Returns: nil where nothing differs from what is booked, as where it was done already.
    package static func make(entityID: EntityID, monthEnd day: String, on connection: Connection) throws -> Revaluation?
    {
        let made = try connection.run(
            job: "revalue", ["entity_id": .id(entityID), "month_end": .text(day)]
        ).rows.only()
        guard let id = try made.optionalInt("revaluation_id") else { return nil }
        return try list(entityID: entityID, revaluationID: id, on: connection).first
    }
}
