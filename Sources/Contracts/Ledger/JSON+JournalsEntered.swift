extension JSON {
    /// A journal that was entered and moves nothing yet.
    package struct JournalProposed: Codable, Equatable, Sendable {
        package var documentID: Int64
        /// ISO date.
        package var effectiveOn: String
        package var description: String
        package var lines: Int64

        package init(
            documentID: Int64, effectiveOn: String, description: String, lines: Int64
        ) {
            self.documentID = documentID
            self.effectiveOn = effectiveOn
            self.description = description
            self.lines = lines
        }

        private enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case effectiveOn = "effective_on"
            case description, lines
        }
    }

    /// A journal in the ledger.
    package struct JournalPosted: Codable, Equatable, Sendable {
        package var documentID: Int64
        package var number: String
        package var journalID: Int64
        package var entries: Int64
        /// ISO dates: of the entries, and as it was stated; they differ where that day is locked.
        package var effectiveOn: String
        package var statedOn: String
        package var description: String
        /// Entries without a functional amount, for no exchange rate is in effect on their day.
        package var unconverted: Int64

        package init(
            documentID: Int64, number: String, journalID: Int64, entries: Int64, effectiveOn: String,
            statedOn: String, description: String, unconverted: Int64
        ) {
            self.documentID = documentID
            self.number = number
            self.journalID = journalID
            self.entries = entries
            self.effectiveOn = effectiveOn
            self.statedOn = statedOn
            self.description = description
            self.unconverted = unconverted
        }

        private enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case number
            case journalID = "journal_id"
            case entries
            case effectiveOn = "effective_on"
            case statedOn = "stated_on"
            case description, unconverted
        }
    }

    /// A journal that takes another back.
    package struct JournalReversed: Codable, Equatable, Sendable {
        /// Nil where somebody else has to confirm it.
        package var journalID: Int64?
        package var reversedJournalID: Int64
        /// The number of the document.
        package var number: String?
        /// ISO date.
        package var effectiveOn: String?

        package init(
            journalID: Int64? = nil, reversedJournalID: Int64, number: String? = nil, effectiveOn: String? = nil
        ) {
            self.journalID = journalID
            self.reversedJournalID = reversedJournalID
            self.number = number
            self.effectiveOn = effectiveOn
        }

        private enum CodingKeys: String, CodingKey {
            case journalID = "journal_id"
            case reversedJournalID = "reversed_journal_id"
            case number
            case effectiveOn = "effective_on"
        }
    }

    /// Journals that were proposed, and posted where nobody else has to.
    package struct JournalsEntered: Codable, Equatable, Sendable {
        package var proposed: [JournalProposed]
        /// Empty where they wait for somebody.
        package var posted: [JournalPosted]

        package init(
            proposed: [JournalProposed], posted: [JournalPosted]
        ) {
            self.proposed = proposed
            self.posted = posted
        }
    }

    /// Journals that were proposed and are refused.
    package struct JournalsRefused: Codable, Equatable, Sendable {
        /// Their ids.
        package var documents: [Int64]

        package init(
            documents: [Int64]
        ) {
            self.documents = documents
        }
    }
}
