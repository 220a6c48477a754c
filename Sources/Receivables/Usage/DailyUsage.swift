internal import Database
package import Postgres
package import Vocabulary

/// Usage of closed files on one billing day in one currency; nil on a side without any.
package struct DailyUsage: Sendable, Decodable, Equatable {
    /// ISO date.
    package var billingOn: String
    package var currency: String
    package var minorDigits: Int
    /// Seconds billed.
    package var soldS: Int128?
    package var boughtS: Int128?
    /// Micros (10^-6) of the currency.
    package var soldMicros: Int128?
    package var boughtMicros: Int128?
    /// Sold less bought, of a day with both.
    package var marginMicros: Int128?

    /// All usage of an entity, by day.
    ///
    /// - Parameters:
    ///   - firstOn: ISO dates of billing days, half open.
    package static func list(
        entityID: EntityID, firstOn: String, untilOn: String, on connection: Connection
    ) throws -> [DailyUsage] {
        try connection.run(
            query: "page_daily_totals",
            ["entity_id": .id(entityID), "first_on": .text(firstOn), "until_on": .text(untilOn)]
        ).decoded()
    }

    /// Usage of one partner, by day.
    ///
    /// - Parameters:
    ///   - partner: a code.
    ///   - firstOn: ISO dates of billing days, half open.
    package static func list(
        entityID: EntityID, partner: String, firstOn: String, untilOn: String, on connection: Connection
    ) throws -> [DailyUsage] {
        try connection.run(
            query: "page_partner_days",
            [
                "entity_id": .id(entityID), "partner": .text(partner), "first_on": .text(firstOn),
                "until_on": .text(untilOn),
            ]
        ).decoded()
    }

    /// The last billing day with usage, not after a day; nil = there was none.
    ///
    /// - Parameter untilOn: ISO date, as is the answer.
    package static func lastDay(
        entityID: EntityID, untilOn: String, on connection: Connection
    ) throws -> String? {
        try connection.run(
            query: "page_last_usage_day", ["entity_id": .id(entityID), "until_on": .text(untilOn)]
        ).only().optionalString("last_on")
    }
}
