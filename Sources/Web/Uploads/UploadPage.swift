import CallStore
import Catalog
import Files
import Hummingbird
internal import Jobs
import Operations
import Vocabulary

/// A file of calls that is sent to a page: which one and how it is to be read, and what has become of it.
enum UploadPage {
    static let path = "\(CallPage.root)/upload"
    static let uploadsPath = "\(CallPage.root)/uploads"

    static let routes: [Route] = [
        .get(path, .needs(.loadCalls)) { try await page($0, problems: []) },
        .upload(path, .needs(.loadCalls), receive),
        .get("\(uploadsPath)/:job", .needs(.seeCalls), progress),
    ]

    private static let crumbs = TrafficTabs.crumbs

    // MARK: - The file

    struct Content {
        var header: PageHeader
        var facts: [Fact]
        var problems: [FormProblem]
        var fields: [Field]
        var hidden: [Filters.Hidden]
        var path: String
        /// What is missing before any file can be loaded.
        var empty: EmptyState?
    }

    private static func page(
        _ request: PageRequest, problems: [FormProblem], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let entityID = request.session.entityID
        let (switches, entities) = try await request.read { connection in
            (
                try SwitchSource.codes(entityID: entityID, on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        let form = request.form
        func error(_ name: String) -> String? { problems.first { $0.name == name }?.text }
        let size = Size.text(Int64(request.web.settings.uploadBytesMax))
        var fields = [
            Field(
                "file", "File of calls",
                hint: "A line for each call, such as CSV, also packed; up to \(size)",
                error: error("file"), type: "file", width: 30)
        ]
        if switches.count > 1 {
            fields.append(
                Field(
                    "switch", "Switch", hint: "Which one wrote the file", error: error("switch"),
                    choices: [Filters.Choice(title: "Choose one", value: "", isChosen: form["switch"] == nil)]
                        + switches.map { Filters.Choice(title: $0, value: $0, isChosen: $0 == form["switch"]) }))
        }
        fields.append(
            Field(
                "layout", "Layout", hint: "Columns and times as the switch writes them", error: error("layout"),
                choices: [Filters.Choice(title: "Find out by the file", value: "", isChosen: form["layout"] == nil)]
                    + CDRUploadJob.layoutNames.map {
                        Filters.Choice(title: $0, value: $0, isChosen: $0 == form["layout"])
                    }))
        let empty =
            switches.isEmpty
            ? EmptyState(
                title: "No switch is known yet",
                text: "Calls belong to the switch that wrote them. Import it first: didtron switch import FILE.",
                action: "Invoices", href: InvoiceListPage.path) : nil
        let content = Content(
            header: PageHeader(title: "Load calls"), facts: [Fact("Entity", request.session.entityName)],
            problems: problems, fields: fields,
            hidden: request.formTokens, path: path, empty: empty)
        return request.page(
            "uploads/choose",
            Shell(
                request, title: problems.isEmpty ? "Load calls" : "Error: Load calls",
                crumbs: crumbs + [Shell.Crumb(title: "Load")], entities: entities), content, status: status)
    }

    /// Keeps the file and has a job load it.
    private static func receive(_ request: PageRequest) async throws -> Response {
        if let refusal = request.upload?.refusal {
            return try await page(
                request,
                problems: [
                    FormProblem(
                        name: "file",
                        text:
                            "\(refusal.message). \(UploadView.sendingRemedies[refusal.reason] ?? "Nothing was kept: choose it again.")"
                    )
                ],
                status: refusal.code == .tooLarge ? .contentTooLarge : .unprocessableContent)
        }
        let entityID = request.session.entityID
        let switches = try await request.read { try SwitchSource.codes(entityID: entityID, on: $0) }
        let problems = problems(of: request, switches: switches)
        guard problems.isEmpty, let file = request.upload?.file else {
            return try await page(request, problems: problems, status: .unprocessableContent)
        }
        let id = try await SentUpload.keep(
            file, switchCode: request.form["switch"] ?? switches.first, layout: request.form["layout"], request)
        return request.redirect(to: "\(uploadsPath)/\(id)")
    }

    private static func problems(of request: PageRequest, switches: [String]) -> [FormProblem] {
        var problems: [FormProblem] = []
        if let file = request.upload?.file {
            if file.bytes == 0 {
                problems.append(FormProblem(name: "file", text: "\(file.name) is empty. Choose another file."))
            }
        } else {
            problems.append(FormProblem(name: "file", text: "Choose a file of calls."))
        }
        let stated = request.form["switch"]
        if stated == nil ? switches.count != 1 : !switches.contains(stated ?? "") {
            problems.append(FormProblem(name: "switch", text: "Choose the switch that wrote the file."))
        }
        if let layout = request.form["layout"], !CDRUploadJob.layoutNames.contains(layout) {
            problems.append(FormProblem(name: "layout", text: "Choose one of the layouts."))
        }
        return problems
    }

    // MARK: - What has become of it

    private static func progress(_ request: PageRequest) async throws -> Response {
        let entityID = request.session.entityID
        let (job, sent, account, entities) = try await request.read { connection in
            let job = try JobOfPage.find(request, kinds: [CDRUploadJob.kind], on: connection)
            guard let sent = try SentFile.of(jobID: job.summary.jobID, entityID: entityID, on: connection) else {
                throw Refusal.noPage
            }
            let account = try job.isDone ? sent.fileID.map { try FileAccount.of(fileID: $0, connection) } : nil
            return (job, sent, account, try Shell.entities(request, on: connection))
        }
        let view = UploadView(job: job.summary, run: job.run, account: account)
        var progress = ProgressSheet(job, title: sent.name, label: "Load the calls", path: request.path)
        progress.facts.insert(Fact("Size", Size.text(sent.bytes)), at: 2)
        if let code = sent.switchCode { progress.facts.append(Fact("Switch", code)) }
        if progress.isOver { (progress.hasTotal, progress.done, progress.total) = (true, "1", "1") }
        progress.cause = view.cause
        progress.account = view.rows
        progress.tieOut = view.tieOut
        if progress.isOver, request.may(.loadCalls) {
            progress.next = PageHeader.Action(
                title: job.isDone ? "Load another file" : "Send it again", href: path, isPrimary: true)
        }
        return request.progress(
            Shell(
                request, title: "Load \(sent.name)",
                crumbs: crumbs + [
                    Shell.Crumb(title: "Load", href: request.may(.loadCalls) ? path : nil),
                    Shell.Crumb(title: sent.name),
                ], entities: entities), progress)
    }
}
