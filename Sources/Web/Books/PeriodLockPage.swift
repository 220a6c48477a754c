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
