import Accounts
import Calendar
import Hummingbird
import Ledger
import NIOPosix
import Operations
import Postgres
import Vocabulary

/// Locks the books until a day, or opens them again.
struct PeriodLockStepPage: StatedAct {
    let isReopening: Bool

    var path: String { "\(PeriodLockPage.path)/\(isReopening ? "open" : "lock")" }
    var permission: Permission { .lockPeriods }
    var act: String { isReopening ? "period.unlock" : "period.lock" }
    var isPreviewed: Bool { false }

    struct Outcome: Codable, Sendable {
        var lockedThrough: String?
        var isChanged: Bool
    }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        ActForm(
            title: isReopening ? "Open the books again" : "Lock the books", verb: isReopening ? "Open" : "Lock",
            facts: [Fact("Entity", request.session.entityName)],
            note: isReopening
                ? "What is recorded from now on may take effect on these days again."
                : "Files that are loaded are posted before. What is recorded later takes effect on the first open day, and keeps the period of its service.",
            fields: [
                Field(
                    "until", isReopening ? "Last day that stays locked" : "Last day to lock",
                    hint: isReopening ? "Such as 2026-09-30; empty for none" : "Such as 2026-10-31; it is over",
                    error: problems.of("until"), value: fields.typed("until"), width: 12, isOptional: isReopening),
                FieldMaker(fields, problems).reason("Kept with the lock"),
            ],
            crumbs: [
                .billing, Shell.Crumb(title: "Ledger", href: TrialBalancePage.path),
                Shell.Crumb(title: "Periods", href: PeriodLockPage.path),
            ], cancel: PeriodLockPage.path, isDangerous: isReopening)
    }

    func prepare(_ request: PageRequest) async throws {
        guard !isReopening, request.form["reason"] != nil, request.form["until"].flatMap(CivilDay.init) != nil else {
            return
        }
        let closing = BooksClosing(
            request.web.database, by: request.actRequest(act).actor, from: request.actRequest(act).origin)
        let entityID = request.session.entityID
        try await NIOThreadPool.singleton.runIfActive { _ = try closing.run(entityID: entityID) }
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, on connection: Connection
    ) throws -> Outcome {
        var form = FormReader(fields)
        let day = form.day("until", missing: isReopening ? nil : "Enter the last day to lock.")
        let reason = form.text("reason", missing: "Enter the reason.")
        try form.check()
        let entityID = request.session.entityID
        do {
            let change =
                try isReopening
                ? PeriodLock.unlock(
                    entityID: entityID, through: day?.description, reason: reason, on: connection)
                : PeriodLock.lock(
                    entityID: entityID, through: day?.description ?? "", reason: reason, on: connection)
            return Outcome(lockedThrough: day?.description, isChanged: change != nil)
        } catch let refusal as Refusal where refusal.place?.field == nil && refusal.code != .busy {
            throw FormProblems("until", "\(refusal.message).")
        }
    }

    func done(_ request: PageRequest, _ known: Void, _ outcome: Outcome) -> (path: String, flash: Flash) {
        let state = outcome.lockedThrough.map { "locked until \($0)" } ?? "open"
        return (
            PeriodLockPage.path,
            outcome.isChanged
                ? Flash("The books are \(state).") : Flash("The books were \(state) already.", kind: .warn)
        )
    }
}
