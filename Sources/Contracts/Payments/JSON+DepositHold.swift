extension JSON {
    /// A part of a customer's deposit that is kept for a call or session under way.
    package struct DepositHold: Codable, Equatable, Sendable {
        package var holdID: Int64
        package var partner: String
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency.
        package var amountMicros: Int64
        /// Micros of the currency: what it came to; nil until that is known.
        package var capturedMicros: Int64?
        /// `held` or `captured`.
        package var state: String
        package var reference: String?
        /// UTC.
        package var madeAt: String
        package var expiresAt: String

        package init(
            holdID: Int64, partner: String, currency: String, minorDigits: Int, amountMicros: Int64,
            capturedMicros: Int64? = nil, state: String, reference: String? = nil, madeAt: String, expiresAt: String
        ) {
            self.holdID = holdID
            self.partner = partner
            self.currency = currency
            self.minorDigits = minorDigits
            self.amountMicros = amountMicros
            self.capturedMicros = capturedMicros
            self.state = state
            self.reference = reference
            self.madeAt = madeAt
            self.expiresAt = expiresAt
        }

        private enum CodingKeys: String, CodingKey {
            case holdID = "hold_id"
            case partner, currency
            case minorDigits = "minor_digits"
            case amountMicros = "amount_micros"
            case capturedMicros = "captured_micros"
            case state, reference
            case madeAt = "made_at"
            case expiresAt = "expires_at"
        }
    }

    /// A hold that was made.
    package struct DepositHoldMade: Codable, Equatable, Sendable {
        package var holdID: Int64
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency.
        package var amountMicros: Int64
        /// UTC.
        package var expiresAt: String

        package init(
            holdID: Int64, currency: String, minorDigits: Int, amountMicros: Int64, expiresAt: String
        ) {
            self.holdID = holdID
            self.currency = currency
            self.minorDigits = minorDigits
            self.amountMicros = amountMicros
            self.expiresAt = expiresAt
        }

        private enum CodingKeys: String, CodingKey {
            case holdID = "hold_id"
            case currency
            case minorDigits = "minor_digits"
            case amountMicros = "amount_micros"
            case expiresAt = "expires_at"
        }
    }

    /// The end of a hold.
    package struct DepositHoldEnded: Codable, Equatable, Sendable {
        package var holdID: Int64
        package var currency: String
        package var minorDigits: Int
        /// `captured` or `released`.
        package var state: String
        /// Micros (10^-6) of the currency.
        package var amountMicros: Int64
        package var capturedMicros: Int64?

        package init(
            holdID: Int64, currency: String, minorDigits: Int, state: String, amountMicros: Int64,
            capturedMicros: Int64? = nil
        ) {
            self.holdID = holdID
            self.currency = currency
            self.minorDigits = minorDigits
            self.state = state
            self.amountMicros = amountMicros
            self.capturedMicros = capturedMicros
        }

        private enum CodingKeys: String, CodingKey {
            case holdID = "hold_id"
            case currency
            case minorDigits = "minor_digits"
            case state
            case amountMicros = "amount_micros"
            case capturedMicros = "captured_micros"
        }
    }
}
