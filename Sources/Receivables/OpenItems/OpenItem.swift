package import Calendar
internal import Database
package import Postgres
package import Vocabulary

/// A document of which something is open on the receivable, as of a day.
package struct OpenItem: Sendable, Codable {
    package var partner: String
    /// `receivable`; of suppliers `payable`, where what we owe is below zero.
    package var account: String
    /// Kind of the document: `invoice`, or `payment` for a credit; `manual_journal` or `opening` where it was moved by hand.
    package var kind: String
    package var documentID: DocumentID
    package var number: String
    /// ISO dates; a credit has no due day.
    package var issuedOn: String
    package var dueOn: String?
    package var currency: String
    package var minorDigits: Int
    /// Minor units of the currency.
    package var totalMinor: Int64
    /// Minor units of the currency: above zero what is owed to us, below zero a credit that settles nothing yet.
    package var openMinor: Int64
    /// ISO date: the end of this day.
    package var asOf: String
    /// Below zero before the due day.
    package var daysOverdue: Int?

    /// By partner, invoices in the order in which they are due, then credits.
    ///
    /// - Parameters:
    ///   - partnerID: nil = all.
    ///   - day: nil = today in the entity's zone.
    package static func list(
        entityID: EntityID, partnerID: PartnerID? = nil, asOf day: CivilDay? = nil, on connection: Connection
    ) throws -> [OpenItem] {
        try connection.run(
            query: "open_items",
            [
                "entity_id": .id(entityID), "partner_id": .optional(partnerID),
                "as_of": .optional(day?.description),
            ]
        ).decoded()
    }
}
