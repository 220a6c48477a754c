extension JSON {
    /// An entry as the account has it, in the account's currency and the functional one.
    package struct AccountMovement: Codable, Equatable, Sendable {
        package var entryID: Int64
        package var journalID: Int64
        package var kind: String
        /// Number of the document that the journal records; empty where it records none.
        package var document: String
        /// ISO dates.
        package var effectiveOn: String
        package var serviceOn: String
        /// The account on the other side.
        package var otherType: String
        package var otherPartner: String?
        /// UTC.
        package var recordedAt: String
        package var actor: String
        /// `takes back 7`, `taken back by 9`; nil where it does neither.
        package var reversal: String?
        /// Micros (10^-6) of the currency, above zero for a debit.
        package var amountMicros: Int128
        /// Micros of the functional currency; nil where no exchange rate was recorded.
        package var functionalMicros: Int128?
        /// Behind it.
        package var balanceMicros: Int128
        package var balanceFunctionalMicros: Int128
        package var currency: String

        package init(
            entryID: Int64, journalID: Int64, kind: String, document: String, effectiveOn: String, serviceOn: String,
            otherType: String, otherPartner: String? = nil, recordedAt: String, actor: String,
            reversal: String? = nil, amountMicros: Int128, functionalMicros: Int128? = nil, balanceMicros: Int128,
            balanceFunctionalMicros: Int128, currency: String
        ) {
            self.entryID = entryID
            self.journalID = journalID
            self.kind = kind
            self.document = document
            self.effectiveOn = effectiveOn
            self.serviceOn = serviceOn
            self.otherType = otherType
            self.otherPartner = otherPartner
            self.recordedAt = recordedAt
            self.actor = actor
            self.reversal = reversal
            self.amountMicros = amountMicros
            self.functionalMicros = functionalMicros
            self.balanceMicros = balanceMicros
            self.balanceFunctionalMicros = balanceFunctionalMicros
            self.currency = currency
        }

        private enum CodingKeys: String, CodingKey {
            case entryID = "entry_id"
            case journalID = "journal_id"
            case kind, document
            case effectiveOn = "effective_on"
            case serviceOn = "service_on"
            case otherType = "other_type"
            case otherPartner = "other_partner"
            case recordedAt = "recorded_at"
            case actor, reversal
            case amountMicros = "amount_micros"
            case functionalMicros = "functional_micros"
            case balanceMicros = "balance_micros"
            case balanceFunctionalMicros = "balance_functional_micros"
            case currency
        }
    }

    /// The general ledger of one account: what it held before, each entry, and what it holds behind them.
    package struct AccountLedger: Codable, Equatable, Sendable {
        package var account: LedgerAccount
        /// Debits less credits before the first day.
        package var openingMicros: Int128
        package var openingFunctionalMicros: Int128
        package var closingMicros: Int128
        package var closingFunctionalMicros: Int128
        package var movementsInAll: Int64
        package var currency: String
        package var functionalCurrency: String
        /// In the order of days, at most as many as were asked for.
        package var movements: [AccountMovement]

        package init(
            account: LedgerAccount, openingMicros: Int128, openingFunctionalMicros: Int128, closingMicros: Int128,
            closingFunctionalMicros: Int128, movementsInAll: Int64, currency: String, functionalCurrency: String,
            movements: [AccountMovement]
        ) {
            self.account = account
            self.openingMicros = openingMicros
            self.openingFunctionalMicros = openingFunctionalMicros
            self.closingMicros = closingMicros
            self.closingFunctionalMicros = closingFunctionalMicros
            self.movementsInAll = movementsInAll
            self.currency = currency
            self.functionalCurrency = functionalCurrency
            self.movements = movements
        }

        private enum CodingKeys: String, CodingKey {
            case account
            case openingMicros = "opening_micros"
            case openingFunctionalMicros = "opening_functional_micros"
            case closingMicros = "closing_micros"
            case closingFunctionalMicros = "closing_functional_micros"
            case movementsInAll = "movements_in_all"
            case currency
            case functionalCurrency = "functional_currency"
            case movements
        }
    }
}
