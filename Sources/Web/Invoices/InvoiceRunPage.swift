import Calendar
import Catalog
import Hummingbird
internal import Jobs
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
            hidden: request.formTokens + [
                Filters.Hidden(name: "period", value: fields.typed("period")),
                Filters.Hidden(name: "partner", value: fields.typed("partner")),
            ], verb: view.verb, path: path, isPreview: results != nil)
        return request.page(
            "invoices/run",
            Shell(
                request, title: asked.problems.isEmpty ? "Run invoices" : "Error: Run invoices",
                crumbs: [
                    .billing,
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
        let id = try await request.addJob(InvoiceRunJob.kind, arguments)
        return request.redirect(to: "\(runsPath)/\(id)")
    }

    // MARK: - What has become of it

    private static func progress(_ request: PageRequest) async throws -> Response {
        let (job, entities) = try await request.read { connection in
            (
                try JobOfPage.find(request, kinds: [InvoiceRunJob.kind, InvoiceStepJob.kind], on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        let isRun = job.summary.kind == InvoiceRunJob.kind
        let title = isRun ? "Invoice run" : "Invoices in one step"
        var progress = ProgressSheet(job, title: title, label: isRun ? "Make drafts" : "Invoices", path: request.path)
        if job.isDone {
            progress.next = PageHeader.Action(
                title: isRun ? "Show the drafts" : "Show the invoices",
                href: isRun ? "\(InvoiceListPage.path)?view=draft" : InvoiceListPage.path, isPrimary: true)
        }
        return request.progress(
            Shell(
                request, title: title,
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Invoices", href: InvoiceListPage.path),
                    Shell.Crumb(title: "Job \(job.summary.jobID)"),
                ], entities: entities), progress)
    }
}
