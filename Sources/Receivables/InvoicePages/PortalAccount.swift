package import Calendar
internal import Database
package import Postgres

/// The account of a customer besides invoices, in a transaction of the portal's role, whose functions are confined to its partner.
package enum PortalAccount {
    /// Where the customer stands now, usage that is loaded and not posted included.
    package struct Position: Sendable, Decodable {
        package var currency: String
        package var minorDigits: Int
        /// `prepaid` or `postpaid`.
        package var paymentMode: String
        /// Micros (10^-6) of the currency; unapplied is what was paid and settles nothing yet.
        package var receivableMicros: Int128
        package var unappliedMicros: Int128
        package var unbilledMicros: Int128
        package var depositMicros: Int128
        package var availableMicros: Int128
        package var creditLimitMicros: Int128?
        package var lowMark: Bool
        /// UTC, ISO 8601.
        package var asOf: String
    }

    /// Nil of a supplier.
    package static func position(on connection: Connection) throws -> Position? {
        try connection.run(query: "page_portal_position").first.map { try $0.decoded(as: Position.self) }
    }

    /// Usage of a day, or to a destination.
    package struct Usage: Sendable, Decodable {
        /// A day, or the name of a destination.
        package var label: String
        package var currency: String
        package var minorDigits: Int
        package var attempts: Int64
        package var answered: Int64
        package var billedS: Int64
        /// Micros (10^-6) of the currency.
        package var micros: Int128
        /// Sums of all rows of the currency.
        package var allAttempts: Int64
        package var allAnswered: Int64
        package var allBilledS: Int64
        package var allMicros: Int128
        package var matching: Int64
    }

    /// Usage of files that are closed, of the billing days of a period.
    package static func usage(
        of period: BillingPeriod, byDay: Bool, limit: Int64, on connection: Connection
    ) throws -> [Usage] {
        try connection.run(
            query: "page_portal_usage",
            [
                "first_on": .text("\(period.first)"), "until_on": .text("\(period.endBefore)"), "by_day": .bool(byDay),
                "row_limit": .int(limit),
            ]
        ).decoded()
    }

    package struct Call: Sendable, Decodable {
        package var startMicros: Int64
        /// UTC, ISO 8601.
        package var startedAt: String
        package var chunkID: Int64
        package var ordinal: Int64
        package var called: String
        package var calling: String
        package var durationNs: Int64
        package var billedS: Int64
        /// Micros (10^-6) of the agreement's currency.
        package var micros: Int64
        package var destination: String
    }

    /// A row of a list of calls.
    package struct CallPlace: Sendable {
        package var startMicros: Int64
        package var chunkID: Int64
        package var ordinal: Int64

        package init(startMicros: Int64, chunkID: Int64, ordinal: Int64) {
            self.startMicros = startMicros
            self.chunkID = chunkID
            self.ordinal = ordinal
        }
    }

    /// Rated calls of one billing day, the first started first.
    package static func calls(
        on day: CivilDay, after place: CallPlace?, limit: Int64, connection: Connection
    ) throws -> [Call] {
        try connection.run(
            query: "page_portal_calls",
            [
                "of_day": .text("\(day)"), "after_micros": .optional(place?.startMicros),
                "after_chunk_id": .optional(place?.chunkID), "after_ordinal": .optional(place?.ordinal),
                "row_limit": .int(limit),
            ]
        ).decoded()
    }

    package struct Payment: Sendable, Decodable {
        package var paymentID: Int64
        package var numberText: String
        package var purpose: PaymentPurpose
        package var isIncoming: Bool
        /// ISO date.
        package var valueOn: String
        /// `recorded` or `reversed`.
        package var state: String
        package var currency: String
        package var minorDigits: Int
        /// Minor units of the currency.
        package var totalMinor: Int64
        package var leftMinor: Int64
        package var reference: String?
    }

    /// The newest value day first.
    package static func payments(
        before place: (on: CivilDay, id: Int64)?, limit: Int64, on connection: Connection
    ) throws -> [Payment] {
        try connection.run(
            query: "page_portal_payments",
            [
                "before_on": .optional(place?.on.description), "before_id": .optional(place?.id),
                "row_limit": .int(limit),
            ]
        ).decoded()
    }

    package struct Rate: Sendable, Decodable {
        package var rateID: Int64
        package var prefix: String
        package var destination: String
        package var product: String
        package var currency: String
        /// Nanos (10^-9) of the currency.
        package var nanosPerMinute: Int64
        package var setupFeeNanos: Int64
        package var initialS: Int64
        package var incrementS: Int64
        package var blocked: Bool
        package var variant: String?
        /// UTC, ISO 8601.
        package var fromAt: String?
        package var untilAt: String?
    }

    /// Rates in effect and announced, by prefix.
    ///
    /// - Parameter sought: the beginning of a prefix, or part of a destination's name.
    package static func rates(
        sought: String?, after place: (prefix: String, id: Int64)?, limit: Int64, on connection: Connection
    ) throws -> [Rate] {
        try connection.run(
            query: "page_portal_rates",
            [
                "sought": .optional(sought), "after_prefix": .optional(place?.prefix), "after_id": .optional(place?.id),
                "row_limit": .int(limit),
            ]
        ).decoded()
    }

    package struct Person: Sendable, Decodable {
        package var mail: String
        package var name: String
        /// `invited`, `active` or `suspended`.
        package var state: String
    }

    package static func people(on connection: Connection) throws -> [Person] {
        try connection.run(query: "page_portal_people").decoded()
    }
}
