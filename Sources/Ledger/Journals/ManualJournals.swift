internal import Catalog
internal import Database
package import Postgres
internal import RateCards
package import Vocabulary

/// Steps of journals by hand. Each needs the application's role and an act.
package enum ManualJournals {
    /// A journal that was entered and moves nothing yet.
    package struct Proposed: Sendable, Codable {
        package var documentID: DocumentID
        /// ISO date.
        package var effectiveOn: String
        package var description: String
        package var lines: Int64
    }

    /// Enters journals with their lines. Where the setting asks for a second person, somebody else posts them.
    ///
    /// - Throws: `RowsRefused` with every row that is at fault.
    package static func propose(
        _ stated: StatedJournals, entityID: EntityID, on connection: Connection
    ) throws -> [Proposed] {
        let json = try stated.encoded()
        return try connection.transactionRetrying {
            let faults = try connection.run(
                job: "state_journals",
                ["entity_id": .id(entityID), "kind": .text(stated.kind.rawValue), "rows": .text(json)])[
                    "faults"]
            guard faults.isEmpty else { throw RowsRefused(try refusals(faults, stated.rows)) }
            return try connection.run(
                job: "propose_journals",
                [
                    "entity_id": .id(entityID), "kind": .text(stated.kind.rawValue),
                    "needs_second": .bool(Setting.secondPerson.isOn(on: connection)),
                ]
            ).rows.decoded()
        }
    }

    private static func refusals(_ faults: Rows, _ rows: [Table.Row]) throws -> [RowRefusal] {
        let rowsByLine = Dictionary(rows.map { (Int64($0.line), $0) }) { first, _ in first }
        return try faults.map { fault in
            let line = try fault.int("line"), field = try fault.string("field"), reason = try fault.string("reason")
            return rowsByLine[line]?.refusal(field, reason) ?? RowRefusal(line: Int(line), field: field, reason: reason)
        }
    }

    /// A journal in the ledger.
    package struct Posted: Sendable, Codable {
        package var documentID: DocumentID
        package var number: String
        package var journalID: JournalID
        package var entries: Int64
        /// ISO dates: of the entries, and as it was stated; they differ where that day is locked.
        package var effectiveOn: String
        package var statedOn: String
        package var description: String
        /// Entries without a functional amount, for no exchange rate is in effect on their day.
        package var unconverted: Int64
    }

    /// Posts journals that are proposed, all of them or none.
    ///
    /// - Throws: `Refusal` where one of them is not there or not a proposal any more, and where it asks for somebody else.
    @discardableResult
    package static func post(_ documentIDs: [DocumentID], entityID: EntityID, on connection: Connection) throws
        -> [Posted]
    {
        let posted: [Posted] = try connection.run(
            job: "post_journals", ["entity_id": .id(entityID), "document_ids": .ids(documentIDs)]
        ).rows.decoded()
        try refuseMissing(documentIDs, posted.map(\.documentID))
        return posted
    }

    /// Refuses journals that are proposed.
    package static func refuse(_ documentIDs: [DocumentID], entityID: EntityID, on connection: Connection) throws {
        let refused = try connection.run(
            job: "refuse_journals", ["entity_id": .id(entityID), "document_ids": .ids(documentIDs)]
        ).rows.map { try $0.id("document_id") as DocumentID }
        try refuseMissing(documentIDs, refused)
    }

    private static func refuseMissing(_ wanted: [DocumentID], _ done: [DocumentID]) throws {
        if let missing = wanted.first(where: { !done.contains($0) }) { throw ManualJournal.missing(missing) }
    }

    /// A journal that takes another back, or that was asked for.
    package struct Reversed: Sendable, Codable {
        /// Nil where somebody else has to confirm it.
        package var journalID: JournalID?
        package var reversedJournalID: JournalID
        /// The number of the document.
        package var number: String?
        /// ISO date.
        package var effectiveOn: String?
    }

    /// Takes a journal by hand back, once. Where the setting asks for a second person, the first asks for it, and somebody else who
    /// asks for the same confirms it.
    ///
    /// - Parameters:
    ///   - name: the id of a journal, or the number of its document.
    ///   - day: ISO date from which the reversal takes effect; nil = on the days of the entries. The first open day in any case.
    package static func reverse(
        _ name: String, entityID: EntityID, from day: String?, on connection: Connection
    ) throws -> Reversed {
        let named = try connection.run(
            query: "journal_named", ["entity_id": .id(entityID), "name": .text(name)])
        guard let journal = try named.first?.int("journal_id") else {
            throw Refusal(.notFound, "journal.not_found", "There is no journal \(name)", facts: ["journal": name])
        }
        return try connection.run(
            job: "reverse_journals",
            [
                "entity_id": .id(entityID), "journal_ids": .ints([journal]), "from_on": .optional(day),
                "needs_second": .bool(Setting.secondPerson.isOn(on: connection)),
            ]
        ).rows.only().decoded()
    }
}
