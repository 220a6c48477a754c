internal import Database
package import Postgres
package import Vocabulary

/// Usage of closed files in the service periods of some months, by destination or by partner.
package struct UsageListing: Sendable, Equatable {
    package enum Subject: String, Sendable, CaseIterable {
        case destination, partner
    }

    package var entityID: EntityID
    package var isSell = true
    package var subject = Subject.destination
    /// First days of service periods: ISO dates, half open.
    package var firstOn: String
    package var untilOn: String
    /// A code.
    package var partner: String?
    /// A name of the master list.
    package var destination: String?

    package init(entityID: EntityID, firstOn: String, untilOn: String) {
        self.entityID = entityID
        self.firstOn = firstOn
        self.untilOn = untilOn
    }

    /// Of one destination or partner in one currency; with the sums of all rows of that currency.
    package struct Row: Sendable, Decodable {
        package var name: String
        /// Of a partner.
        package var code: String?
        package var currency: String
        package var minorDigits: Int
        package var attempts: Int64
        package var answered: Int64
        /// Seconds.
        package var billedS: Int64
        /// Micros (10^-6) of the currency.
        package var micros: Int128
        package var currencyAttempts: Int64
        package var currencyAnswered: Int64
        package var currencyBilledS: Int64
        package var currencyMicros: Int128
        /// Rows that there are.
        package var matching: Int64
    }

    /// At most `limit` rows, the largest amount first.
    package func rows(limit: Int64, on connection: Connection) throws -> [Row] {
        try connection.run(
            query: "page_usage",
            [
                "entity_id": .id(entityID), "side": .text(isSell ? "s" : "b"), "first_on": .text(firstOn),
                "until_on": .text(untilOn), "partner": .optional(partner), "destination": .optional(destination),
                "by_partner": .bool(subject == .partner), "row_limit": .int(limit),
            ]
        ).decoded()
    }
}
