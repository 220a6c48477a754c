import Accounts
import Calendar
import Catalog
import Hummingbird
import Ledger
import NIOPosix
import Operations
import Postgres
import Vocabulary

/// Measures a month's end.
struct RevaluationMakePage: StatedAct {
    static let path = "\(RevaluationPage.path)/make"

    var path: String { Self.path }
    var permission: Permission { .postJournals }
    var act: String { "ledger.revalue" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        ActForm(
            title: "Revalue a month", verb: "Revalue", facts: [Fact("Entity", request.session.entityName)],
            note:
                "Receivable, payable, unbilled, accrued and disputed amounts and banks, by the exchange rates of the last day; a second journal takes it back on the next.",
            fields: [
                Field(
                    "month", "Month", hint: "Such as 2026-10: it is over and not locked", error: problems.of("month"),
                    value: fields.typed("month"), width: 12)
            ],
            crumbs: [
                .billing, Shell.Crumb(title: "Ledger", href: TrialBalancePage.path),
                Shell.Crumb(title: "Revaluation", href: RevaluationPage.path),
            ], cancel: RevaluationPage.path)
    }

    func prepare(_ request: PageRequest) async throws {
        let closing = BooksClosing(
            request.web.database, by: request.actRequest(act).actor, from: request.actRequest(act).origin)
        let entityID = request.session.entityID
        try await NIOThreadPool.singleton.runIfActive { _ = try closing.run(entityID: entityID) }
    }

    /// Nil where nothing differs.
    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, on connection: Connection
    ) throws -> Revaluation? {
        guard let text = fields["month"], let period = BillingPeriod(text), period.first == period.first.startOfMonth,
            period.endBefore == period.first.startOfNextMonth
        else { throw FormProblems("month", "Enter the month, such as 2026-10.") }
        do {
            return try Revaluation.make(
                entityID: request.session.entityID, monthEnd: period.last.description, on: connection)
        } catch let refusal as Refusal where refusal.place?.field == nil && refusal.code != .busy {
            throw FormProblems("month", "\(refusal.message).")
        }
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ made: Revaluation?, on connection: Connection
    ) throws -> ActEffects {
        guard let made else {
            return ActEffects(effects: [Confirmation.Effect(what: "Nothing", detail: "differs from what is booked")])
        }
        return ActEffects(
            effects: [
                Confirmation.Effect(
                    what: AmountText.count(Int64(made.lines.count), "account"),
                    detail: "\(made.lines.count == 1 ? "is" : "are") measured anew at \(made.monthEndOn)"),
                Confirmation.Effect(what: "The day after", detail: "a second journal takes it back"),
            ], sections: [RevaluationPage.section(made)])
    }

    func done(_ request: PageRequest, _ known: Void, _ made: Revaluation?) -> (path: String, flash: Flash) {
        (
            RevaluationPage.path,
            made.map { Flash("Revalued \($0.monthEndOn) by journal \($0.journalID).") }
                ?? Flash("Nothing differs from what is booked.", kind: .warn)
        )
    }
}
