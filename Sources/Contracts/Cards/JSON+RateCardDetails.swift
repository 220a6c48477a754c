extension JSON {
    /// A rate card with its versions and the partners that it is assigned to.
    package struct RateCardDetails: Codable, Equatable, Sendable {
        package var card: String
        package var side: String
        package var currency: String
        package var zone: String
        /// The latest first.
        package var versions: [CardVersion]
        package var assignments: [Assignment]

        package init(
            card: String, side: String, currency: String, zone: String, versions: [CardVersion],
            assignments: [Assignment]
        ) {
            self.card = card
            self.side = side
            self.currency = currency
            self.zone = zone
            self.versions = versions
            self.assignments = assignments
        }
    }
}
