extension JSON {
    /// The outcome of an invoice run for one customer and currency.
    package struct InvoiceDraft: Codable, Equatable, Sendable {
        /// `draft`, `carried`, `credit_due`, `too_large` or `prepaid`.
        package var outcome: String
        /// Nil unless a draft was made, and in a dry run.
        package var invoiceID: Int64?
        package var partner: String
        package var partnerName: String
        package var currency: String
        package var minorDigits: Int
        package var periodStartOn: String
        package var periodEndOn: String
        package var billingZone: String
        package var lines: Int64
        /// Before the lines were rounded.
        package var exactMicros: Int128
        /// With tax.
        package var totalMinor: Int64
        package var taxMinor: Int64
        /// Periods of the run below zero that are set off here.
        package var offsetMicros: Int64
        /// Carried by an earlier run.
        package var carriedMicros: Int64
        /// The period had not ended when the run was made.
        package var isRunning: Bool

        package init(
            outcome: String, invoiceID: Int64? = nil, partner: String, partnerName: String, currency: String,
            minorDigits: Int, periodStartOn: String, periodEndOn: String, billingZone: String, lines: Int64,
            exactMicros: Int128, totalMinor: Int64, taxMinor: Int64, offsetMicros: Int64, carriedMicros: Int64,
            isRunning: Bool
        ) {
            self.outcome = outcome
            self.invoiceID = invoiceID
            self.partner = partner
            self.partnerName = partnerName
            self.currency = currency
            self.minorDigits = minorDigits
            self.periodStartOn = periodStartOn
            self.periodEndOn = periodEndOn
            self.billingZone = billingZone
            self.lines = lines
            self.exactMicros = exactMicros
            self.totalMinor = totalMinor
            self.taxMinor = taxMinor
            self.offsetMicros = offsetMicros
            self.carriedMicros = carriedMicros
            self.isRunning = isRunning
        }

        private enum CodingKeys: String, CodingKey {
            case outcome
            case invoiceID = "invoice_id"
            case partner
            case partnerName = "partner_name"
            case currency
            case minorDigits = "minor_digits"
            case periodStartOn = "period_start_on"
            case periodEndOn = "period_end_on"
            case billingZone = "billing_zone"
            case lines
            case exactMicros = "exact_micros"
            case totalMinor = "total_minor"
            case taxMinor = "tax_minor"
            case offsetMicros = "offset_micros"
            case carriedMicros = "carried_micros"
            case isRunning = "is_running"
        }
    }
}
