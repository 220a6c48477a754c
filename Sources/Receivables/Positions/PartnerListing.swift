internal import Database
package import Postgres
package import Vocabulary

/// The partners of an entity a page at a time, by code, with their balances in the ledger.
package struct PartnerListing: Sendable, Equatable {
    package var entityID: EntityID
    /// A code, or part of a name.
    package var sought: String?
    /// `prepaid` or `postpaid`.
    package var paymentMode: String?
    /// `customer`, `supplier` or `bilateral`.
    package var role: String?

    /// Beyond which partners are not counted.
    package static let countMax: Int64 = 10_000

    package init(entityID: EntityID) { self.entityID = entityID }

    package struct Row: Sendable, Decodable {
        package var partnerID: Int64
        package var code: String
        package var name: String
        package var role: String
        package var currency: String
        package var minorDigits: Int
        /// Of the sell side, as it is today; nil of a supplier.
        package var paymentMode: String?
        package var paymentTermsDays: Int64?
        package var paymentTermsKind: String?
        /// Micros (10^-6) of the currency.
        package var creditLimitMicros: Int128?
        package var receivableMicros: Int128
        package var unbilledMicros: Int128
        package var depositMicros: Int128
        package var owedMicros: Int128
        package var matching: Int64
        /// UTC, ISO 8601.
        package var asOf: String
    }

    /// At most `limit` partners by code.
    ///
    /// - Parameters:
    ///   - code: nil = from the first.
    ///   - isBackward: the nearest before the code, and not those behind it.
    package func rows(
        from code: String? = nil, isBackward: Bool = false, limit: Int64, on connection: Connection
    ) throws -> [Row] {
        try connection.run(
            query: "page_partners",
            [
                "entity_id": .id(entityID), "sought": .optional(sought), "payment_mode": .optional(paymentMode),
                "role": .optional(role), "after_code": .optional(isBackward ? nil : code),
                "before_code": .optional(isBackward ? code : nil), "row_limit": .int(limit),
                "count_max": .int(Self.countMax),
            ]
        ).decoded()
    }
}
