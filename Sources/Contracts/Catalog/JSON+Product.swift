extension JSON {
    /// A product.
    package struct Product: Codable, Equatable, Sendable {
        package var product: String
        package var name: String?
        package var direction: String
        package var entity: String

        package init(product: String, name: String? = nil, direction: String, entity: String) {
            self.product = product
            self.name = name
            self.direction = direction
            self.entity = entity
        }
    }
}
