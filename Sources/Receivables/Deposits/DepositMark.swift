internal import Catalog
internal import Database
package import Postgres
package import Vocabulary

/// A mark of a deposit that runs low, or is below what the agreement allows.
package struct DepositMark: Sendable, Codable {
    package var partner: String
    /// `low` or `overdrawn`.
    package var kind: String
    package var currency: String
    package var minorDigits: Int
    /// Micros (10^-6) of the currency that were available when it was raised, the limit below which it was, and what was available
    /// when it was cleared.
    package var availableMicros: Int128
    package var limitMicros: Int128
    package var clearedMicros: Int128?
    /// UTC; the second is nil while it stands.
    package var raisedAt: String
    package var clearedAt: String?

    /// Standing ones first, then the newest, at most 200.
    package static func list(
        entityID: EntityID, partnerID: PartnerID? = nil, isStanding: Bool = false, on connection: Connection
    ) throws -> [DepositMark] {
        try connection.run(
            query: "deposit_marks",
            [
                "entity_id": .id(entityID), "partner_id": .optional(partnerID), "standing": .bool(isStanding),
            ]
        ).decoded()
    }

    /// A mark that was raised or cleared.
    package struct Change: Sendable, Codable {
        package var partner: String
        package var kind: String
        package var isRaised: Bool
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency.
        package var availableMicros: Int128
        package var limitMicros: Int128
    }

    /// Entities that have marks to raise or to clear.
    package static func dueEntities(on connection: Connection) throws -> [EntityID] {
        try connection.run(query: "due_deposit_marks", try limits(on: connection)).map { try $0.id("entity_id") }
    }

    /// Raises and clears the marks of an entity's customers. Needs the application's role and an act.
    package static func update(entityID: EntityID, on connection: Connection) throws -> [Change] {
        try connection.transactionRetrying {
            var parameters = try limits(on: connection)
            parameters["entity_id"] = .id(entityID)
            return try connection.run(job: "mark_deposits", parameters).rows.decoded()
        }
    }

    private static func limits(on connection: Connection) throws -> [String: Value] {
        [
            "low_units": .int(try Setting.depositLow.number(on: connection)),
            "cleared_percent": .int(try Setting.depositClearedPercent.number(on: connection)),
        ]
    }
}
