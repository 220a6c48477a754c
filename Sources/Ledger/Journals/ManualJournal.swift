internal import Database
package import Postgres
package import Vocabulary

/// A journal by hand, or the balances with which books are opened.
///
///     proposed --post--> posted --reverse--> reversed
///        `----refuse---> refused
package struct ManualJournal: Sendable, Codable {
    /// Kinds of documents that are made by hand.
    package enum Kind: String, Sendable, Codable {
        case manualJournal = "manual_journal"
        case opening
    }

    package var documentID: DocumentID
    package var entity: String
    package var kind: Kind
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
    package var journalID: JournalID?
    package var reversalID: JournalID?
    package var proposedBy: String
    package var decidedBy: String?

    /// Chooses the journals to list; nil = any.
    package struct Filter: Sendable {
        package var entityID: EntityID?
        /// `proposed`, `posted` or `refused`.
        package var state: String?
        package var documentID: DocumentID?
        package var rowsMax: Int32 = 50

        package init() {}
    }

    /// The latest first.
    package static func list(_ filter: Filter, on connection: Connection) throws -> [ManualJournal] {
        try connection.run(
            query: "manual_journal_list",
            [
                "entity_id": .optional(filter.entityID), "state": .optional(filter.state),
                "document_id": .optional(filter.documentID), "row_limit": .int(Int64(filter.rowsMax)),
            ]
        ).decoded()
    }

    /// - Throws: `Refusal` where there is none of that id.
    package static func find(_ documentID: DocumentID, on connection: Connection) throws -> ManualJournal {
        var filter = Filter()
        filter.documentID = documentID
        guard let journal = try list(filter, on: connection).first else { throw missing(documentID) }
        return journal
    }

    static func missing(_ documentID: DocumentID) -> Refusal {
        Refusal(
            .notFound, "journal.none_by_hand", "There is no journal by hand \(documentID)",
            facts: ["document": "\(documentID)"])
    }

    /// An amount moved from one account to another.
    package struct Line: Sendable, Codable {
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
        package var servicePeriod: String
        package var text: String?
    }

    package func content(on connection: Connection) throws -> [Line] {
        try connection.run(query: "manual_journal_lines", ["document_id": .id(documentID)]).decoded()
    }
}
