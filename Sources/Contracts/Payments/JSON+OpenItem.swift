extension JSON {
    /// A document of which something is open on the receivable, as of the end of a day.
    package struct OpenItem: Codable, Equatable, Sendable {
        package var partner: String
        /// Kind of the document: `invoice`, or `payment` for a credit.
        package var kind: String
        package var documentID: Int64
        package var number: String
        /// ISO dates; a credit has no due day.
        package var issuedOn: String
        package var dueOn: String?
        package var currency: String
        package var minorDigits: Int
        /// Minor units of the currency.
        package var totalMinor: Int64
        /// Minor units of the currency: above zero what is owed to us, below zero a credit that settles nothing yet.
        package var openMinor: Int64
        /// ISO date: the end of this day.
        package var asOfOn: String
        /// Below zero before the due day.
        package var daysOverdue: Int?

        package init(
            partner: String, kind: String, documentID: Int64, number: String, issuedOn: String, dueOn: String? = nil,
            currency: String, minorDigits: Int, totalMinor: Int64, openMinor: Int64, asOfOn: String,
            daysOverdue: Int? = nil
        ) {
            self.partner = partner
            self.kind = kind
            self.documentID = documentID
            self.number = number
            self.issuedOn = issuedOn
            self.dueOn = dueOn
            self.currency = currency
            self.minorDigits = minorDigits
            self.totalMinor = totalMinor
            self.openMinor = openMinor
            self.asOfOn = asOfOn
            self.daysOverdue = daysOverdue
        }

        private enum CodingKeys: String, CodingKey {
            case partner, kind
            case documentID = "document_id"
            case number
            case issuedOn = "issued_on"
            case dueOn = "due_on"
            case currency
            case minorDigits = "minor_digits"
            case totalMinor = "total_minor"
            case openMinor = "open_minor"
            case asOfOn = "as_of_on"
            case daysOverdue = "days_overdue"
        }
    }

    /// How old what a partner owes is, as of the end of a day. Minor units of the currency where nothing else is said.
    package struct Ageing: Codable, Equatable, Sendable {
        package var partner: String
        package var currency: String
        package var minorDigits: Int
        /// ISO date.
        package var asOfOn: String
        package var invoices: Int64
        package var notDueMinor: Int128
        /// Overdue by 1 to 30 days, by 31 to 60, by 61 to 90, and by more.
        package var days30Minor: Int128
        package var days60Minor: Int128
        package var days90Minor: Int128
        package var olderMinor: Int128
        /// Credits that settle nothing yet.
        package var unappliedMinor: Int128
        /// Open invoices less these credits.
        package var totalMinor: Int128
        /// Micros (10^-6) of the currency: the receivable account on that day, which is the total.
        package var ledgerMicros: Int128

        package init(
            partner: String, currency: String, minorDigits: Int, asOfOn: String, invoices: Int64, notDueMinor: Int128,
            days30Minor: Int128, days60Minor: Int128, days90Minor: Int128, olderMinor: Int128, unappliedMinor: Int128,
            totalMinor: Int128, ledgerMicros: Int128
        ) {
            self.partner = partner
            self.currency = currency
            self.minorDigits = minorDigits
            self.asOfOn = asOfOn
            self.invoices = invoices
            self.notDueMinor = notDueMinor
            self.days30Minor = days30Minor
            self.days60Minor = days60Minor
            self.days90Minor = days90Minor
            self.olderMinor = olderMinor
            self.unappliedMinor = unappliedMinor
            self.totalMinor = totalMinor
            self.ledgerMicros = ledgerMicros
        }

        private enum CodingKeys: String, CodingKey {
            case partner, currency
            case minorDigits = "minor_digits"
            case asOfOn = "as_of_on"
            case invoices
            case notDueMinor = "not_due_minor"
            case days30Minor = "days30_minor"
            case days60Minor = "days60_minor"
            case days90Minor = "days90_minor"
            case olderMinor = "older_minor"
            case unappliedMinor = "unapplied_minor"
            case totalMinor = "total_minor"
            case ledgerMicros = "ledger_micros"
        }
    }
}
