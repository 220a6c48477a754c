import Catalog
import Hummingbird
internal import Jobs
import Postgres
import Vocabulary

/// The work of the installation: what runs, what waits, what failed and why.
enum JobListPage {
    static let path = "/admin/billing/jobs"

    static let routes: [Route] = [
        .get(path, .needs(.seeJobs), show),
        .get("\(path)/:job", .needs(.seeJobs), one),
        .post("\(path)/:job/retry", .needs(.manageJobs)) {
            try await step($0, "job.retry") { try JobQueue.retry($0, on: $1) }
        },
        .post("\(path)/:job/cancel", .needs(.manageJobs)) {
            try await step($0, "job.cancel") { _ = try JobQueue.cancel($0, on: $1) }
        },
    ]

    private static let size = 50

    private static func mayShow(_ job: JobSummary, _ request: PageRequest) -> Bool {
        job.entityID == nil || job.entityID == request.session.entityID
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let fields = request.query.removing(["after", "before"])
        let place = ListPlace(request.query)
        let state = fields["view"].flatMap {
            ["queued", "running", "done", "parked", "cancelled"].contains($0) ? $0 : nil
        }
        let entityID = request.session.entityID
        let from = place.id.map { JobID($0) }
        let (found, entities) = try await request.read { connection in
            (
                try JobSummary.list(
                    state: state, entityID: entityID, before: place.isBackward ? nil : from,
                    after: place.isBackward ? from : nil, limit: size + 1, on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        let jobs = place.isBackward ? Array(found.suffix(size)) : Array(found.prefix(size))
        let content = Sheet(
            header: PageHeader(title: "Jobs"), facts: [Fact("Zone", "UTC"), Fact("Order", "the newest first")],
            tabs: tabs(fields, at: path), filters: nil, table: jobs.isEmpty ? nil : table(jobs),
            foot: jobs.last.map { last in
                TableFoot(
                    place: place, rows: jobs.count, hasMore: found.count > size, matching: nil, fields: fields,
                    path: path, first: (jobs[0].jobID.rawValue, ""), last: (last.jobID.rawValue, ""), exports: [])
            },
            empty: jobs.isEmpty
                ? EmptyState(
                    title: "No jobs here", text: "Schedules start with the server; a person starts some from a page.",
                    command: "didtron jobs list") : nil)
        return request.sheet(
            Shell(
                request, title: "Jobs", crumbs: [.billing],
                entities: entities),
            content)
    }

    /// Tabs of jobs by state, and of schedules.
    static func tabs(_ fields: FormFields, at path: String) -> Tabs {
        let states = [
            ("", "All"), ("queued", "Waiting"), ("running", "Running"), ("parked", "Failed"), ("done", "Done"),
        ].map { view, title in
            Tabs.Link(
                title: title, href: fields.setting("view", view.isEmpty ? nil : view).address(self.path), count: nil,
                isCurrent: path == self.path && (fields["view"] ?? "") == view)
        }
        return Tabs(
            label: "Jobs",
            links: states + [
                Tabs.Link(
                    title: "Schedules", href: ScheduleListPage.path, count: nil,
                    isCurrent: path == ScheduleListPage.path)
            ])
    }

    private static func table(_ jobs: [JobSummary]) -> DataTable {
        let columns = [
            DataTable.Column("Job"), DataTable.Column("State", .state), DataTable.Column("Kind", first: true),
            DataTable.Column("By", .wrap), DataTable.Column("Asked for", first: true), DataTable.Column("Ended"),
            DataTable.Column("Progress or cause", .wrap, first: true),
        ]
        return DataTable(
            "cap-jobs", "Jobs", hidesCaption: true, columns: columns,
            rows: jobs.map { job in
                let view = JobProgressView(job: job, message: nil)
                return DataTable.Row(
                    cells: [
                        .key(columns[0], "\(job.jobID)", "\(path)/\(job.jobID)"), .badge(columns[1], view.badge),
                        .text(columns[2], job.kind), .text(columns[3], job.requestedBy),
                        .instant(columns[4], job.createdAt),
                        job.endedAt.map { .instant(columns[5], $0) } ?? .none(columns[5]),
                        .text(columns[6], job.state == "parked" ? job.cause ?? "unknown" : view.text),
                    ], name: "job \(job.jobID)")
            })
    }

    // MARK: - One

    private static func one(_ request: PageRequest) async throws -> Response {
        let id = JobID(try request.number("job"))
        let (job, runs, entities) = try await request.read { connection in
            guard let job = try JobSummary.find(id, on: connection), mayShow(job, request) else { throw Refusal.noPage }
            return (
                job, try JobRunSummary.list(jobID: id, limit: 50, on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        let view = JobProgressView(job: job, message: runs.first?.message)
        var steps: [SheetStep] = []
        if request.may(.manageJobs) {
            if job.state == "parked" || job.state == "cancelled" {
                steps.append(SheetStep(title: "Try again", path: "\(path)/\(id)/retry", isDangerous: false))
            }
            if ["queued", "running", "parked"].contains(job.state), !job.isBeingCancelled {
                steps.append(SheetStep(title: "Cancel", path: "\(path)/\(id)/cancel", isDangerous: true))
            }
        }
        let columns = [
            DataTable.Column("Run"), DataTable.Column("Outcome", first: true), DataTable.Column("Started", first: true),
            DataTable.Column("Seconds", .number), DataTable.Column("Worker", .wrap),
            DataTable.Column("What came of it", .wrap, first: true),
        ]
        let rows = runs.map { run in
            DataTable.Row(
                cells: [
                    .key(columns[0], "\(run.number)", nil), .text(columns[1], run.outcome ?? "running"),
                    .instant(columns[2], run.startedAt),
                    .text(columns[3], "\(run.elapsedMilliseconds / 1000).\(run.elapsedMilliseconds % 1000 / 100)"),
                    .text(columns[4], run.worker), run.message.map { .text(columns[5], $0) } ?? .none(columns[5]),
                ], name: "run \(run.number)")
        }
        var shell = Shell(
            request, title: "Job \(id)",
            crumbs: [
                .billing, Shell.Crumb(title: "Jobs", href: path),
                Shell.Crumb(title: "Job \(id)"),
            ], entities: entities)
        if !view.isOver {
            shell.refreshSeconds = 5
            shell.events = JobEventStream.path(id)
        }
        let content = Sheet(
            header: PageHeader(title: "Job \(id), \(job.kind)", badge: view.badge, note: view.text),
            facts: [
                Fact("Asked for", Instant(job.createdAt)), Fact("By", job.requestedBy),
                Fact("Failures", "\(job.failures) of \(job.failuresMax)"),
            ],
            steps: steps, csrf: request.csrf,
            sections: [
                SheetSection(
                    "runs", "Runs", note: "The latest first",
                    table: DataTable("cap-runs", "Runs", hidesCaption: true, columns: columns, rows: rows),
                    empty: EmptyState(title: "No run yet", text: "A worker takes the job when it is due."))
            ])
        return request.sheet(shell, content)
    }

    private static func step(
        _ request: PageRequest, _ name: String, _ body: @escaping @Sendable (JobID, Connection) throws -> Void
    ) async throws -> Response {
        let id = JobID(try request.number("job"))
        do {
            _ = try await request.act(name) { connection -> Bool in
                guard let job = try JobSummary.find(id, on: connection), mayShow(job, request) else {
                    throw Refusal.noPage
                }
                try body(id, connection)
                return true
            }
            return request.redirect(
                to: "\(path)/\(id)",
                flash: Flash(name == "job.retry" ? "Job \(id) is tried again." : "Job \(id) is cancelled."))
        } catch {
            guard let refusal = Refusal(error), refusal.code == .conflict else { throw error }
            return request.redirect(to: "\(path)/\(id)", flash: Flash(refusal.message + ".", kind: .error))
        }
    }
}
