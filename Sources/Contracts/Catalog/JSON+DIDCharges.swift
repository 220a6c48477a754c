extension JSON {
    /// Charges of numbers for a period.
    package struct DIDCharges: Codable, Equatable, Sendable {
        package var charges: [DIDCharge]
        /// Numbers whose first day is in a period that was never charged.
        package var numbersBegunEarlier: Int64
        package var begunEarlierOn: String?

        package init(charges: [DIDCharge], numbersBegunEarlier: Int64, begunEarlierOn: String? = nil) {
            self.charges = charges
            self.numbersBegunEarlier = numbersBegunEarlier
            self.begunEarlierOn = begunEarlierOn
        }

        private enum CodingKeys: String, CodingKey {
            case charges
            case numbersBegunEarlier = "numbers_begun_earlier"
            case begunEarlierOn = "begun_earlier_on"
        }
    }

    /// A charge of a number, or the correction of one.
    package struct DIDCharge: Codable, Equatable, Sendable {
        package var number: String
        package var partner: String
        package var product: String
        /// `setup` or `recurring`.
        package var kind: String
        package var periodStartOn: String
        package var periodEndOn: String
        package var days: Int64
        package var periodDays: Int64
        package var amountMicros: Int64
        package var currency: String
        package var minorDigits: Int
        package var isPrepaid: Bool

        package init(
            number: String, partner: String, product: String, kind: String, periodStartOn: String, periodEndOn: String,
            days: Int64, periodDays: Int64, amountMicros: Int64, currency: String, minorDigits: Int, isPrepaid: Bool
        ) {
            self.number = number
            self.partner = partner
            self.product = product
            self.kind = kind
            self.periodStartOn = periodStartOn
            self.periodEndOn = periodEndOn
            self.days = days
            self.periodDays = periodDays
            self.amountMicros = amountMicros
            self.currency = currency
            self.minorDigits = minorDigits
            self.isPrepaid = isPrepaid
        }

        private enum CodingKeys: String, CodingKey {
            case number, partner, product, kind
            case periodStartOn = "period_start_on"
            case periodEndOn = "period_end_on"
            case days
            case periodDays = "period_days"
            case amountMicros = "amount_micros"
            case currency
            case minorDigits = "minor_digits"
            case isPrepaid = "is_prepaid"
        }
    }
}
