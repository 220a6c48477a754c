extension JSON {
    /// A legal entity of the carrier.
    package struct Entity: Codable, Equatable, Sendable {
        package var entity: String
        package var name: String
        package var currency: String
        package var zone: String

        package init(entity: String, name: String, currency: String, zone: String) {
            self.entity = entity
            self.name = name
            self.currency = currency
            self.zone = zone
        }
    }
}
