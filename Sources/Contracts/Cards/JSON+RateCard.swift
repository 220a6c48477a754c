extension JSON {
    /// A rate card in a list, with the version in effect.
    package struct RateCard: Codable, Equatable, Sendable {
        package var card: String
        package var side: String
        package var currency: String
        package var zone: String
        package var version: Int64?
        package var effectiveAt: String?
        package var rates: Int64?
        package var drafts: Int64
        package var partners: Int64
        package var entity: String

        package init(
            card: String, side: String, currency: String, zone: String, version: Int64? = nil,
            effectiveAt: String? = nil, rates: Int64? = nil, drafts: Int64, partners: Int64, entity: String
        ) {
            self.card = card
            self.side = side
            self.currency = currency
            self.zone = zone
            self.version = version
            self.effectiveAt = effectiveAt
            self.rates = rates
            self.drafts = drafts
            self.partners = partners
            self.entity = entity
        }

        private enum CodingKeys: String, CodingKey {
            case card, side, currency, zone, version
            case effectiveAt = "effective_at"
            case rates, drafts, partners, entity
        }
    }
}
