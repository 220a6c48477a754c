extension JSON {
    /// The movement of a journal on an account and day; usage that a deposit pays is summed by day.
    package struct StatementMovement: Codable, Equatable, Sendable {
        /// ISO date.
        package var effectiveOn: String
        /// In the chart.
        package var account: String
        /// Kind of the journal.
        package var kind: String
        package var kindName: String
        package var description: String
        /// Number of the document; empty where the journal records none.
        package var document: String
        package var journalID: Int64?
        /// Micros (10^-6) of the currency; one of the two is zero.
        package var debitMicros: Int128
        package var creditMicros: Int128
        /// Behind it.
        package var balanceMicros: Int128
        package var currency: String

        package init(
            effectiveOn: String, account: String, kind: String, kindName: String, description: String,
            document: String, journalID: Int64? = nil, debitMicros: Int128, creditMicros: Int128,
            balanceMicros: Int128, currency: String
        ) {
            self.effectiveOn = effectiveOn
            self.account = account
            self.kind = kind
            self.kindName = kindName
            self.description = description
            self.document = document
            self.journalID = journalID
            self.debitMicros = debitMicros
            self.creditMicros = creditMicros
            self.balanceMicros = balanceMicros
            self.currency = currency
        }

        private enum CodingKeys: String, CodingKey {
            case effectiveOn = "effective_on"
            case account, kind
            case kindName = "kind_name"
            case description, document
            case journalID = "journal_id"
            case debitMicros = "debit_micros"
            case creditMicros = "credit_micros"
            case balanceMicros = "balance_micros"
            case currency
        }
    }

    /// The balance of an account behind the last day.
    package struct StatementClosing: Codable, Equatable, Sendable {
        package var account: String
        package var balanceMicros: Int128
        package var currency: String

        package init(
            account: String, balanceMicros: Int128, currency: String
        ) {
            self.account = account
            self.balanceMicros = balanceMicros
            self.currency = currency
        }

        private enum CodingKeys: String, CodingKey {
            case account
            case balanceMicros = "balance_micros"
            case currency
        }
    }

    /// The statement of a partner's accounts in one currency: above zero is what the partner owes.
    package struct PartnerStatement: Codable, Equatable, Sendable {
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency before the first day.
        package var openingMicros: Int128
        package var movements: [StatementMovement]
        package var closingMicros: Int128
        /// The same by account.
        package var closings: [StatementClosing]

        package init(
            currency: String, minorDigits: Int, openingMicros: Int128, movements: [StatementMovement],
            closingMicros: Int128, closings: [StatementClosing]
        ) {
            self.currency = currency
            self.minorDigits = minorDigits
            self.openingMicros = openingMicros
            self.movements = movements
            self.closingMicros = closingMicros
            self.closings = closings
        }

        private enum CodingKeys: String, CodingKey {
            case currency
            case minorDigits = "minor_digits"
            case openingMicros = "opening_micros"
            case movements
            case closingMicros = "closing_micros"
            case closings
        }
    }
}
