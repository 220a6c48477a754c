extension JSON {
    /// A journal in a list.
    package struct Journal: Codable, Equatable, Sendable {
        package var journalID: Int64
        package var kind: String
        package var kindName: String
        /// Number of the document that it records.
        package var document: String?
        package var documentID: Int64?
        package var recordedAt: String
        package var actID: Int64
        package var reversesJournalID: Int64?
        package var reversedByJournalID: Int64?
        /// Number of the block in which it is sealed.
        package var block: Int64?

        package init(
            journalID: Int64, kind: String, kindName: String, document: String? = nil, documentID: Int64? = nil,
            recordedAt: String, actID: Int64, reversesJournalID: Int64? = nil, reversedByJournalID: Int64? = nil,
            block: Int64? = nil
        ) {
            self.journalID = journalID
            self.kind = kind
            self.kindName = kindName
            self.document = document
            self.documentID = documentID
            self.recordedAt = recordedAt
            self.actID = actID
            self.reversesJournalID = reversesJournalID
            self.reversedByJournalID = reversedByJournalID
            self.block = block
        }

        private enum CodingKeys: String, CodingKey {
            case journalID = "journal_id"
            case kind
            case kindName = "kind_name"
            case document
            case documentID = "document_id"
            case recordedAt = "recorded_at"
            case actID = "act_id"
            case reversesJournalID = "reverses_journal_id"
            case reversedByJournalID = "reversed_by_journal_id"
            case block
        }
    }

    /// A journal with its entries.
    package struct JournalDetails: Codable, Equatable, Sendable {
        package var journal: Journal
        package var entries: [LedgerEntry]

        package init(journal: Journal, entries: [LedgerEntry]) {
            self.journal = journal
            self.entries = entries
        }
    }
}
