import Accounts
import Calendar
import Hummingbird
import Ledger
import NIOPosix
import Operations
import Postgres
import Vocabulary

/// Until when the books are locked, and who locked and opened them.
enum PeriodLockPage {
    static let path = "\(TrialBalancePage.path)/periods"

    static let routes: [Route] =
        [.get(path, .needs(.seeBooks), show)] + PeriodLockStepPage(isReopening: false).routes
        + PeriodLockStepPage(isReopening: true).routes

    private static func show(_ request: PageRequest) async throws -> Response {
        let entityID = request.session.entityID
        let (locks, entities) = try await request.read { connection in
            (try PeriodLock.list(entityID: entityID, on: connection), try Shell.entities(request, on: connection))
        }
        let columns = [
            DataTable.Column("Entered"), DataTable.Column("Locked until", first: true),
            DataTable.Column("By", .wrap, first: true), DataTable.Column("Reason", .wrap, first: true),
            DataTable.Column("State", .state),
        ]
        let held = locks.first { $0.holds }?.lockedThrough
        var sheet = Sheet(
            header: PageHeader(title: "Periods"),
            facts: [
                Fact("Entity", request.session.entityName),
                Fact("Locked", held.map { "until the end of \($0)" } ?? "no day"),
            ], tabs: TrialBalancePage.tabs(at: path))
        if request.may(.lockPeriods) {
            sheet.header.actions = [
                PageHeader.Action(title: "Lock", href: "\(path)/lock", isPrimary: true)
            ]
            if held != nil { sheet.header.actions.append(PageHeader.Action(title: "Open again", href: "\(path)/open")) }
        }
        if locks.isEmpty {
            sheet.empty = EmptyState(
                title: "Nothing was ever locked",
                text: "A locked day keeps its figures: what is recorded later takes effect on the first open day.",
                command: "didtron ledger lock --until 2026-10-31")
        } else {
            sheet.table = DataTable(
                "cap-locks", "Locks and their ends, the latest first", hidesCaption: true, columns: columns,
                rows: locks.map { lock in
                    DataTable.Row(
                        cells: [
                            .instant(columns[0], lock.lockedAt).asKey,
                            lock.lockedThrough.map { .day(columns[1], $0) } ?? .text(columns[1], "no day"),
                            lock.actor.map { .text(columns[2], $0) } ?? .none(columns[2]),
                            .text(columns[3], lock.reason),
                            .badge(columns[4], lock.holds ? Badge(.paid, "Holds") : Badge(.void, "Past")),
                        ], name: lock.lockedAt)
                })
        }
        return request.sheet(
            Shell(
                request, title: "Periods",
                crumbs: [.billing, Shell.Crumb(title: "Ledger", href: TrialBalancePage.path)],
                entities: entities), sheet)
    }
}

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
                Field(
                    "reason", "Reason", hint: "Kept with the lock", error: problems.of("reason"),
                    value: fields.typed("reason"), isArea: true),
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
