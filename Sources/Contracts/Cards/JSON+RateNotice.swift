extension JSON {
    /// A customer's notice of the rates that change.
    package struct RateNotice: Codable, Equatable, Sendable {
        package var card: String
        package var customer: String
        package var currency: String
        package var version: Int64
        package var follows: Int64?
        package var changes: [RateChange]

        package init(
            card: String, customer: String, currency: String, version: Int64, follows: Int64? = nil,
            changes: [RateChange]
        ) {
            self.card = card
            self.customer = customer
            self.currency = currency
            self.version = version
            self.follows = follows
            self.changes = changes
        }
    }
}
