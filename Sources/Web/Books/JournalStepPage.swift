import Accounts
import Hummingbird
import Ledger
import Postgres
import Vocabulary

/// Steps of a journal by hand.
enum JournalStep: String, CaseIterable, Sendable {
    case post, refuse, reverse

    var verb: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// The page before a step of a journal by hand.
struct JournalStepPage: StatedAct {
    let step: JournalStep

    var path: String { "\(JournalListPage.path)/:document/\(step.rawValue)" }
    var permission: Permission { .postJournals }
    var act: String {
        switch step {
        case .post: "journal.approve"
        case .refuse: "journal.refuse"
        case .reverse: "journal.reverse"
        }
    }
    var isPreviewed: Bool { false }

    func subject(_ request: PageRequest, on connection: Connection) throws -> ManualJournal {
        try JournalListPage.find(request, on: connection)
    }

    func form(
        _ request: PageRequest, _ journal: ManualJournal, _ fields: FormFields, _ problems: FormProblems
    ) -> ActForm {
        let name = journal.number.isEmpty ? "proposal \(journal.documentID)" : journal.number
        var asked = [
            FieldMaker(fields, problems).reason(optional: step == .post)
        ]
        if step == .reverse {
            asked.insert(
                Field(
                    "on", "Day of effect", hint: "Empty for the days of its entries; the first open one in any case",
                    error: problems.of("on"), value: fields.typed("on"), width: 12, isOptional: true), at: 0)
        }
        let note =
            switch step {
            case .post: "Its entries go into the ledger; a posted journal never changes."
            case .refuse: "It moves nothing, and stays listed as refused."
            case .reverse:
                "A new journal has its entries with the accounts exchanged. Where the setting ledger.second_person is on, somebody else confirms it."
            }
        return ActForm(
            title: "\(step.verb) \(name)", verb: step.verb,
            facts: [
                Fact("What for", journal.description), Fact("Effective", journal.effectiveOn),
                Fact("Proposed by", journal.proposedBy),
            ], note: note, fields: asked, crumbs: JournalListPage.crumbs,
            cancel: JournalListPage.path(journal.documentID), isDangerous: step == .reverse)
    }

    func perform(
        _ request: PageRequest, _ journal: ManualJournal, _ fields: FormFields, on connection: Connection
    ) throws -> String {
        var form = FormReader(fields)
        if step != .post { _ = form.text("reason", missing: "Enter the reason.") }
        let day = form.day("on")
        try form.check()
        let entityID = request.session.entityID
        switch step {
        case .post:
            let posted = try ManualJournals.post([journal.documentID], entityID: entityID, on: connection)
            return "Posted \(posted[0].number) on \(posted[0].effectiveOn)."
        case .refuse:
            try ManualJournals.refuse([journal.documentID], entityID: entityID, on: connection)
            return "Refused proposal \(journal.documentID)."
        case .reverse:
            let reversed = try ManualJournals.reverse(
                journal.number, entityID: entityID, from: day?.description, on: connection)
            return reversed.journalID.map { "\(journal.number) is taken back by journal \($0)." }
                ?? "Asked for: somebody else who does the same takes \(journal.number) back."
        }
    }

    func done(
        _ request: PageRequest, _ journal: ManualJournal, _ sentence: String
    ) -> (path: String, flash: Flash) {
        (JournalListPage.path(journal.documentID), Flash(sentence))
    }
}
