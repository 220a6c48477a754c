import Contracts
internal import Catalog
internal import Ledger
internal import Postgres

/// Proposes journals that a command states and, where nobody else has to, posts them, as one act.
struct ManualJournalEntry {
    let entity: String?
    let propose: Bool
    let json: Bool
    let act: ActOptions
    let database: DatabaseOptions

    private struct Outcome: Codable {
        var proposed: [ManualJournals.Proposed]
        /// Empty where they wait for somebody.
        var posted: [ManualJournals.Posted]
    }

    /// - Parameters:
    ///   - name: of the act.
    ///   - content: what the command reads.
    ///   - naming: puts the file's name before what is wrong with its rows.
    func run(
        _ name: String, content: [UInt8], _ stated: () throws -> StatedJournals,
        naming: (() throws -> Void) throws -> Void
    ) throws {
        let connection = try database.open().connect(role: .app)
        let journals = try stated()
        let outcome = try act.perform(name, of: .entity(entity), content: content, on: connection) {
            let entityID = try Catalog.entityID(entity, on: connection)
            var proposed: [ManualJournals.Proposed] = []
            try naming { proposed = try ManualJournals.propose(journals, entityID: entityID, on: connection) }
            let waits = try propose || Setting.secondPerson.isOn(on: connection)
            let posted =
                waits
                ? [] : try ManualJournals.post(proposed.map(\.documentID), entityID: entityID, on: connection)
            return Outcome(proposed: proposed, posted: posted)
        }
        if json {
            return try JSONOutput.print(
                JSON.JournalsEntered(
                    proposed: outcome.proposed.map(JSON.JournalProposed.init),
                    posted: outcome.posted.map(JSON.JournalPosted.init)))
        }
        if outcome.posted.isEmpty {
            for journal in outcome.proposed {
                print(
                    "Proposed as \(journal.documentID): \(journal.description), "
                        + "\(AmountText.count(journal.lines, "line")). `didtron ledger approve \(journal.documentID)` posts it."
                )
            }
        }
        for journal in outcome.posted { print(Self.sentence(journal)) }
    }

    static func sentence(_ journal: ManualJournals.Posted) -> String {
        var text =
            "\(journal.number) is journal \(journal.journalID): \(AmountText.count(journal.entries, "entry")), "
            + "effective \(journal.effectiveOn)"
        if journal.effectiveOn != journal.statedOn { text += " (\(journal.statedOn) is locked)" }
        if journal.unconverted > 0 {
            text += "; no exchange rate is in effect for \(AmountText.count(journal.unconverted)) of them"
        }
        return text
    }
}
