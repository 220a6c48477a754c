extension JSON {
    /// An account whose worth changed.
    package struct RevaluationLine: Codable, Equatable, Sendable {
        package var accountID: Int32
        package var type: String
        package var partner: String?
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency, debits less credits.
        package var balanceMicros: Int128
        /// Micros of the functional currency, before and by the exchange rate.
        package var bookedMicros: Int128
        package var closingMicros: Int128
        package var rate: String
        /// The rate is stated from the functional currency to the account's.
        package var isInverse: Bool
        /// ISO date from which the rate is in effect.
        package var rateOn: String
        /// Entries without a functional amount, left as they are.
        package var unconverted: Int64
        package var functionalCurrency: String

        package init(
            accountID: Int32, type: String, partner: String? = nil, currency: String, minorDigits: Int,
            balanceMicros: Int128, bookedMicros: Int128, closingMicros: Int128, rate: String, isInverse: Bool,
            rateOn: String, unconverted: Int64, functionalCurrency: String
        ) {
            self.accountID = accountID
            self.type = type
            self.partner = partner
            self.currency = currency
            self.minorDigits = minorDigits
            self.balanceMicros = balanceMicros
            self.bookedMicros = bookedMicros
            self.closingMicros = closingMicros
            self.rate = rate
            self.isInverse = isInverse
            self.rateOn = rateOn
            self.unconverted = unconverted
            self.functionalCurrency = functionalCurrency
        }

        private enum CodingKeys: String, CodingKey {
            case accountID = "account_id"
            case type, partner, currency
            case minorDigits = "minor_digits"
            case balanceMicros = "balance_micros"
            case bookedMicros = "booked_micros"
            case closingMicros = "closing_micros"
            case rate
            case isInverse = "is_inverse"
            case rateOn = "rate_on"
            case unconverted
            case functionalCurrency = "functional_currency"
        }
    }

    /// Revaluation of foreign currencies at the end of a month.
    package struct Revaluation: Codable, Equatable, Sendable {
        package var revaluationID: Int32
        /// ISO date.
        package var monthEndOn: String
        /// 1, then one more for each that found other differences in the month.
        package var revision: Int32
        package var journalID: Int64
        package var reversalID: Int64
        package var lines: [RevaluationLine]

        package init(
            revaluationID: Int32, monthEndOn: String, revision: Int32, journalID: Int64, reversalID: Int64,
            lines: [RevaluationLine]
        ) {
            self.revaluationID = revaluationID
            self.monthEndOn = monthEndOn
            self.revision = revision
            self.journalID = journalID
            self.reversalID = reversalID
            self.lines = lines
        }

        private enum CodingKeys: String, CodingKey {
            case revaluationID = "revaluation_id"
            case monthEndOn = "month_end_on"
            case revision
            case journalID = "journal_id"
            case reversalID = "reversal_id"
            case lines
        }
    }
}
