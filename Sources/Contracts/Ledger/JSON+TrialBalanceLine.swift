extension JSON {
    /// Debits and credits of one type of account.
    package struct TrialBalanceLine: Codable, Equatable, Sendable {
        package var entity: String
        package var currency: String
        package var minorDigits: Int
        package var type: String
        package var name: String
        package var accountClass: String
        package var accounts: Int64
        package var entries: Int64
        package var debitMicros: Int128
        package var creditMicros: Int128
        package var balanceMicros: Int128
        package var functionalCurrency: String
        package var functionalMicros: Int128
        /// Entries without an exchange rate.
        package var unconverted: Int64

        package init(
            entity: String, currency: String, minorDigits: Int, type: String, name: String, accountClass: String,
            accounts: Int64, entries: Int64, debitMicros: Int128, creditMicros: Int128, balanceMicros: Int128,
            functionalCurrency: String, functionalMicros: Int128, unconverted: Int64
        ) {
            self.entity = entity
            self.currency = currency
            self.minorDigits = minorDigits
            self.type = type
            self.name = name
            self.accountClass = accountClass
            self.accounts = accounts
            self.entries = entries
            self.debitMicros = debitMicros
            self.creditMicros = creditMicros
            self.balanceMicros = balanceMicros
            self.functionalCurrency = functionalCurrency
            self.functionalMicros = functionalMicros
            self.unconverted = unconverted
        }

        private enum CodingKeys: String, CodingKey {
            case entity, currency
            case minorDigits = "minor_digits"
            case type, name
            case accountClass = "account_class"
            case accounts, entries
            case debitMicros = "debit_micros"
            case creditMicros = "credit_micros"
            case balanceMicros = "balance_micros"
            case functionalCurrency = "functional_currency"
            case functionalMicros = "functional_micros"
            case unconverted
        }
    }
}
