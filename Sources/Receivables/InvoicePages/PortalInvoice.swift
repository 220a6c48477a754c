internal import Database
package import Postgres
package import Vocabulary

/// An invoice as the customer sees it, through row-level security: a transaction of the portal's role.
package struct PortalInvoice: Sendable {
    package var invoiceID: DocumentID
    package var number: String
    /// `issued` or `void`.
    package var state: String
    package var currency: String
    package var minorDigits: Int
    package var periodStartOn: String
    package var periodEndOn: String
    package var issuedOn: String
    package var dueOn: String?
    /// Minor units of the currency.
    package var totalMinor: Int64
    package var openMinor: Int64
    package var creditedMinor: Int64
    package var nettedMinor: Int64
    package var writtenOffMinor: Int64
    package var overdueDays: Int64

    /// The newest first.
    package static func list(
        before id: Int64? = nil, limit: Int64, on connection: Connection
    ) throws -> [PortalInvoice] {
        try connection.run(
            query: "page_portal_invoices", ["before_id": .optional(id), "row_limit": .int(limit)]
        ).map { row in
            let open = try row.int("open_minor")
            let state = try row.string("state")
            return try PortalInvoice(
                invoiceID: row.id("invoice_id"), number: row.string("number_text"), state: state,
                currency: row.string("currency"), minorDigits: Int(row.int("minor_digits")),
                periodStartOn: row.string("period_start_on"), periodEndOn: row.string("period_end_on"),
                issuedOn: row.string("issued_on"), dueOn: row.optionalString("due_on"),
                totalMinor: row.int("total_minor"), openMinor: open, creditedMinor: row.int("credited_minor"),
                nettedMinor: row.int("netted_minor"), writtenOffMinor: row.int("written_off_minor"),
                overdueDays: open > 0 && state == "issued" ? row.optionalInt("overdue_days") ?? 0 : 0)
        }
    }

    /// The sum that is owed in one currency.
    package struct Balance: Sendable {
        package var currency: String
        package var minorDigits: Int
        package var openMinor: Int128
        package var invoices: Int64
        package var overdueMinor: Int128
        package var overdueInvoices: Int64
        /// UTC, ISO 8601.
        package var asOf: String
    }

    package static func balances(on connection: Connection) throws -> [Balance] {
        try connection.run(query: "page_portal_balance").map { row in
            try Balance(
                currency: row.string("currency"), minorDigits: Int(row.int("minor_digits")),
                openMinor: row.wideInt("open_minor"), invoices: row.int("invoices"),
                overdueMinor: row.optionalWideInt("overdue_minor") ?? 0, overdueInvoices: row.int("overdue_invoices"),
                asOf: row.string("as_of"))
        }
    }
}

extension InvoiceSheet {
    /// The sheet of an invoice as far as the customer sees it, and where it is to be paid to, a line each.
    ///
    /// - Throws: `Refusal` where the customer has none of that id.
    package static func inPortal(
        _ id: Int64, on connection: Connection
    ) throws -> (sheet: InvoiceSheet, bankLines: [String]) {
        guard let row = try connection.run(query: "page_portal_invoice", ["invoice_id": .int(id)]).first else {
            throw Refusal(
                .notFound, "invoice.not_found", "There is no invoice \(id)", facts: ["invoice": "\(id)"])
        }
        return (
            try InvoiceSheet(portal: row), try row.string("bank_lines").split(separator: "\n").map(String.init)
        )
    }
}
