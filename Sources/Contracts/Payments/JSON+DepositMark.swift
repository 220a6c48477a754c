extension JSON {
    /// A mark of a deposit that runs low, or is below what the agreement allows.
    package struct DepositMark: Codable, Equatable, Sendable {
        package var partner: String
        /// `low` or `overdrawn`.
        package var kind: String
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency that were available when it was raised, the limit below which it was, and what was available
        /// when it was cleared.
        package var availableMicros: Int128
        package var limitMicros: Int128
        package var clearedMicros: Int128?
        /// UTC; the second is nil while it stands.
        package var raisedAt: String
        package var clearedAt: String?

        package init(
            partner: String, kind: String, currency: String, minorDigits: Int, availableMicros: Int128,
            limitMicros: Int128, clearedMicros: Int128? = nil, raisedAt: String, clearedAt: String? = nil
        ) {
            self.partner = partner
            self.kind = kind
            self.currency = currency
            self.minorDigits = minorDigits
            self.availableMicros = availableMicros
            self.limitMicros = limitMicros
            self.clearedMicros = clearedMicros
            self.raisedAt = raisedAt
            self.clearedAt = clearedAt
        }

        private enum CodingKeys: String, CodingKey {
            case partner, kind, currency
            case minorDigits = "minor_digits"
            case availableMicros = "available_micros"
            case limitMicros = "limit_micros"
            case clearedMicros = "cleared_micros"
            case raisedAt = "raised_at"
            case clearedAt = "cleared_at"
        }
    }
}
