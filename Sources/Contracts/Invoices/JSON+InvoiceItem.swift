extension JSON {
    /// An invoice in a list.
    package struct InvoiceItem: Codable, Equatable, Sendable {
        package var invoiceID: Int64
        package var number: String?
        package var state: String
        package var partner: String
        package var partnerName: String
        package var currency: String
        package var minorDigits: Int
        package var periodStartOn: String
        package var periodEndOn: String
        package var lines: Int64
        package var totalMinor: Int64
        package var openMinor: Int64
        package var dueOn: String?

        package init(
            invoiceID: Int64, number: String? = nil, state: String, partner: String, partnerName: String,
            currency: String, minorDigits: Int, periodStartOn: String, periodEndOn: String, lines: Int64,
            totalMinor: Int64, openMinor: Int64, dueOn: String? = nil
        ) {
            self.invoiceID = invoiceID
            self.number = number
            self.state = state
            self.partner = partner
            self.partnerName = partnerName
            self.currency = currency
            self.minorDigits = minorDigits
            self.periodStartOn = periodStartOn
            self.periodEndOn = periodEndOn
            self.lines = lines
            self.totalMinor = totalMinor
            self.openMinor = openMinor
            self.dueOn = dueOn
        }

        private enum CodingKeys: String, CodingKey {
            case invoiceID = "invoice_id"
            case number, state, partner
            case partnerName = "partner_name"
            case currency
            case minorDigits = "minor_digits"
            case periodStartOn = "period_start_on"
            case periodEndOn = "period_end_on"
            case lines
            case totalMinor = "total_minor"
            case openMinor = "open_minor"
            case dueOn = "due_on"
        }
    }
}
