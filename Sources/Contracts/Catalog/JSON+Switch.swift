extension JSON {
    /// A switch, and how it writes numbers.
    package struct Switch: Codable, Equatable, Sendable {
        package var `switch`: String
        package var zone: String
        package var entity: String
        package var internationalPrefixes: String?
        package var techPrefixes: String?
        package var homeCountry: String?
        package var nationalPrefix: String?
        package var nationalDigits: String?
        package var numberSeparators: String?
        package var numberUris: String?
        package var anonymousCallers: String?

        package init(
            `switch`: String, zone: String, entity: String, internationalPrefixes: String? = nil,
            techPrefixes: String? = nil, homeCountry: String? = nil, nationalPrefix: String? = nil,
            nationalDigits: String? = nil, numberSeparators: String? = nil, numberUris: String? = nil,
            anonymousCallers: String? = nil
        ) {
            self.switch = `switch`
            self.zone = zone
            self.entity = entity
            self.internationalPrefixes = internationalPrefixes
            self.techPrefixes = techPrefixes
            self.homeCountry = homeCountry
            self.nationalPrefix = nationalPrefix
            self.nationalDigits = nationalDigits
            self.numberSeparators = numberSeparators
            self.numberUris = numberUris
            self.anonymousCallers = anonymousCallers
        }

        private enum CodingKeys: String, CodingKey {
            case `switch`, zone, entity
            case internationalPrefixes = "international_prefixes"
            case techPrefixes = "tech_prefixes"
            case homeCountry = "home_country"
            case nationalPrefix = "national_prefix"
            case nationalDigits = "national_digits"
            case numberSeparators = "number_separators"
            case numberUris = "number_uris"
            case anonymousCallers = "anonymous_callers"
        }
    }
}
