package import Calendar
internal import Database
package import Postgres
package import Vocabulary

/// How old what a customer owes is, as of the end of a day. Minor units of the currency where nothing else is said.
package struct Ageing: Sendable, Codable {
    package var partner: String
    package var currency: String
    package var minorDigits: Int
    /// ISO date.
    package var asOf: String
    package var invoices: Int64
    package var notDueMinor: Int128
    /// Overdue by 1 to 30 days, by 31 to 60, by 61 to 90, and by more.
    package var days30Minor: Int128
    package var days60Minor: Int128
    package var days90Minor: Int128
    package var olderMinor: Int128
    /// Credits that settle nothing yet.
    package var unappliedMinor: Int128
    /// Open invoices less these credits.
    package var totalMinor: Int128
    /// Micros (10^-6) of the currency: the receivable account on that day, which is the total.
    package var ledgerMicros: Int128

    /// By partner and currency.
    ///
    /// - Parameters:
    ///   - partnerID: nil = all.
    ///   - day: nil = today in the entity's zone.
    package static func list(
        entityID: EntityID, partnerID: PartnerID? = nil, asOf day: CivilDay? = nil, on connection: Connection
    ) throws -> [Ageing] {
        try connection.run(
            query: "ageing",
            [
                "entity_id": .id(entityID), "partner_id": .optional(partnerID),
                "as_of": .optional(day?.description),
            ]
        ).decoded()
    }
}
