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
        try connection.run(query: "payment_list", parameters(filter)).decoded()
    }

    /// All that fit, the newest value day first, some thousand at a time; within a transaction.
    package static func forEachBatch(
        _ filter: Filter, on connection: Connection, _ body: ([Payment]) throws -> Void
    ) throws {
        try connection.forEachBatch(query: "payment_list", parameters(filter)) { try body($0.decoded()) }
    }

    private static func parameters(_ filter: Filter) -> [String: Value] {
        [
            "names": filter.names.map(Value.texts) ?? .null, "entity_id": .optional(filter.entityID),
            "partner_id": .optional(filter.partnerID), "purpose": .optional(filter.purpose?.rawValue),
            "from_on": .optional(filter.fromOn?.description), "to_on": .optional(filter.toOn?.description),
            "unapplied": .bool(filter.isUnapplied), "row_limit": .optional(filter.rowsMax),
        ]
    }

    /// Page of a list.
    package struct Page: Sendable {
        /// In the order of the list.
        package var payments: [Payment]
        /// All that fit, up to one more than `Payment.countMax`.
        package var matching: Int64

        package static let none = Page(payments: [], matching: 0)
    }

    /// Where counting stops.
    package static let countMax: Int64 = 10_000

    /// - Parameters:
    ///   - filter: of one entity; the first of its names counts.
    ///   - from: value day and id of the payment at the place; nil = from the first.
    ///   - isBackward: the rows before the place, and not those behind it.
    package static func page(
        _ filter: Filter, from: (on: CivilDay, id: DocumentID)?, isBackward: Bool, limit: Int64,
        on connection: Connection
    ) throws -> Page {
        let (before, after) = isBackward ? (nil, from) : (from, nil)
        let rows = try connection.run(
            query: "page_payments",
            [
                "entity_id": .optional(filter.entityID), "sought": .optional(filter.names?.first),
                "partner_id": .optional(filter.partnerID), "purpose": .optional(filter.purpose?.rawValue),
                "from_on": .optional(filter.fromOn?.description), "to_on": .optional(filter.toOn?.description),
                "unapplied": .bool(filter.isUnapplied), "before_on": .optional(before?.on.description),
                "before_id": .optional(before?.id), "after_on": .optional(after?.on.description),
                "after_id": .optional(after?.id), "row_limit": .int(limit), "count_max": .int(countMax),
            ])
        let ids = try rows.map { try $0.int("payment_id") }
        guard !ids.isEmpty else { return .none }
        var named = Filter()
        named.names = ids.map { "\($0)" }
        named.entityID = filter.entityID
        named.rowsMax = nil
        let found = Dictionary(
            uniqueKeysWithValues: try list(named, on: connection).map { ($0.paymentID.rawValue, $0) })
        let ordered = ids.compactMap { found[$0] }
        return Page(
            payments: isBackward ? ordered.reversed() : ordered, matching: try rows[0].int("matching"))
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
