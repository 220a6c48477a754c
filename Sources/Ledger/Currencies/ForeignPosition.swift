internal import Database
package import Postgres
package import Vocabulary

/// The balance of an account in a foreign currency, and its worth.
package struct ForeignPosition: Sendable, Codable {
    package var accountID: LedgerAccountID
    package var type: String
    package var partner: String?
    package var currency: String
    package var minorDigits: Int
    /// It is measured anew at the end of a month; what was paid ahead is not.
    package var isRevalued: Bool
    /// Micros (10^-6) of the currency, debits less credits, of the entries that have a functional amount.
    package var micros: Int128
    /// Micros of the functional currency, as booked.
    package var bookedMicros: Int128
    /// The same by the exchange rate; nil where none is in effect.
    package var closingMicros: Int128?
    /// Entries without a functional amount, which are in none of the above, and what they hold.
    package var unconverted: Int64
    package var unconvertedMicros: Int128
    /// Units of the functional currency for one of the account's, or the other way round; nil where none is in effect.
    package var rate: String?
    /// The rate is stated from the functional currency to the account's.
    package var isInverse: Bool
    /// ISO date from which the rate is in effect.
    package var rateOn: String?
    package var functionalCurrency: String

    /// At the end of a day, by currency.
    ///
    /// - Parameter day: ISO date.
    package static func list(entityID: EntityID, asOf day: String, on connection: Connection) throws
        -> [ForeignPosition]
    {
        try connection.run(query: "fx_positions", ["entity_id": .id(entityID), "as_of": .text(day)]).decoded()
    }
}
