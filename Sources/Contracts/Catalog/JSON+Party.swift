extension JSON {
    /// Legal name, address and tax numbers of an entity or partner.
    package struct Party: Codable, Equatable, Sendable {
        package var entity: String?
        package var partner: String?
        package var legalName: String?
        package var address: String?
        package var city: String?
        package var region: String?
        package var postalCode: String?
        package var country: String?
        package var registrationNumber: String?
        package var taxIds: String?
        package var language: String?
        package var reference: String?
        package var fromOn: String?
        package var toOn: String?

        package init(
            entity: String? = nil, partner: String? = nil, legalName: String? = nil, address: String? = nil,
            city: String? = nil, region: String? = nil, postalCode: String? = nil, country: String? = nil,
            registrationNumber: String? = nil, taxIds: String? = nil, language: String? = nil, reference: String? = nil,
            fromOn: String? = nil, toOn: String? = nil
        ) {
            self.entity = entity
            self.partner = partner
            self.legalName = legalName
            self.address = address
            self.city = city
            self.region = region
            self.postalCode = postalCode
            self.country = country
            self.registrationNumber = registrationNumber
            self.taxIds = taxIds
            self.language = language
            self.reference = reference
            self.fromOn = fromOn
            self.toOn = toOn
        }

        private enum CodingKeys: String, CodingKey {
            case entity, partner
            case legalName = "legal_name"
            case address, city, region
            case postalCode = "postal_code"
            case country
            case registrationNumber = "registration_number"
            case taxIds = "tax_ids"
            case language, reference
            case fromOn = "from_on"
            case toOn = "to_on"
        }
    }
}
