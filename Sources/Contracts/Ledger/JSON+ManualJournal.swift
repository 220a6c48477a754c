extension JSON {
    /// A journal by hand, or the balances with which books are opened.
    package struct ManualJournal: Codable, Equatable, Sendable {
        package var documentID: Int64
        package var entity: String
        package var kind: String
        /// `proposed`, `posted`, `reversed` or `refused`.
        package var state: String
        /// Empty until it is posted.
        package var number: String
        /// ISO date, as it was stated.
        package var effectiveOn: String
        package var description: String
        /// Somebody else has to post it than who proposed it.
        package var needsSecond: Bool
        package var lines: Int64
        package var journalID: Int64?
        package var reversalID: Int64?
        package var proposedBy: String
        package var decidedBy: String?

        package init(
            documentID: Int64, entity: String, kind: String, state: String, number: String, effectiveOn: String,
            description: String, needsSecond: Bool, lines: Int64, journalID: Int64? = nil, reversalID: Int64? = nil,
            proposedBy: String, decidedBy: String? = nil
        ) {
            self.documentID = documentID
            self.entity = entity
            self.kind = kind
            self.state = state
            self.number = number
            self.effectiveOn = effectiveOn
            self.description = description
            self.needsSecond = needsSecond
            self.lines = lines
            self.journalID = journalID
            self.reversalID = reversalID
            self.proposedBy = proposedBy
            self.decidedBy = decidedBy
        }

        private enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case entity, kind, state, number
            case effectiveOn = "effective_on"
            case description
            case needsSecond = "needs_second"
            case lines
            case journalID = "journal_id"
            case reversalID = "reversal_id"
            case proposedBy = "proposed_by"
            case decidedBy = "decided_by"
        }
    }

    /// An amount moved from one account to another.
    package struct ManualJournalLine: Codable, Equatable, Sendable {
        package var lineNumber: Int32
        package var debitType: String
        package var creditType: String
        package var partner: String?
        package var currency: String
        package var minorDigits: Int
        /// Micros (10^-6) of the currency.
        package var amountMicros: Int64
        /// Micros of the functional currency, where they were stated.
        package var functionalMicros: Int64?
        /// ISO date.
        package var serviceOn: String
        package var text: String?

        package init(
            lineNumber: Int32, debitType: String, creditType: String, partner: String? = nil, currency: String,
            minorDigits: Int, amountMicros: Int64, functionalMicros: Int64? = nil, serviceOn: String,
            text: String? = nil
        ) {
            self.lineNumber = lineNumber
            self.debitType = debitType
            self.creditType = creditType
            self.partner = partner
            self.currency = currency
            self.minorDigits = minorDigits
            self.amountMicros = amountMicros
            self.functionalMicros = functionalMicros
            self.serviceOn = serviceOn
            self.text = text
        }

        private enum CodingKeys: String, CodingKey {
            case lineNumber = "line_number"
            case debitType = "debit_type"
            case creditType = "credit_type"
            case partner, currency
            case minorDigits = "minor_digits"
            case amountMicros = "amount_micros"
            case functionalMicros = "functional_micros"
            case serviceOn = "service_on"
            case text
        }
    }

    /// A journal by hand with its lines.
    package struct ManualJournalDetails: Codable, Equatable, Sendable {
        package var journal: ManualJournal
        package var lines: [ManualJournalLine]

        package init(
            journal: ManualJournal, lines: [ManualJournalLine]
        ) {
            self.journal = journal
            self.lines = lines
        }
    }
}
