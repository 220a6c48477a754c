internal import Catalog
internal import Database
package import Postgres
package import Vocabulary

/// A part of a customer's deposit that is kept for a call or session under way.
package struct DepositHold: Sendable, Codable {
    package var holdID: HoldID
    package var partner: String
    package var currency: String
    package var minorDigits: Int
    /// Micros (10^-6) of the currency.
    package var amountMicros: Int64
    /// Micros of the currency: what it came to; nil until that is known.
    package var capturedMicros: Int64?
    /// `held` or `captured`.
    package var state: String
    package var reference: String?
    /// UTC.
    package var madeAt: String
    package var expiresAt: String

    /// Holds that keep something at this moment, the oldest first.
    ///
    /// - Parameters:
    ///   - partnerID: nil = all.
    ///   - after: only those behind it; nil = from the first.
    ///   - limit: nil = all.
    package static func list(
        entityID: EntityID, partnerID: PartnerID? = nil, after: HoldID? = nil, limit: Int32? = nil,
        on connection: Connection
    ) throws -> [DepositHold] {
        try connection.run(
            query: "deposit_holds",
            [
                "entity_id": .id(entityID), "partner_id": .optional(partnerID), "after_id": .optional(after),
                "row_limit": .optional(limit),
            ]
        ).decoded()
    }

    /// - Throws: `Refusal` where the entity has no such hold.
    package static func demand(_ holdID: HoldID, ofEntity entityID: EntityID, on connection: Connection) throws {
        let rows = try connection.query(
            "SELECT FROM deposit_hold WHERE id = $1::bigint AND entity_id = $2::smallint",
            [.id(holdID), .id(entityID)],
            name: "hold_of_entity")
        guard !rows.isEmpty else { throw missing(holdID) }
    }

    private static func missing(_ holdID: HoldID) -> Refusal {
        Refusal(.notFound, "deposit.no_hold", "There is no hold \(holdID)", facts: ["hold": "\(holdID)"])
    }

    /// A hold that was made.
    package struct Made: Sendable, Codable {
        package var holdID: HoldID
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency.
        package var amountMicros: Int64
        /// UTC.
        package var expiresAt: String
    }

    /// The end of a hold.
    package struct Ended: Sendable, Codable {
        package var holdID: HoldID
        package var currency: String
        package var minorDigits: Int
        /// `captured` or `released`.
        package var state: String
        /// Micros (10^-6) of the currency.
        package var amountMicros: Int64
        package var capturedMicros: Int64?
    }

    /// Keeps an amount for so many seconds, if there is as much available, what the agreement lets be overdrawn included. Needs
    /// the application's role and an act.
    ///
    /// - Parameter seconds: nil = as many as the setting says.
    package static func make(
        partnerID: PartnerID, entityID: EntityID, micros: Int64, seconds: Int32? = nil, reference: String? = nil,
        on connection: Connection
    ) throws -> Made {
        try connection.transactionRetrying {
            try connection.run(
                job: "hold_deposit",
                [
                    "entity_id": .id(entityID), "partner_id": .id(partnerID),
                    "amount_micros": .int(micros),
                    "seconds": .int(try seconds.map(Int64.init) ?? Setting.holdSeconds.number(on: connection)),
                    "reference": .optional(reference),
                ]
            ).rows.only().decoded()
        }
    }

    /// Notes what a hold came to. That is kept until the usage is loaded, which `release` says, or for the hours of the setting.
    package static func capture(_ holdID: HoldID, micros: Int64, on connection: Connection) throws -> Ended {
        try end(holdID, capturedMicros: micros, on: connection)
    }

    /// Lets go of a hold, or of what was captured of it.
    package static func release(_ holdID: HoldID, on connection: Connection) throws -> Ended {
        try end(holdID, capturedMicros: nil, on: connection)
    }

    private static func end(_ holdID: HoldID, capturedMicros: Int64?, on connection: Connection) throws -> Ended {
        try connection.transactionRetrying {
            let rows = try connection.run(
                job: "end_hold",
                [
                    "hold_id": .id(holdID), "captured_micros": .optional(capturedMicros),
                    "seconds": .int(try Setting.captureHours.number(on: connection) * 3600),
                ]
            ).rows
            guard let row = rows.first else { throw missing(holdID) }
            return try row.decoded()
        }
    }
}
