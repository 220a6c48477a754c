extension JSON {
    /// A ledger account with its balance: debits less credits.
    package struct LedgerAccount: Codable, Equatable, Sendable {
        package var accountID: Int64
        package var entity: String
        package var type: String
        package var partner: String?
        package var entries: Int64
        package var balanceMicros: Int128
        package var currency: String
        package var minorDigits: Int

        package init(
            accountID: Int64, entity: String, type: String, partner: String? = nil, entries: Int64,
            balanceMicros: Int128, currency: String, minorDigits: Int
        ) {
            self.accountID = accountID
            self.entity = entity
            self.type = type
            self.partner = partner
            self.entries = entries
            self.balanceMicros = balanceMicros
            self.currency = currency
            self.minorDigits = minorDigits
        }

        private enum CodingKeys: String, CodingKey {
            case accountID = "account_id"
            case entity, type, partner, entries
            case balanceMicros = "balance_micros"
            case currency
            case minorDigits = "minor_digits"
        }
    }
}
