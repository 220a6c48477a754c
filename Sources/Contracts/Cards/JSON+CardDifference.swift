extension JSON {
    /// Difference between two versions of a card.
    package struct CardDifference: Codable, Equatable, Sendable {
        package var card: String
        package var currency: String
        package var version: Int64
        package var against: Int64?
        package var changes: [RateChange]

        package init(card: String, currency: String, version: Int64, against: Int64? = nil, changes: [RateChange]) {
            self.card = card
            self.currency = currency
            self.version = version
            self.against = against
            self.changes = changes
        }
    }
}
