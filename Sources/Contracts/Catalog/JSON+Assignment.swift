extension JSON {
    /// A card that prices a partner's calls of a product.
    package struct Assignment: Codable, Equatable, Sendable {
        package var partner: String
        package var side: String
        package var product: String
        package var card: String
        package var currency: String
        package var fromAt: String?
        package var toAt: String?
        package var entity: String

        package init(
            partner: String, side: String, product: String, card: String, currency: String, fromAt: String? = nil,
            toAt: String? = nil, entity: String
        ) {
            self.partner = partner
            self.side = side
            self.product = product
            self.card = card
            self.currency = currency
            self.fromAt = fromAt
            self.toAt = toAt
            self.entity = entity
        }

        private enum CodingKeys: String, CodingKey {
            case partner, side, product, card, currency
            case fromAt = "from_at"
            case toAt = "to_at"
            case entity
        }
    }
}
