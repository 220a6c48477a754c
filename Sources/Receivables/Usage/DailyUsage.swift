internal import Database
package import Postgres
package import Vocabulary

/// Usage of closed files on one billing day, on one side and in one currency.
package struct DailyUsage: Sendable, Decodable, Equatable {
    /// ISO date.
    package var billingOn: String
    /// `s` = sell, `b` = buy.
    package var side: String
    package var currency: String
    package var minorDigits: Int
    package var attempts: Int64
    package var answered: Int64
    /// Seconds.
    package var billedS: Int128
    /// Micros (10^-6) of the currency.
    package var micros: Int128

    package var isSell: Bool { side == "s" }

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
