extension JSON {
    /// An invoice that got its number.
    package struct InvoiceIssued: Codable, Equatable, Sendable {
        package var invoiceID: Int64
        package var number: String
        package var partner: String
        package var partnerName: String
        package var currency: String
        package var minorDigits: Int
        package var totalMinor: Int64
        package var dueOn: String

        package init(
            invoiceID: Int64, number: String, partner: String, partnerName: String, currency: String, minorDigits: Int,
            totalMinor: Int64, dueOn: String
        ) {
            self.invoiceID = invoiceID
            self.number = number
            self.partner = partner
            self.partnerName = partnerName
            self.currency = currency
            self.minorDigits = minorDigits
            self.totalMinor = totalMinor
            self.dueOn = dueOn
        }

        private enum CodingKeys: String, CodingKey {
            case invoiceID = "invoice_id"
            case number, partner
            case partnerName = "partner_name"
            case currency
            case minorDigits = "minor_digits"
            case totalMinor = "total_minor"
            case dueOn = "due_on"
        }
    }
}
