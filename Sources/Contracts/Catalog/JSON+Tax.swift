extension JSON {
    /// A rate of a tax profile, or a profile without any.
    package struct Tax: Codable, Equatable, Sendable {
        package var profile: String
        package var name: String
        /// `taxed`, `exempt` or `reverse_charge`.
        package var treatment: String
        /// `exclusive` or `inclusive`.
        package var prices: String
        /// `usage` or `receipt`.
        package var taxPoint: String
        /// `document` or `line`.
        package var rounding: String
        /// As documents name it.
        package var tax: String?
        /// Millionths of the price without tax.
        package var rateMillionths: Int64?
        /// Nil = from the beginning.
        package var fromOn: String?
        package var account: String?
        package var sentence: String?
        package var entity: String

        package init(
            profile: String, name: String, treatment: String, prices: String, taxPoint: String, rounding: String,
            tax: String? = nil, rateMillionths: Int64? = nil, fromOn: String? = nil, account: String? = nil,
            sentence: String? = nil, entity: String
        ) {
            self.profile = profile
            self.name = name
            self.treatment = treatment
            self.prices = prices
            self.taxPoint = taxPoint
            self.rounding = rounding
            self.tax = tax
            self.rateMillionths = rateMillionths
            self.fromOn = fromOn
            self.account = account
            self.sentence = sentence
            self.entity = entity
        }

        private enum CodingKeys: String, CodingKey {
            case profile, name, treatment, prices
            case taxPoint = "tax_point"
            case rounding, tax
            case rateMillionths = "rate_millionths"
            case fromOn = "from_on"
            case account, sentence, entity
        }
    }
}
