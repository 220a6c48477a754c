internal import Database
internal import Foundation
package import Postgres
package import Vocabulary

/// An invoice as its page shows it: head, what settles it, journals, what was done with it.
package struct InvoiceSheet: Sendable {
    package var invoiceID: DocumentID
    /// Nil until it is issued.
    package var number: String?
    /// `draft`, `approved`, `issued` or `void`.
    package var state: String
    /// Changes whenever the invoice does.
    package var version: String
    package var partnerID: PartnerID
    package var partnerCode: String
    package var partnerName: String
    package var entityName: String
    package var entityZone: String
    package var currency: String
    package var minorDigits: Int
    /// `line` or `document`.
    package var rounding: String
    /// ISO dates, first and last day in `billingZone`.
    package var periodStartOn: String
    package var periodEndOn: String
    package var billingZone: String
    package var paymentTermsDays: Int64
    /// `net` or `end_of_month`.
    package var paymentTermsKind: String
    package var lines: Int64
    /// Before rounding.
    package var exactMicros: Int64
    /// Minor units of the currency.
    package var totalMinor: Int64
    /// Minor units of the currency: the lines rounded, with the tax where prices contain it.
    package var linesMinor: Int64
    package var includesTax: Bool
    /// Why there is no tax, or what is said of it.
    package var taxSentence: String?
    package var taxes: [Tax]
    package var paidMinor: Int64
    package var creditedMinor: Int64
    package var nettedMinor: Int64
    package var writtenOffMinor: Int64
    package var openMinor: Int64
    package var issuedOn: String?
    package var dueOn: String?
    /// Days since it was due; 0 where it is not.
    package var overdueDays: Int64
    package var runID: Int64
    package var cutOff: Int64
    /// SHA-256 of all that it says, hexadecimal; nil until it is issued.
    package var contentHash: String?
    /// Of all lines.
    package var calls: Int64
    package var billedSeconds: Int64
    /// Lines of a period before its own.
    package var lateLines: Int64
    /// UTC, ISO 8601.
    package var asOf: String

    /// A tax at one rate.
    package struct Tax: Sendable, Decodable {
        /// As the profile names it.
        package var tax: String
        /// Millionths (10^-6) of the base.
        package var rateMillionths: Int64
        /// Minor units of the currency, without tax.
        package var baseMinor: Int64
        package var taxMinor: Int64

        private enum CodingKeys: String, CodingKey {
            case tax
            case rateMillionths = "rate_millionths"
            case baseMinor = "base_minor"
            case taxMinor = "tax_minor"
        }

        /// - Parameter json: an array of them; nil = none.
        static func list(_ json: String?) throws -> [Tax] {
            try json.map { try JSONDecoder().decode([Tax].self, from: Data($0.utf8)) } ?? []
        }
    }

    /// The invoice of that id or number.
    ///
    /// - Throws: `Refusal` where there is none of the entity.
    package static func find(
        _ idOrNumber: String, entityID: EntityID, on connection: Connection
    ) throws -> InvoiceSheet {
        let rows = try connection.run(
            query: "page_invoice", ["entity_id": .id(entityID), "invoice": .text(idOrNumber)])
        guard let row = rows.first else {
            throw Refusal(
                .notFound, "invoice.not_found", "There is no invoice \(idOrNumber)", facts: ["invoice": idOrNumber])
        }
        return try InvoiceSheet(row)
    }

    /// - Throws: `Refusal` where somebody changed it since.
    package func demand(version stated: String?) throws {
        guard let stated, stated != version else { return }
        throw Refusal(
            .conflict, "invoice.changed_since",
            "Invoice \(number ?? "\(invoiceID)") was changed since the page was opened",
            facts: ["invoice": "\(invoiceID)"])
    }

    private init(_ row: Row) throws {
        invoiceID = try row.id("invoice_id")
        number = try row.optionalString("number_text")
        state = try row.string("state")
        version = try row.string("version")
        partnerID = try row.id("partner_id")
        partnerCode = try row.string("partner_code")
        partnerName = try row.string("partner_name")
        entityName = try row.string("entity_name")
        entityZone = try row.string("entity_zone")
        currency = try row.string("currency")
        minorDigits = Int(try row.int("minor_digits"))
        rounding = try row.string("rounding")
        periodStartOn = try row.string("period_start_on")
        periodEndOn = try row.string("period_end_on")
        billingZone = try row.string("billing_zone")
        paymentTermsDays = try row.int("payment_terms_days")
        paymentTermsKind = try row.string("payment_terms_kind")
        lines = try row.int("lines")
        exactMicros = try row.int("exact_micros")
        totalMinor = try row.int("total_minor")
        linesMinor = try row.int("lines_minor")
        includesTax = try row.bool("includes_tax")
        taxSentence = try row.optionalString("tax_sentence")
        taxes = try Tax.list(row.optionalString("taxes"))
        paidMinor = try row.int("paid_minor")
        creditedMinor = try row.int("credited_minor")
        nettedMinor = try row.int("netted_minor")
        writtenOffMinor = try row.int("written_off_minor")
        openMinor = try row.int("open_minor")
        issuedOn = try row.optionalString("issued_on")
        dueOn = try row.optionalString("due_on")
        overdueDays = openMinor > 0 && state == "issued" ? try row.optionalInt("overdue_days") ?? 0 : 0
        runID = try row.int("run_id")
        cutOff = try row.int("cut_off")
        contentHash = try row.optionalString("content_hash")
        calls = try row.optionalInt("calls") ?? 0
        billedSeconds = try row.optionalInt("billed_s") ?? 0
        lateLines = try row.int("late_lines")
        asOf = try row.string("as_of")
    }
    /// A row of schema/queries/page_portal_invoice.sql, which leaves out what is the issuer's own business.
    init(portal row: Row) throws {
        invoiceID = try row.id("invoice_id")
        number = try row.string("number_text")
        state = try row.string("state")
        version = ""
        partnerID = PartnerID(rawValue: 0)
        partnerCode = try row.string("partner_code")
        partnerName = try row.string("partner_name")
        entityName = try row.string("entity_name")
        entityZone = ""
        currency = try row.string("currency")
        minorDigits = Int(try row.int("minor_digits"))
        rounding = try row.string("rounding")
        periodStartOn = try row.string("period_start_on")
        periodEndOn = try row.string("period_end_on")
        billingZone = try row.string("billing_zone")
        paymentTermsDays = 0
        paymentTermsKind = "net"
        lines = try row.int("lines")
        exactMicros = try row.int("exact_micros")
        totalMinor = try row.int("total_minor")
        linesMinor = try row.int("lines_minor")
        includesTax = try row.bool("includes_tax")
        taxSentence = try row.optionalString("tax_sentence")
        taxes = try Tax.list(row.optionalString("taxes"))
        paidMinor = try row.int("paid_minor")
        creditedMinor = try row.int("credited_minor")
        nettedMinor = try row.int("netted_minor")
        writtenOffMinor = try row.int("written_off_minor")
        openMinor = try row.int("open_minor")
        issuedOn = try row.string("issued_on")
        dueOn = try row.optionalString("due_on")
        overdueDays = openMinor > 0 && state == "issued" ? try row.optionalInt("overdue_days") ?? 0 : 0
        runID = 0
        cutOff = 0
        contentHash = nil
        calls = try row.optionalInt("calls") ?? 0
        billedSeconds = try row.optionalInt("billed_s") ?? 0
        lateLines = try row.int("late_lines")
        asOf = try row.string("as_of")
    }
}
