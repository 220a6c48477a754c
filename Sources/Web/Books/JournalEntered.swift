import Accounts
import Catalog
import Hummingbird
import Ledger
import Postgres
import Vocabulary

/// What an entered journal came to.
struct JournalEntered: Codable, Sendable {
    var proposed: [ManualJournals.Proposed]
    /// Empty where somebody else has to post it.
    var posted: [ManualJournals.Posted]

    /// Proposes journals, and posts them where nobody else has to.
    init(_ stated: StatedJournals, entityID: EntityID, on connection: Connection) throws {
        proposed = try ManualJournals.propose(stated, entityID: entityID, on: connection)
        let ids = proposed.map(\.documentID)
        let isHeld = try ids.first.map { try ManualJournal.find($0, on: connection).needsSecond } ?? false
        posted = isHeld ? [] : try ManualJournals.post(ids, entityID: entityID, on: connection)
    }

    func effects(on connection: Connection) throws -> ActEffects {
        var effects = ActEffects()
        for journal in proposed.prefix(50) {
            let posted = posted.first { $0.documentID == journal.documentID }
            effects.effects.append(
                Confirmation.Effect(
                    what: journal.description,
                    detail: posted.map { posted in
                        "\(AmountText.count(posted.entries, "entry")) on \(posted.effectiveOn)"
                            + (posted.effectiveOn == posted.statedOn
                                ? "" : ", the first open day behind \(posted.statedOn)")
                            + (posted.unconverted > 0 ? ", \(posted.unconverted) without an exchange rate" : "")
                    } ?? "\(AmountText.count(journal.lines, "line")) wait for somebody else to post them"))
        }
        if proposed.count > 50 {
            effects.effects.append(
                Confirmation.Effect(what: AmountText.count(Int64(proposed.count - 50), "journal"), detail: "more"))
        }
        if let first = proposed.first {
            effects.sections = [
                JournalListPage.section(
                    try ManualJournal.find(first.documentID, on: connection).content(on: connection))
            ]
        }
        return effects
    }

    var done: (path: String, flash: Flash) {
        guard let first = proposed.first else {
            return (JournalListPage.path, Flash("Nothing was entered.", kind: .warn))
        }
        let text: String
        if let number = posted.first?.number, posted.count == 1 {
            text = "Posted \(number)."
        } else if posted.isEmpty {
            text = "Proposed \(AmountText.count(Int64(proposed.count), "journal")): somebody else posts them."
        } else {
            text = "Posted \(AmountText.count(Int64(posted.count), "journal"))."
        }
        return (proposed.count == 1 ? JournalListPage.path(first.documentID) : JournalListPage.path, Flash(text))
    }
}
