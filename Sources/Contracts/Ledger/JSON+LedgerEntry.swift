extension JSON {
    /// A ledger entry.
    package struct LedgerEntry: Codable, Equatable, Sendable {
        package var entryID: Int64
        package var journalID: Int64
        package var kind: String
        package var document: String?
        package var effectiveOn: String
        package var serviceOn: String
        package var debitType: String
        package var debitPartner: String?
        package var creditType: String
        package var creditPartner: String?
        package var amountMicros: Int128
        package var functionalMicros: Int128?
        package var currency: String
        package var minorDigits: Int

        package init(
            entryID: Int64, journalID: Int64, kind: String, document: String? = nil, effectiveOn: String,
            serviceOn: String, debitType: String, debitPartner: String? = nil, creditType: String,
            creditPartner: String? = nil, amountMicros: Int128, functionalMicros: Int128? = nil, currency: String,
            minorDigits: Int
        ) {
            self.entryID = entryID
            self.journalID = journalID
            self.kind = kind
            self.document = document
            self.effectiveOn = effectiveOn
            self.serviceOn = serviceOn
            self.debitType = debitType
            self.debitPartner = debitPartner
            self.creditType = creditType
            self.creditPartner = creditPartner
            self.amountMicros = amountMicros
            self.functionalMicros = functionalMicros
            self.currency = currency
            self.minorDigits = minorDigits
        }

        private enum CodingKeys: String, CodingKey {
            case entryID = "entry_id"
            case journalID = "journal_id"
            case kind, document
            case effectiveOn = "effective_on"
            case serviceOn = "service_on"
            case debitType = "debit_type"
            case debitPartner = "debit_partner"
            case creditType = "credit_type"
            case creditPartner = "credit_partner"
            case amountMicros = "amount_micros"
            case functionalMicros = "functional_micros"
            case currency
            case minorDigits = "minor_digits"
        }
    }
}
