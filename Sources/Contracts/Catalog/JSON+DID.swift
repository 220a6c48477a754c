extension JSON {
    /// A number let to a customer.
    package struct DID: Codable, Equatable, Sendable {
        package var number: String
        package var partner: String
        package var product: String
        package var fromOn: String
        package var toOn: String?
        package var monthlyFeeMicros: Int64?
        package var setupFeeMicros: Int64?
        package var currency: String
        package var supplier: String?
        package var entity: String

        package init(
            number: String, partner: String, product: String, fromOn: String, toOn: String? = nil,
            monthlyFeeMicros: Int64? = nil, setupFeeMicros: Int64? = nil, currency: String, supplier: String? = nil,
            entity: String
        ) {
            self.number = number
            self.partner = partner
            self.product = product
            self.fromOn = fromOn
            self.toOn = toOn
            self.monthlyFeeMicros = monthlyFeeMicros
            self.setupFeeMicros = setupFeeMicros
            self.currency = currency
            self.supplier = supplier
            self.entity = entity
        }

        private enum CodingKeys: String, CodingKey {
            case number, partner, product
            case fromOn = "from_on"
            case toOn = "to_on"
            case monthlyFeeMicros = "monthly_fee_micros"
            case setupFeeMicros = "setup_fee_micros"
            case currency, supplier, entity
        }
    }
}
