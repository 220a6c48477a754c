extension JSON {
    /// The change of one prefix. Prices are of the card's currency.
    package struct RateChange: Codable, Equatable, Sendable {
        package var kind: String
        package var prefix: String
        package var destination: String
        /// Time band, origin and jurisdiction.
        package var variant: String?
        /// Nil where there was no rate, or a blocked one.
        package var fromNanosPerMinute: Int64?
        package var toNanosPerMinute: Int64?
        package var isBlocked: Bool
        package var effectiveAt: String?
        /// First and further increment in seconds: `60/60`.
        package var increments: String
        package var setupFeeNanos: Int64?
        package var details: String?
        package var keepsNotice: Bool?

        package init(
            kind: String, prefix: String, destination: String, variant: String? = nil, fromNanosPerMinute: Int64? = nil,
            toNanosPerMinute: Int64? = nil, isBlocked: Bool, effectiveAt: String? = nil, increments: String,
            setupFeeNanos: Int64? = nil, details: String? = nil, keepsNotice: Bool? = nil
        ) {
            self.kind = kind
            self.prefix = prefix
            self.destination = destination
            self.variant = variant
            self.fromNanosPerMinute = fromNanosPerMinute
            self.toNanosPerMinute = toNanosPerMinute
            self.isBlocked = isBlocked
            self.effectiveAt = effectiveAt
            self.increments = increments
            self.setupFeeNanos = setupFeeNanos
            self.details = details
            self.keepsNotice = keepsNotice
        }

        private enum CodingKeys: String, CodingKey {
            case kind, prefix, destination, variant
            case fromNanosPerMinute = "from_nanos_per_minute"
            case toNanosPerMinute = "to_nanos_per_minute"
            case isBlocked = "is_blocked"
            case effectiveAt = "effective_at"
            case increments
            case setupFeeNanos = "setup_fee_nanos"
            case details
            case keepsNotice = "keeps_notice"
        }
    }
}
