package import Calendar
package import Postgres
package import Vocabulary

/// An invoice as a list shows it.
package struct InvoiceSummary: Sendable, Encodable {
    package var invoiceID: DocumentID
    /// Nil until it is issued.
    package var number: String?
    package var partnerCode: String
    package var partnerName: String
    package var currency: String
    package var minorDigits: Int
    /// ISO dates, first and last day.
    package var periodStartOn: String
    package var periodEndOn: String
    /// `draft`, `approved`, `issued` or `void`.
    package var state: String
    package var lines: Int64
    /// Minor units of the currency.
    package var totalMinor: Int64
    package var openMinor: Int64
    /// ISO date; nil until it is issued.
    package var dueOn: String?

    /// Which invoices to list; nil = all.
    package struct Filter: Sendable {
        /// Ids or numbers.
        package var names: [String]?
        package var entityID: EntityID?
        package var partnerID: PartnerID?
        package var state: String?
        /// Those whose period begins in it.
        package var period: BillingPeriod?

        package init() {}
    }

    /// Newest period first, then by partner.
    package static func list(_ filter: Filter, on connection: Connection) throws -> [InvoiceSummary] {
        let rows = try connection.run(
            query: "invoice_list",
            [
                "names": filter.names.map(Value.texts) ?? .null, "entity_id": .optional(filter.entityID),
                "partner_id": .optional(filter.partnerID),
                "state": .optional(filter.state),
                "period_start": .optional((filter.period?.first).map(String.init(describing:))),
                "period_end": .optional((filter.period?.endBefore).map(String.init(describing:))),
            ])
        return try rows.map { row in
            try InvoiceSummary(
                invoiceID: row.id("invoice_id"), number: row.optionalString("number_text"),
                partnerCode: row.string("partner_code"), partnerName: row.string("partner_name"),
                currency: row.string("currency"), minorDigits: Int(row.int("minor_digits")),
                periodStartOn: row.string("period_start_on"), periodEndOn: row.string("period_end_on"),
                state: row.string("state"), lines: row.int("lines"), totalMinor: row.int("total_minor"),
                openMinor: row.int("open_minor"), dueOn: row.optionalString("due_on"))
        }
    }
}
