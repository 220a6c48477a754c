internal import Catalog
internal import Database
package import Money
package import Postgres
package import Vocabulary

/// The partner of a payment, and the currency in which it settles with the entity.
package struct PaymentPartner: Sendable {
    package var entityID: EntityID
    package var partnerID: PartnerID
    package var currency: Currency

    /// - Throws: a `Refusal` where there is no such partner, or no agreement of it with the entity.
    package init(entity: String?, partner: String, on connection: Connection) throws {
        let entityID = try Catalog.entityID(entity, on: connection)
        let partnerID = try Catalog.partnerID(partner, on: connection)
        let row = try connection.query(
            "SELECT currency FROM agreement WHERE entity_id = $1::smallint AND partner_id = $2::integer",
            [.id(entityID), .id(partnerID)], name: "currency_of_agreement"
        ).first
        guard let row else {
            throw Refusal(
                .notFound, "agreement.missing", "Partner '\(partner)' has no agreement with this entity",
                facts: ["partner": partner])
        }
        self.entityID = entityID
        self.partnerID = partnerID
        currency = try PaymentAmount.currency(row.string("currency"))
    }
}
