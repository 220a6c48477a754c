extension JSON {
    /// A contact of an entity or partner.
    package struct Contact: Codable, Equatable, Sendable {
        package var entity: String?
        package var partner: String?
        package var purpose: String
        package var name: String?
        package var mail: String?
        package var phone: String?

        package init(
            entity: String? = nil, partner: String? = nil, purpose: String, name: String? = nil, mail: String? = nil,
            phone: String? = nil
        ) {
            self.entity = entity
            self.partner = partner
            self.purpose = purpose
            self.name = name
            self.mail = mail
            self.phone = phone
        }
    }
}
