internal import Catalog
internal import Database
package import Postgres
package import Vocabulary

/// One invoice with its lines: names, dates and amounts as issued, or as they are now for a draft.
package struct Invoice: Sendable, Encodable {
    package struct Line: Sendable, Encodable {
        package var number: Int64
        /// `usage`, or of a charge `setup` or `recurring`.
        package var kind: String
        /// ISO date: first day of the period in which the calls were made, or which a charge is for.
        package var servicePeriod: String
        package var product: String
        /// The card's own name; of a charge, what it is for.
        package var destination: String
        /// Answered calls.
        package var calls: Int64
        package var billedSeconds: Int64
        /// Nanos (10^-9) of the rate's currency a minute.
        package var nanosPerMinute: Int64?
        /// Nanos (10^-9) of the rate's currency a call.
        package var setupFeeNanos: Int64?
        /// Nil = the invoice's.
        package var rateCurrency: String?
        /// Micros (10^-6) of the currency.
        package var exactMicros: Int64
        /// Minor units of the currency: `exactMicros` rounded once, half up; nil where rounding is by document.
        package var amountMinor: Int64?
    }

    /// Whether each line or only the total is rounded to the minor unit.
    package enum Rounding: String, Sendable, Encodable {
        /// Each line.
        case line
        /// The total alone.
        case document
    }

    /// A sum below zero, or too small to bill, that is on the lines.
    package struct Offset: Sendable, Encodable {
        package enum Kind: String, Sendable, Encodable {
            /// A billing period of the same run.
            case period
            /// What an earlier run did not bill.
            case carried
        }

        package var kind: Kind
        /// ISO dates, first and last day.
        package var periodStartOn: String
        package var periodEndOn: String
        /// Micros (10^-6) of the currency.
        package var amountMicros: Int64
    }

    /// A tax at one rate.
    package struct Tax: Sendable, Encodable {
        /// As the profile names it.
        package var tax: String
        /// Millionths (10^-6) of the base.
        package var rateMillionths: Int64
        /// Minor units of the currency, without tax.
        package var baseMinor: Int64
        package var taxMinor: Int64
    }

    package var invoiceID: DocumentID
    package var number: String?
    package var state: String
    package var entityName: String
    package var partnerCode: String
    package var partnerName: String
    package var currency: String
    package var minorDigits: Int
    package var rounding: Rounding
    /// ISO dates, first and last day in `billingZone`.
    package var periodStartOn: String
    package var periodEndOn: String
    package var billingZone: String
    package var paymentTermsDays: Int64
    /// `net` = days from the date of issue, `end_of_month` = from the last day of its month.
    package var paymentTermsKind: String
    package var exactMicros: Int64
    /// Minor units of the currency: the lines, with their tax where they contain it.
    package var linesMinor: Int64
    package var taxMinor: Int64
    /// The lines contain the tax.
    package var includesTax: Bool
    /// `taxed`, `exempt` or `reverse_charge`; nil = nothing is said of tax.
    package var taxTreatment: String?
    package var taxSentence: String?
    package var taxes: [Tax]
    package var totalMinor: Int64
    package var openMinor: Int64
    /// ISO dates; nil until it is issued.
    package var issuedOn: String?
    package var dueOn: String?
    /// The last file, by close number, whose usage could join.
    package var cutOff: Int64
    package var offsets: [Offset]
    package var lines: [Line]
    /// Issuer and recipient as the invoice says; none until it is issued.
    package var parties: [Party]

    /// Who issued it, or to whom.
    package struct Party: Sendable, Encodable {
        /// `issuer` or `recipient`.
        package var role: String
        package var code: String
        package var name: String
        /// What stands below the name: address, registration, tax ids, reference.
        package var lines: [String]
        /// Where it is to be paid to, a label and its value a line.
        package var bankLines: [String]
        /// BCP 47; nil = none is stated.
        package var language: String?
    }

    /// The invoice of that id or number. Throws if there is none.
    package static func find(_ idOrNumber: String, on connection: Connection) throws -> Invoice {
        guard let row = try connection.run(query: "invoice_head", ["invoice": .text(idOrNumber)]).first else {
            throw Refusal(
                .notFound, "invoice.not_found", "There is no invoice \(idOrNumber)", facts: ["invoice": idOrNumber])
        }
        let id: DocumentID = try row.id("invoice_id")
        let lines = try connection.run(query: "invoice_lines", ["invoice_id": .id(id)]).map { line in
            try Line(
                number: line.int("line_number"), kind: line.string("kind"),
                servicePeriod: line.string("service_period"),
                product: line.string("product_name"), destination: line.string("destination"), calls: line.int("calls"),
                billedSeconds: line.int("billed_s"), nanosPerMinute: line.optionalInt("nanos_per_minute"),
                setupFeeNanos: line.optionalInt("setup_fee_nanos"),
                rateCurrency: line.optionalString("rate_currency"), exactMicros: line.int("exact_micros"),
                amountMinor: line.optionalInt("amount_minor"))
        }
        let offsets = try connection.run(query: "invoice_offsets", ["invoice_id": .id(id)]).map { offset in
            try Offset(
                kind: offset.known("kind"), periodStartOn: offset.string("period_start_on"),
                periodEndOn: offset.string("period_end_on"), amountMicros: offset.int("amount_micros"))
        }
        let taxes = try connection.run(query: "invoice_taxes", ["invoice_id": .id(id)]).map { tax in
            try Tax(
                tax: tax.string("tax"), rateMillionths: tax.int("rate_millionths"), baseMinor: tax.int("base_minor"),
                taxMinor: tax.int("tax_minor"))
        }
        let parties = try connection.run(query: "invoice_parties", ["invoice_id": .id(id)]).map { party in
            try Party(
                role: party.string("role"), code: party.string("code"), name: party.string("name"),
                lines: party.string("lines").split(separator: "\n").map(String.init),
                bankLines: party.string("bank_lines").split(separator: "\n").map(String.init),
                language: party.optionalString("language"))
        }
        return try Invoice(
            invoiceID: id, number: row.optionalString("number_text"), state: row.string("state"),
            entityName: row.string("entity_name"), partnerCode: row.string("partner_code"),
            partnerName: row.string("partner_name"), currency: row.string("currency"),
            minorDigits: Int(row.int("minor_digits")), rounding: row.known("rounding"),
            periodStartOn: row.string("period_start_on"),
            periodEndOn: row.string("period_end_on"), billingZone: row.string("billing_zone"),
            paymentTermsDays: row.int("payment_terms_days"),
            paymentTermsKind: row.string("payment_terms_kind"), exactMicros: row.int("exact_micros"),
            linesMinor: row.int("lines_minor"), taxMinor: row.int("tax_minor"), includesTax: row.bool("includes_tax"),
            taxTreatment: row.optionalString("tax_treatment"), taxSentence: row.optionalString("tax_sentence"),
            taxes: taxes, totalMinor: row.int("total_minor"), openMinor: row.int("open_minor"),
            issuedOn: row.optionalString("issued_on"), dueOn: row.optionalString("due_on"), cutOff: row.int("cut_off"),
            offsets: offsets, lines: lines, parties: parties)
    }
}
