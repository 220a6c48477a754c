extension JSON {
    /// The balance of an account in a foreign currency, and its worth.
    package struct ForeignPosition: Codable, Equatable, Sendable {
        package var accountID: Int32
        package var type: String
        package var partner: String?
        package var currency: String
        package var minorDigits: Int
        /// It is measured anew at the end of a month; what was paid ahead is not.
        package var isRevalued: Bool
        /// Micros (10^-6) of the currency, debits less credits, of the entries that have a functional amount.
        package var balanceMicros: Int128
        /// Micros of the functional currency, as booked.
        package var bookedMicros: Int128
        /// The same by the exchange rate; nil where none is in effect.
        package var closingMicros: Int128?
        /// Entries without a functional amount, which are in none of the above, and what they hold.
        package var unconverted: Int64
        package var unconvertedMicros: Int128
        /// Units of the functional currency for one of the account's, or the other way round; nil where none is in effect.
        package var rate: String?
        /// The rate is stated from the functional currency to the account's.
        package var isInverse: Bool
        /// ISO date from which the rate is in effect.
        package var rateOn: String?
        package var functionalCurrency: String

        package init(
            accountID: Int32, type: String, partner: String? = nil, currency: String, minorDigits: Int,
            isRevalued: Bool, balanceMicros: Int128, bookedMicros: Int128, closingMicros: Int128? = nil,
            unconverted: Int64, unconvertedMicros: Int128, rate: String? = nil, isInverse: Bool,
            rateOn: String? = nil, functionalCurrency: String
        ) {
            self.accountID = accountID
            self.type = type
            self.partner = partner
            self.currency = currency
            self.minorDigits = minorDigits
            self.isRevalued = isRevalued
            self.balanceMicros = balanceMicros
            self.bookedMicros = bookedMicros
            self.closingMicros = closingMicros
            self.unconverted = unconverted
            self.unconvertedMicros = unconvertedMicros
            self.rate = rate
            self.isInverse = isInverse
            self.rateOn = rateOn
            self.functionalCurrency = functionalCurrency
        }

        private enum CodingKeys: String, CodingKey {
            case accountID = "account_id"
            case type, partner, currency
            case minorDigits = "minor_digits"
            case isRevalued = "is_revalued"
            case balanceMicros = "balance_micros"
            case bookedMicros = "booked_micros"
            case closingMicros = "closing_micros"
            case unconverted
            case unconvertedMicros = "unconverted_micros"
            case rate
            case isInverse = "is_inverse"
            case rateOn = "rate_on"
            case functionalCurrency = "functional_currency"
        }
    }
}
