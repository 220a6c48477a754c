extension JSON {
    /// An account: how call records name a partner.
    package struct Account: Codable, Equatable, Sendable {
        package var account: String
        package var partner: String
        package var side: String
        package var product: String
        package var kind: String
        package var parent: String?
        package var entity: String

        package init(
            account: String, partner: String, side: String, product: String, kind: String, parent: String? = nil,
            entity: String
        ) {
            self.account = account
            self.partner = partner
            self.side = side
            self.product = product
            self.kind = kind
            self.parent = parent
            self.entity = entity
        }
    }
}
