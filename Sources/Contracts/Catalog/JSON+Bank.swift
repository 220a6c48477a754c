extension JSON {
    /// A bank account of an entity or partner.
    package struct Bank: Codable, Equatable, Sendable {
        package var entity: String?
        package var partner: String?
        package var currency: String
        package var holder: String?
        package var iban: String?
        package var accountNumber: String?
        package var bic: String?
        package var bankName: String?
        package var correspondentBic: String?
        package var fromOn: String?
        package var toOn: String?

        package init(
            entity: String? = nil, partner: String? = nil, currency: String, holder: String? = nil, iban: String? = nil,
            accountNumber: String? = nil, bic: String? = nil, bankName: String? = nil, correspondentBic: String? = nil,
            fromOn: String? = nil, toOn: String? = nil
        ) {
            self.entity = entity
            self.partner = partner
            self.currency = currency
            self.holder = holder
            self.iban = iban
            self.accountNumber = accountNumber
            self.bic = bic
            self.bankName = bankName
            self.correspondentBic = correspondentBic
            self.fromOn = fromOn
            self.toOn = toOn
        }

        private enum CodingKeys: String, CodingKey {
            case entity, partner, currency, holder, iban
            case accountNumber = "account_number"
            case bic
            case bankName = "bank_name"
            case correspondentBic = "correspondent_bic"
            case fromOn = "from_on"
            case toOn = "to_on"
        }
    }
}
