internal import Database
internal import Foundation
package import Calendar
package import Postgres
package import Vocabulary

/// A payment that is to be recorded.
package struct PaymentOrder: Sendable, Encodable {
    /// A document that it settles; of a refund, the credit that it pays back.
    package struct Part: Sendable, Encodable {
        package var documentID: DocumentID
        /// Minor units of the partner's currency; nil = as much as can be.
        package var amountMinor: Int64?

        package init(documentID: DocumentID, amountMinor: Int64? = nil) {
            self.documentID = documentID
            self.amountMinor = amountMinor
        }
    }

    package enum Settles: Sendable, Equatable {
        /// Settles what is due first; a refund takes the oldest credits.
        case oldest
        case named
        case nothing
    }

    package var partnerID: PartnerID
    package var purpose: PaymentPurpose
    /// The currency of the entity's bank account; nil = that of the agreement.
    package var bankCurrency: String?
    /// Minor units of the bank account's currency: what came in or went out, the fee aside.
    package var cashMinor: Int64 = 0
    /// Minor units of the bank account's currency: what banks kept.
    package var feeMinor: Int64 = 0
    /// Minor units of the agreement's currency: tax that whoever pays pays to the state instead.
    package var withheldMinor: Int64 = 0
    /// Minor units of the agreement's currency; nil = follows from the other amounts, or from what is named.
    package var totalMinor: Int64?
    /// Minor units of the agreement's currency: of a deposit that is transferred, what the deposit loses, in place of the total.
    package var netMinor: Int64?
    /// Micros of the agreement's currency by which that deposit is more than `netMinor`.
    package var roundingMicros: Int64?
    /// Nil = today in the entity's zone.
    package var valueOn: CivilDay?
    /// Day from which it settles what it does; nil = as early as can be.
    package var allocatedOn: CivilDay?
    package var reference: String?
    package var reason: String?
    /// The advance that it uses or pays back.
    package var advanceID: DocumentID?
    package var settles = Settles.nothing
    /// Where `settles` is `named`.
    package var parts: [Part] = []

    package init(_ purpose: PaymentPurpose, partnerID: PartnerID) {
        self.purpose = purpose
        self.partnerID = partnerID
    }

    private enum CodingKeys: String, CodingKey {
        case partnerID = "partner_id", purpose, bankCurrency = "bank_currency", cashMinor = "cash_minor"
        case feeMinor = "fee_minor", withheldMinor = "withheld_minor", totalMinor = "total_minor", valueOn = "value_on"
        case allocatedOn = "allocated_on", reference, reason, advanceID = "advance_id", settles
        case netMinor = "net_minor", roundingMicros = "rounding_micros"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(partnerID, forKey: .partnerID)
        try container.encode(purpose, forKey: .purpose)
        try container.encodeIfPresent(bankCurrency, forKey: .bankCurrency)
        try container.encode(cashMinor, forKey: .cashMinor)
        try container.encode(feeMinor, forKey: .feeMinor)
        try container.encode(withheldMinor, forKey: .withheldMinor)
        try container.encodeIfPresent(totalMinor, forKey: .totalMinor)
        try container.encodeIfPresent(netMinor, forKey: .netMinor)
        try container.encodeIfPresent(roundingMicros, forKey: .roundingMicros)
        try container.encodeIfPresent(valueOn, forKey: .valueOn)
        try container.encodeIfPresent(allocatedOn, forKey: .allocatedOn)
        try container.encodeIfPresent(reference, forKey: .reference)
        try container.encodeIfPresent(reason, forKey: .reason)
        try container.encodeIfPresent(advanceID, forKey: .advanceID)
        switch settles {
        case .oldest: try container.encode("oldest", forKey: .settles)
        case .named: try container.encode(parts, forKey: .settles)
        case .nothing: break
        }
    }
}

extension PaymentOrder.Part {
    private enum CodingKeys: String, CodingKey { case documentID = "document_id", amountMinor = "amount_minor" }
}

/// A payment that was recorded.
package struct RecordedPayment: Sendable, Codable {
    package var paymentID: DocumentID
    package var number: String
    package var partner: String
    package var purpose: PaymentPurpose
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
    /// Minor units of the currency: of the total, tax that is owed since it came in, or no longer since it went back.
    package var taxMinor: Int64
    package var allocatedMinor: Int64
    /// ISO dates.
    package var valueOn: String
    package var effectiveOn: String
}

extension PaymentOrder {
    /// Records payments of one entity, all or none: numbers, ledger, and what they settle. Needs the application's role and an act.
    package static func record(
        _ orders: [PaymentOrder], entityID: EntityID, on connection: Connection
    ) throws -> [RecordedPayment] {
        try connection.transactionRetrying {
            try connection.run(
                job: "record_payments",
                ["entity_id": .id(entityID), "payments": .text(try JSONText.of(orders))]
            ).rows.decoded()
        }
    }
}

/// Encodes parameters that a job takes as `jsonb`.
enum JSONText {
    static func of(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
