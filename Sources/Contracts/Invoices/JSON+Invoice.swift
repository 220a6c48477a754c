extension JSON {
    /// An invoice with its lines: names, dates and amounts as issued, or as they are now for a draft.
    package struct Invoice: Codable, Equatable, Sendable {
        package var invoiceID: Int64
        /// Nil until it is issued.
        package var number: String?
        /// `draft`, `approved`, `issued` or `void`.
        package var state: String
        package var entityName: String
        package var partner: String
        package var partnerName: String
        package var currency: String
        /// Decimals of the currency's minor unit.
        package var minorDigits: Int
        /// `line` or `document`.
        package var rounding: String
        /// First day in `billingZone`.
        package var periodStartOn: String
        /// Last day.
        package var periodEndOn: String
        package var billingZone: String
        package var paymentTermsDays: Int64
        /// `net` or `end_of_month`.
        package var paymentTermsKind: String
        /// Before rounding.
        package var exactMicros: Int64
        /// The lines, with their tax where they contain it.
        package var linesMinor: Int64
        package var taxMinor: Int64
        package var includesTax: Bool
        /// `taxed`, `exempt` or `reverse_charge`; nil = nothing is said of tax.
        package var taxTreatment: String?
        package var taxSentence: String?
        package var taxes: [InvoiceTax]
        package var totalMinor: Int64
        package var openMinor: Int64
        package var issuedOn: String?
        package var dueOn: String?
        /// The last file, by close number, whose usage could join.
        package var cutOff: Int64
        package var offsets: [InvoiceOffset]
        package var lines: [InvoiceLine]
        package var parties: [InvoiceParty]

        package init(
            invoiceID: Int64, number: String? = nil, state: String, entityName: String, partner: String,
            partnerName: String, currency: String, minorDigits: Int, rounding: String, periodStartOn: String,
            periodEndOn: String, billingZone: String, paymentTermsDays: Int64, paymentTermsKind: String,
            exactMicros: Int64, linesMinor: Int64, taxMinor: Int64, includesTax: Bool, taxTreatment: String? = nil,
            taxSentence: String? = nil, taxes: [InvoiceTax], totalMinor: Int64, openMinor: Int64,
            issuedOn: String? = nil, dueOn: String? = nil,
            cutOff: Int64, offsets: [InvoiceOffset], lines: [InvoiceLine], parties: [InvoiceParty]
        ) {
            self.invoiceID = invoiceID
            self.number = number
            self.state = state
            self.entityName = entityName
            self.partner = partner
            self.partnerName = partnerName
            self.currency = currency
            self.minorDigits = minorDigits
            self.rounding = rounding
            self.periodStartOn = periodStartOn
            self.periodEndOn = periodEndOn
            self.billingZone = billingZone
            self.paymentTermsDays = paymentTermsDays
            self.paymentTermsKind = paymentTermsKind
            self.exactMicros = exactMicros
            self.linesMinor = linesMinor
            self.taxMinor = taxMinor
            self.includesTax = includesTax
            self.taxTreatment = taxTreatment
            self.taxSentence = taxSentence
            self.taxes = taxes
            self.totalMinor = totalMinor
            self.openMinor = openMinor
            self.issuedOn = issuedOn
            self.dueOn = dueOn
            self.cutOff = cutOff
            self.offsets = offsets
            self.lines = lines
            self.parties = parties
        }

        private enum CodingKeys: String, CodingKey {
            case invoiceID = "invoice_id"
            case number, state
            case entityName = "entity_name"
            case partner
            case partnerName = "partner_name"
            case currency
            case minorDigits = "minor_digits"
            case rounding
            case periodStartOn = "period_start_on"
            case periodEndOn = "period_end_on"
            case billingZone = "billing_zone"
            case paymentTermsDays = "payment_terms_days"
            case paymentTermsKind = "payment_terms_kind"
            case exactMicros = "exact_micros"
            case linesMinor = "lines_minor"
            case taxMinor = "tax_minor"
            case includesTax = "includes_tax"
            case taxTreatment = "tax_treatment"
            case taxSentence = "tax_sentence"
            case taxes
            case totalMinor = "total_minor"
            case openMinor = "open_minor"
            case issuedOn = "issued_on"
            case dueOn = "due_on"
            case cutOff = "cut_off"
            case offsets, lines, parties
        }
    }

    /// A line of an invoice.
    package struct InvoiceLine: Codable, Equatable, Sendable {
        package var number: Int64
        /// `usage`, `setup` or `recurring`.
        package var kind: String
        /// First day of the period that the line is for.
        package var serviceOn: String
        package var product: String
        package var destination: String
        /// Answered calls.
        package var calls: Int64
        package var billedS: Int64
        /// Nanos of `rateCurrency` a minute.
        package var rateNanosPerMinute: Int64?
        /// Nanos of `rateCurrency` a call.
        package var setupFeeNanos: Int64?
        /// Nil = the invoice's.
        package var rateCurrency: String?
        package var exactMicros: Int64
        /// Nil where rounding is by document.
        package var amountMinor: Int64?

        package init(
            number: Int64, kind: String, serviceOn: String, product: String, destination: String, calls: Int64,
            billedS: Int64, rateNanosPerMinute: Int64? = nil, setupFeeNanos: Int64? = nil, rateCurrency: String? = nil,
            exactMicros: Int64, amountMinor: Int64? = nil
        ) {
            self.number = number
            self.kind = kind
            self.serviceOn = serviceOn
            self.product = product
            self.destination = destination
            self.calls = calls
            self.billedS = billedS
            self.rateNanosPerMinute = rateNanosPerMinute
            self.setupFeeNanos = setupFeeNanos
            self.rateCurrency = rateCurrency
            self.exactMicros = exactMicros
            self.amountMinor = amountMinor
        }

        private enum CodingKeys: String, CodingKey {
            case number, kind
            case serviceOn = "service_on"
            case product, destination, calls
            case billedS = "billed_s"
            case rateNanosPerMinute = "rate_nanos_per_minute"
            case setupFeeNanos = "setup_fee_nanos"
            case rateCurrency = "rate_currency"
            case exactMicros = "exact_micros"
            case amountMinor = "amount_minor"
        }
    }

    /// A sum below zero, or too small to bill, that is on the lines of an invoice.
    package struct InvoiceOffset: Codable, Equatable, Sendable {
        /// `period` or `carried`.
        package var kind: String
        package var periodStartOn: String
        package var periodEndOn: String
        package var amountMicros: Int64

        package init(kind: String, periodStartOn: String, periodEndOn: String, amountMicros: Int64) {
            self.kind = kind
            self.periodStartOn = periodStartOn
            self.periodEndOn = periodEndOn
            self.amountMicros = amountMicros
        }

        private enum CodingKeys: String, CodingKey {
            case kind
            case periodStartOn = "period_start_on"
            case periodEndOn = "period_end_on"
            case amountMicros = "amount_micros"
        }
    }

    /// Issuer or recipient as the invoice states them.
    package struct InvoiceParty: Codable, Equatable, Sendable {
        /// `issuer` or `recipient`.
        package var role: String
        package var code: String
        package var name: String
        /// Address, registration, tax ids, reference.
        package var lines: [String]
        package var bankLines: [String]
        package var language: String?

        package init(
            role: String, code: String, name: String, lines: [String], bankLines: [String], language: String? = nil
        ) {
            self.role = role
            self.code = code
            self.name = name
            self.lines = lines
            self.bankLines = bankLines
            self.language = language
        }

        private enum CodingKeys: String, CodingKey {
            case role, code, name, lines
            case bankLines = "bank_lines"
            case language
        }
    }
}
