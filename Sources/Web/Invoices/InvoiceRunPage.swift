import Calendar
import Catalog
import Foundation
import Hummingbird
import Jobs
import Operations
import Receivables
import Vocabulary

/// A run of invoices: which period, what it would make, the job that makes it, and what has become of that.
enum InvoiceRunPage {
    static let path = "\(InvoiceListPage.path)/run"
    static let runsPath = "\(InvoiceListPage.path)/runs"

    static let routes: [Route] = [
        .get(path, .needs(.runInvoices), ask),
        .post(path, .needs(.runInvoices), start),
        .get("\(runsPath)/:job", .needs(.seeReceivables), progress),
    ]

    // MARK: - The period, and what a run of it would make

    struct Content {
        var header: PageHeader
        var facts: [Fact]
        var problems: [FormProblem]
        var fields: [Field]
        var tabs: [Tabs.Link]
        var table: DataTable?
        var tableFoot: TableFoot?
        var empty: EmptyState?
        var warning: String?
        var hidden: [Filters.Hidden]
        /// On the button that starts it; nil without a preview that makes anything.
        var verb: String?
        var path: String
        var isPreview: Bool
    }

    private struct Asked {
        var period: BillingPeriod?
        var partner: String?
        var problems: [FormProblem] = []

        init(_ fields: FormFields) {
            partner = fields["partner"]
            guard let text = fields["period"] else { return }
            period = BillingPeriod(text)
            if period == nil {
                problems = [
                    FormProblem(
                        name: "period", text: "Enter the period as a month, such as 2026-10, or as its first day.")
                ]
            }
        }
    }

    private static func ask(_ request: PageRequest) async throws -> Response {
        try await page(request, fields: request.query, problems: [])
    }

    private static func page(
        _ request: PageRequest, fields: FormFields, problems: [FormProblem]
    ) async throws -> Response {
        var asked = Asked(fields)
        asked.problems += problems
        var results: [InvoiceRun.Result]?
        if let period = asked.period, asked.problems.isEmpty {
            do {
                results = try await preview(request, period: period, partner: asked.partner)
            } catch {
                guard let refusal = Refusal(error), refusal.code != .unavailable else { throw error }
                let field = refusal.reason.hasPrefix("partner.") ? "partner" : refusal.place?.field
                asked.problems.append(FormProblem(name: field, text: refusal.message + "."))
            }
        }
        let view = InvoiceRunView(results: results ?? [], period: fields["period"] ?? "")
        let entities = try await request.read { try Shell.entities(request, on: $0) }
        func error(_ name: String) -> String? { asked.problems.first { $0.name == name }?.text }
        let period = Field(
            "period", "Period",
            hint: "A month, such as 2026-10, or the first day of a period, in each customer's billing zone",
            error: error("period"), value: fields.typed("period"), width: 12)
        let partner = Field(
            "partner", "Customer", hint: "Code of one customer; empty for all", error: error("partner"),
            value: fields.typed("partner"), width: 20, isOptional: true)
        let content = Content(
            header: PageHeader(
                title: results == nil ? "Run invoices" : "Invoice run \(fields["period"] ?? ""), preview"),
            facts: results == nil
                ? [Fact("Entity", request.session.entityName)]
                : [
                    Fact("Entity", request.session.entityName), Fact("Period", fields["period"] ?? ""),
                    Fact("Zone", "each customer's billing zone"),
                ],
            problems: asked.problems, fields: [period, partner], tabs: [], table: view.table, tableFoot: view.foot,
            empty: results == nil ? nil : view.empty, warning: view.warning,
            hidden: [
                Filters.Hidden(name: "csrf", value: request.csrf),
                Filters.Hidden(name: "key", value: PageRequest.newKey()),
                Filters.Hidden(name: "period", value: fields.typed("period")),
                Filters.Hidden(name: "partner", value: fields.typed("partner")),
            ], verb: view.verb, path: path, isPreview: results != nil)
        return request.page(
            "invoices/run",
            Shell(
                request, title: asked.problems.isEmpty ? "Run invoices" : "Error: Run invoices",
                crumbs: [
                    Shell.Crumb(title: "Billing", href: "/admin/billing"),
                    Shell.Crumb(title: "Invoices", href: InvoiceListPage.path), Shell.Crumb(title: "Run"),
                ], entities: entities), content,
            status: asked.problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// Makes the drafts of a run and takes them back.
    private static func preview(
        _ request: PageRequest, period: BillingPeriod, partner: String?
    ) async throws -> [InvoiceRun.Result] {
        let entityID = request.session.entityID
        return try await request.rehearse("invoice.run") { connection in
            try InvoiceRun.run(
                entityID: entityID, period: period,
                partnerID: try partner.map { try Catalog.partnerID($0, on: connection) },
                isDryRun: false, on: connection)
        }
    }

    // MARK: - The job

    private static func start(_ request: PageRequest) async throws -> Response {
        let asked = Asked(request.form)
        guard asked.period != nil, let text = request.form["period"] else {
            let problems =
                asked.problems.isEmpty ? [FormProblem(name: "period", text: "Enter the period.")] : []
            return try await page(request, fields: request.form, problems: problems)
        }
        let partnerID: PartnerID?
        do {
            partnerID = try await request.read { connection in
                try asked.partner.map { try Catalog.partnerID($0, on: connection) }
            }
        } catch  where Refusal(error)?.code == .notFound {
            return try await page(request, fields: request.form, problems: [])
        }
        let arguments = InvoiceRunJob.Arguments(
            period: text, partnerID: partnerID, userMail: request.session.mail,
            origin: "page \(request.path) from \(request.context.address)")
        let id = try await add(InvoiceRunJob.kind, arguments, key: request.form["key"], request)
        return request.redirect(to: "\(runsPath)/\(id)")
    }

    /// Puts a job into the queue; the same form again finds the one that it put there.
    static func add(
        _ kind: String, _ arguments: some Encodable, key: String?, _ request: PageRequest
    ) async throws -> JobID {
        let json = String(decoding: try JSONEncoder().encode(arguments), as: UTF8.self)
        let added = try await request.act("job.add") { connection in
            var job = JobQueue.NewJob(kind, entityID: request.session.entityID)
            job.arguments = json
            job.failuresMax = 1
            job.priority = 10
            return try JobQueue.add(job, by: request.actRequest(kind).actor, on: connection).rawValue
        }
        return JobID(added)
    }

    // MARK: - What has become of it

    struct RunContent {
        var header: PageHeader
        var facts: [Fact]
        var state: String
        var label: String
        var badge: Badge
        var text: String
        var hasTotal: Bool
        var done: String
        var total: String
        var cause: String?
        var isOver: Bool
        var next: PageHeader.Action?
        var path: String
        var events: String
    }

    private static func progress(_ request: PageRequest) async throws -> Response {
        let id = JobID(try request.number("job"))
        let entityID = request.session.entityID
        let (job, message, entities) = try await request.read { connection in
            guard let job = try JobSummary.find(id, on: connection), job.entityID == entityID,
                [InvoiceRunJob.kind, InvoiceStepJob.kind].contains(job.kind)
            else { throw Refusal.noPage }
            let message = try JobRunSummary.list(jobID: id, limit: 1, on: connection).first?.message
            return (job, message, try Shell.entities(request, on: connection))
        }
        let view = JobProgressView(job: job, message: message)
        let isRun = job.kind == InvoiceRunJob.kind
        var shell = Shell(
            request, title: isRun ? "Invoice run" : "Invoices in one step",
            crumbs: [
                Shell.Crumb(title: "Billing", href: "/admin/billing"),
                Shell.Crumb(title: "Invoices", href: InvoiceListPage.path), Shell.Crumb(title: "Job \(id)"),
            ], entities: entities)
        if !view.isOver { shell.refreshSeconds = 2 }
        let content = RunContent(
            header: PageHeader(title: isRun ? "Invoice run" : "Invoices in one step", badge: view.badge),
            facts: [
                Fact("Started", Instant(job.createdAt)), Fact("By", job.requestedBy), Fact("Job", "\(id)"),
            ], state: view.state, label: isRun ? "Make drafts" : "Invoices", badge: view.badge, text: view.text,
            hasTotal: job.progressTotal != nil, done: "\(job.progressDone ?? 0)", total: "\(job.progressTotal ?? 0)",
            cause: job.state == "parked" ? job.cause : nil, isOver: view.isOver,
            next: job.state == "done"
                ? PageHeader.Action(
                    title: isRun ? "Show the drafts" : "Show the invoices",
                    href: isRun ? "\(InvoiceListPage.path)?view=draft" : InvoiceListPage.path, isPrimary: true) : nil,
            path: request.path, events: "\(request.path)?part=state")
        return request.page("invoices/progress", shell, content)
    }
}

/// How far a job is, in words.
struct JobProgressView {
    let job: JobSummary
    let message: String?

    var isOver: Bool { ["done", "parked", "cancelled"].contains(job.state) }
    var badge: Badge { Badge(job: job.state) }

    /// Of the bar: `waiting`, `running`, `done`, `failed`.
    var state: String {
        switch job.state {
        case "queued": "waiting"
        case "parked", "cancelled": "failed"
        default: job.state
        }
    }

    var text: String {
        switch job.state {
        case "queued": return "Waiting for a worker"
        case "done": return (message ?? "Done") + "."
        case "parked": return "Failed, nothing of this step was kept"
        case "cancelled": return "Cancelled"
        default:
            let note = job.progressNote.map { ", \($0)" } ?? ""
            guard let done = job.progressDone, let total = job.progressTotal else { return "Under way\(note)" }
            return "\(Amount.count(done).text) of \(Amount.count(total).text)\(note)"
        }
    }
}
