extension JSON {
    /// Usage of closed files by destination or by partner.
    package struct UsageItem: Codable, Equatable, Sendable {
        /// Name of the destination or of the partner.
        package var name: String
        /// Code of the partner.
        package var partner: String?
        package var currency: String
        package var minorDigits: Int
        package var attempts: Int64
        package var answered: Int64
        package var billedS: Int64
        package var amountMicros: Int128

        package init(
            name: String, partner: String? = nil, currency: String, minorDigits: Int, attempts: Int64, answered: Int64,
            billedS: Int64, amountMicros: Int128
        ) {
            self.name = name
            self.partner = partner
            self.currency = currency
            self.minorDigits = minorDigits
            self.attempts = attempts
            self.answered = answered
            self.billedS = billedS
            self.amountMicros = amountMicros
        }

        private enum CodingKeys: String, CodingKey {
            case name, partner, currency
            case minorDigits = "minor_digits"
            case attempts, answered
            case billedS = "billed_s"
            case amountMicros = "amount_micros"
        }
    }
}
