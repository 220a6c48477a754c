package import Postgres
package import Vocabulary

/// What calls to a destination brought and cost, in the functional currency of an entity.
package struct MarginLine: Sendable, Decodable {
    package var name: String
    package var currency: String
    package var minorDigits: Int
    /// Of customers, reversed ones taken off.
    package var answered: Int64
    package var billedSeconds: Int64
    /// Micros (10^-6) of the currency.
    package var revenueMicros: Int128
    package var costMicros: Int128
    /// Sums that are in neither, for want of an exchange rate.
    package var unconverted: Int64

    package var marginMicros: Int128 { revenueMicros - costMicros }

    /// The destinations with the largest revenue in the usage of closed files.
    package static func largest(_ count: Int, entityID: EntityID, on connection: Connection) throws -> [MarginLine] {
        try connection.run(
            query: "margin_by_destination", ["entity_id": .id(entityID), "count": .int(Int64(count))]
        ).decoded()
    }
}
