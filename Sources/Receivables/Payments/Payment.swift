package import Calendar
internal import Database
package import Postgres
package import Vocabulary

/// A payment as a list shows it.
package struct Payment: Sendable, Codable {
    package var paymentID: DocumentID
    package var number: String
    package var entity: String
    package var entityID: EntityID
    package var partner: String
    package var partnerID: PartnerID
    package var purpose: PaymentPurpose
    package var isIncoming: Bool
    package var currency: String
    package var minorDigits: Int
    /// Minor units of the currency: what it moved on the partner's account.
    package var totalMinor: Int64
    package var bankCurrency: String?
    package var bankMinorDigits: Int?
    /// Minor units of the bank account's currency.
    package var cashMinor: Int64
    package var feeMinor: Int64
    /// Minor units of the currency.
    package var withheldMinor: Int64
    /// Of the total, tax that is owed since it came in, or no longer since it went back.
    package var taxMinor: Int64
    package var allocatedMinor: Int64
    /// ISO dates.
    package var valueOn: String
    package var effectiveOn: String
    /// `recorded` or `reversed`.
    package var state: String
    package var reversedOn: String?
    package var reference: String?
    package var reason: String?

    /// The part that can still settle something; nil where it never does, or was reversed.
    package var leftMinor: Int64? {
        state == "recorded" && [.received, .depositTransfer, .advance].contains(purpose)
            ? totalMinor - allocatedMinor : nil
    }

    /// Chooses the payments to list; nil = all.
    package struct Filter: Sendable {
        /// Ids or numbers.
        package var names: [String]?
        package var entityID: EntityID?
        package var partnerID: PartnerID?
        package var purpose: PaymentPurpose?
        /// Value days, both inclusive.
        package var fromOn: CivilDay?
        package var toOn: CivilDay?
        /// Only those of which something is left.
        package var isUnapplied = false
        package var rowsMax: Int32? = 100

        package init() {}
    }

    /// The newest value day first.
    package static func list(_ filter: Filter, on connection: Connection) throws -> [Payment] {
        try connection.run(
            query: "payment_list",
            [
                "names": filter.names.map(Value.texts) ?? .null, "entity_id": .optional(filter.entityID),
                "partner_id": .optional(filter.partnerID), "purpose": .optional(filter.purpose?.rawValue),
                "from_on": .optional(filter.fromOn?.description), "to_on": .optional(filter.toOn?.description),
                "unapplied": .bool(filter.isUnapplied), "row_limit": .optional(filter.rowsMax),
            ]
        ).decoded()
    }

    /// The payment of that id or number. Throws a `Refusal` if there is none.
    package static func find(_ idOrNumber: String, on connection: Connection) throws -> Payment {
        var filter = Filter()
        filter.names = [idOrNumber]
        guard let payment = try list(filter, on: connection).first else {
            throw Refusal(
                .notFound, "payment.not_found", "There is no payment \(idOrNumber)", facts: ["payment": idOrNumber])
        }
        return payment
    }

    /// A document that the payment settles, or that settles it.
    package struct Allocation: Sendable, Codable {
        package var documentID: DocumentID
        package var number: String?
        /// The kind of the document.
        package var kind: String
        /// Minor units of the payment's currency.
        package var amountMinor: Int64
        /// ISO dates; the second is nil while it holds.
        package var allocatedOn: String
        package var endedOn: String?
    }

    /// In the order in which they were made, ended ones among them.
    package func allocations(on connection: Connection) throws -> [Allocation] {
        try connection.run(query: "payment_allocations", ["payment_id": .id(paymentID)]).decoded()
    }
}
