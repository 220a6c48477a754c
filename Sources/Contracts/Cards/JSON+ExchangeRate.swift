extension JSON {
    /// An exchange rate.
    package struct ExchangeRate: Codable, Equatable, Sendable {
        package var fromCurrency: String
        package var toCurrency: String
        package var effectiveOn: String
        /// Units of the second currency for one of the first: a decimal, as a text because it is exact.
        package var rate: String
        package var revision: Int64
        package var knownAt: String
        /// Revision that took its place.
        package var correctedBy: Int64?
        package var reason: String?

        package init(
            fromCurrency: String, toCurrency: String, effectiveOn: String, rate: String, revision: Int64,
            knownAt: String, correctedBy: Int64? = nil, reason: String? = nil
        ) {
            self.fromCurrency = fromCurrency
            self.toCurrency = toCurrency
            self.effectiveOn = effectiveOn
            self.rate = rate
            self.revision = revision
            self.knownAt = knownAt
            self.correctedBy = correctedBy
            self.reason = reason
        }

        private enum CodingKeys: String, CodingKey {
            case fromCurrency = "from_currency"
            case toCurrency = "to_currency"
            case effectiveOn = "effective_on"
            case rate, revision
            case knownAt = "known_at"
            case correctedBy = "corrected_by"
            case reason
        }
    }
}
