import Checks
import Hummingbird
internal import Jobs
import Operations
import Vocabulary

/// The checks of the books: what the last run found, the runs before it, and a button that has one run now.
enum ChecksPage {
    static let path = "\(TrialBalancePage.path)/checks"

    static let routes: [Route] = [
        .get(path, .needs(.seeBooks)) { try await show($0, runID: nil) },
        .get("\(path)/:run", .needs(.seeBooks)) { try await show($0, runID: try $0.number("run")) },
        .post(path, .needs(.checkBooks), checkNow),
    ]

    private static let runsShown: Int64 = 20

    /// A check reads the books of all entities, and names rows of any.
    private static func maySeeRows(_ request: PageRequest, entities: Int) -> Bool {
        request.may(.chooseEntity) || entities < 2
    }

    private static func show(_ request: PageRequest, runID: Int64?) async throws -> Response {
        let (run, results, runs, job, entityCount, entities) = try await request.read { connection in
            let runs = try CheckRun.list(limit: runsShown, on: connection)
            let run =
                try runID.map { id in
                    guard let found = try CheckRun.find(id, on: connection) else { throw Refusal.noPage }
                    return found
                } ?? runs.first
            return (
                run, try run?.results(on: connection) ?? [], runs,
                try JobSummary.list(kind: BooksCheckJob.kind, limit: 1, on: connection).first,
                try Shell.entityCount(on: connection), try Shell.entities(request, on: connection)
            )
        }
        let view = ChecksView(
            run: run, results: results, runs: runs, job: job,
            showsRows: maySeeRows(request, entities: entityCount))
        var sheet = Sheet(
            header: PageHeader(
                title: run.map { runID == nil ? "Checks of the books" : "Check \($0.runID)" } ?? "Checks of the books",
                badge: view.badge),
            facts: view.facts, warning: view.warning, tabs: TrialBalancePage.tabs(at: path), csrf: request.csrf,
            sections: view.sections, empty: view.empty)
        if request.may(.checkBooks), runID == nil {
            sheet.steps = [
                SheetStep(
                    title: "Check now", path: path,
                    hidden: [Filters.Hidden(name: "key", value: PageRequest.newKey())])
            ]
        }
        var shell = Shell(
            request, title: sheet.header.title,
            crumbs: runID == nil
                ? [.billing, Shell.Crumb(title: "Ledger", href: TrialBalancePage.path), Shell.Crumb(title: "Checks")]
                : [
                    .billing, Shell.Crumb(title: "Ledger", href: TrialBalancePage.path),
                    Shell.Crumb(title: "Checks", href: path), Shell.Crumb(title: "Run \(runID ?? 0)"),
                ], entities: entities)
        if view.isUnderWay, runID == nil { shell.refreshSeconds = 2 }
        return request.sheet(shell, sheet)
    }

    /// Has a job check the books, unless one waits already.
    private static func checkNow(_ request: PageRequest) async throws -> Response {
        let actor = request.actRequest(BooksCheckJob.kind).actor
        _ = try await request.act("job.add") { connection in
            var job = JobQueue.NewJob(BooksCheckJob.kind, key: BooksCheckJob.key)
            job.priority = 10
            job.failuresMax = 1
            return try JobQueue.add(job, by: actor, on: connection).rawValue
        }
        return request.redirect(
            to: path, flash: Flash("A job checks the books now. Load this page again to see its result."))
    }
}
