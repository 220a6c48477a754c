package import Calendar
internal import Database
package import Postgres
package import Vocabulary

/// Steps of recorded payments. Each needs the application's role and an act.
package enum PaymentSteps {
    /// An invoice that a payment settles, or settled.
    package struct Part: Sendable, Codable {
        package var documentID: DocumentID
        package var number: String
        /// Minor units of the currency.
        package var amountMinor: Int64
        package var currency: String
        package var minorDigits: Int
    }

    /// A payment that was taken back.
    package struct Reversed: Sendable, Codable {
        package var paymentID: DocumentID
        package var number: String
        package var partner: String
        package var purpose: PaymentPurpose
        package var currency: String
        package var minorDigits: Int
        /// Minor units of the currency.
        package var totalMinor: Int64
        /// ISO date.
        package var reversedOn: String
    }

    /// Lets what is left of a payment settle invoices.
    ///
    /// - Parameters:
    ///   - parts: invoices, each with an amount or as far as can be; nil = those that are due first.
    ///   - day: from which on; nil = today in the entity's zone.
    package static func allocate(
        _ paymentID: DocumentID, to parts: [PaymentOrder.Part]?, from day: CivilDay? = nil, on connection: Connection
    ) throws -> [Part] {
        try connection.transactionRetrying {
            try connection.run(
                job: "allocate_payment",
                [
                    "payment_id": .id(paymentID), "settles": .optional(try parts.map(JSONText.of)),
                    "allocated_on": .optional(day?.description),
                ]
            ).rows.decoded()
        }
    }

    /// Ends what a payment settles.
    ///
    /// - Parameter documentIDs: only these invoices; nil = all.
    package static func unallocate(
        _ paymentID: DocumentID, from documentIDs: [DocumentID]?, dated day: CivilDay? = nil, on connection: Connection
    ) throws -> [Part] {
        try connection.transactionRetrying {
            try connection.run(
                job: "unallocate_payment",
                [
                    "payment_id": .id(paymentID), "document_ids": documentIDs.map(Value.ids) ?? .null,
                    "ended_on": .optional(day?.description),
                ]
            ).rows.decoded()
        }
    }

    /// Takes payments back whole; what they settled is open again.
    ///
    /// - Parameters:
    ///   - day: on which the bank took them back; nil = today in the entity's zone.
    ///   - reason: demanded, since somebody will ask.
    package static func reverse(
        _ paymentIDs: [DocumentID], dated day: CivilDay? = nil, reason: String?, on connection: Connection
    ) throws -> [Reversed] {
        guard reason?.contains(where: { !$0.isWhitespace }) == true else {
            throw Refusal(.invalid, "payment.reason_missing", "The reversal of a payment needs ‹reason›")
        }
        return try connection.transactionRetrying {
            try connection.run(
                job: "reverse_payments",
                ["payment_ids": .ids(paymentIDs), "reversed_on": .optional(day?.description)]
            ).rows.decoded()
        }
    }
}
