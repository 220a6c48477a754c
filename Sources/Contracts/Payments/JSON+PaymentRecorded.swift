extension JSON {
    /// A payment that was recorded.
    package struct PaymentRecorded: Codable, Equatable, Sendable {
        package var paymentID: Int64
        package var number: String
        package var partner: String
        package var purpose: String
        package var currency: String
        package var minorDigits: Int
        /// Minor units of the currency: what it moved on the partner's account.
        package var totalMinor: Int64
        package var bankCurrency: String?
        package var bankMinorDigits: Int?
        /// Minor units of the bank account's currency.
        package var cashMinor: Int64
        package var feeMinor: Int64
        /// Minor units of the currency.
        package var withheldMinor: Int64
        package var allocatedMinor: Int64
        /// ISO dates.
        package var valueOn: String
        package var effectiveOn: String

        package init(
            paymentID: Int64, number: String, partner: String, purpose: String, currency: String, minorDigits: Int,
            totalMinor: Int64, bankCurrency: String? = nil, bankMinorDigits: Int? = nil, cashMinor: Int64,
            feeMinor: Int64, withheldMinor: Int64, allocatedMinor: Int64, valueOn: String, effectiveOn: String
        ) {
            self.paymentID = paymentID
            self.number = number
            self.partner = partner
            self.purpose = purpose
            self.currency = currency
            self.minorDigits = minorDigits
            self.totalMinor = totalMinor
            self.bankCurrency = bankCurrency
            self.bankMinorDigits = bankMinorDigits
            self.cashMinor = cashMinor
            self.feeMinor = feeMinor
            self.withheldMinor = withheldMinor
            self.allocatedMinor = allocatedMinor
            self.valueOn = valueOn
            self.effectiveOn = effectiveOn
        }

        private enum CodingKeys: String, CodingKey {
            case paymentID = "payment_id"
            case number, partner, purpose, currency
            case minorDigits = "minor_digits"
            case totalMinor = "total_minor"
            case bankCurrency = "bank_currency"
            case bankMinorDigits = "bank_minor_digits"
            case cashMinor = "cash_minor"
            case feeMinor = "fee_minor"
            case withheldMinor = "withheld_minor"
            case allocatedMinor = "allocated_minor"
            case valueOn = "value_on"
            case effectiveOn = "effective_on"
        }
    }

    /// A payment that was taken back.
    package struct PaymentReversed: Codable, Equatable, Sendable {
        package var paymentID: Int64
        package var number: String
        package var partner: String
        package var purpose: String
        package var currency: String
        package var minorDigits: Int
        /// Minor units of the currency.
        package var totalMinor: Int64
        /// ISO date.
        package var reversedOn: String

        package init(
            paymentID: Int64, number: String, partner: String, purpose: String, currency: String, minorDigits: Int,
            totalMinor: Int64, reversedOn: String
        ) {
            self.paymentID = paymentID
            self.number = number
            self.partner = partner
            self.purpose = purpose
            self.currency = currency
            self.minorDigits = minorDigits
            self.totalMinor = totalMinor
            self.reversedOn = reversedOn
        }

        private enum CodingKeys: String, CodingKey {
            case paymentID = "payment_id"
            case number, partner, purpose, currency
            case minorDigits = "minor_digits"
            case totalMinor = "total_minor"
            case reversedOn = "reversed_on"
        }
    }

    /// An invoice that a payment settles, or settled.
    package struct PaymentPart: Codable, Equatable, Sendable {
        package var documentID: Int64
        package var number: String
        /// Minor units of the currency.
        package var amountMinor: Int64
        package var currency: String
        package var minorDigits: Int

        package init(
            documentID: Int64, number: String, amountMinor: Int64, currency: String, minorDigits: Int
        ) {
            self.documentID = documentID
            self.number = number
            self.amountMinor = amountMinor
            self.currency = currency
            self.minorDigits = minorDigits
        }

        private enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case number
            case amountMinor = "amount_minor"
            case currency
            case minorDigits = "minor_digits"
        }
    }
}
