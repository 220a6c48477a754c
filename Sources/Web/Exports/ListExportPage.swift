import Foundation
import Hummingbird
internal import Jobs
import Operations
import Postgres
import Vocabulary

/// A long list on its way to a file: what will be written, how far it is, and the file for whoever asked.
enum ListExportPage {
    static let path = "/admin/billing/exports"

    static let routes: [Route] = [
        .get(path, .needs(.seeComponents), ask),
        .post(path, .needs(.seeComponents), begin),
        .get("\(path)/:job", .needs(.seeComponents), progress),
        .get("\(path)/:job/file", .needs(.seeComponents), file),
    ]

    /// The page that asks whether a job should write the list.
    static func address(_ name: String, _ form: TableFile.Form, _ query: FormFields) -> String {
        FormFields([("list", name), ("form", form.rawValue), ("query", query.encoded)]).address(path)
    }

    /// A list as the address or the form names it.
    private struct Asked {
        var name: String
        var form: TableFile.Form
        var query: FormFields
        var kind: any ExportedList.Type
        var list: any ExportedList

        init(_ fields: FormFields, _ request: PageRequest) throws {
            guard let name = fields["list"], let kind = ExportedLists.all[name], request.may(kind.permission),
                let form = fields["form"].flatMap(TableFile.Form.init)
            else { throw Refusal.noPage }
            let query = FormFields(encoded: fields.typed("query"))
            guard let list = kind.init(query, ExportScope(request.session)) else { throw Refusal.noPage }
            self.name = name
            self.form = form
            self.query = query
            self.kind = kind
            self.list = list
        }

        var fileName: String { "\(list.fileName).\(form.rawValue)" }
    }

    private static func ask(_ request: PageRequest) async throws -> Response {
        let asked = try Asked(request.query, request)
        let entities = try await request.read { try Shell.entities(request, on: $0) }
        let title = "Write a long list to a file"
        return request.confirmation(
            Shell(
                request, title: title,
                crumbs: [
                    .billing, Shell.Crumb(title: asked.kind.title, href: asked.list.path), Shell.Crumb(title: "File"),
                ], entities: entities),
            Confirmation(
                header: PageHeader(title: title),
                facts: [
                    Fact("List", asked.kind.title, href: asked.list.path), Fact("File", asked.fileName),
                    Fact("Entity", request.session.entityName),
                ],
                effects: [
                    Confirmation.Effect(
                        what: "Job",
                        detail:
                            "The list has more than \(Amount.count(TableFile.rowsMax).text) rows: a job writes them, as they are when it begins."
                    ),
                    Confirmation.Effect(
                        what: "File",
                        detail:
                            "You alone can take it away, for \(ExportedFile.keptDays) days; then it is removed."
                            + (asked.form == .xlsx ? " A sheet holds 1,048,576 rows; CSV holds any number." : "")),
                ],
                hidden: request.formTokens + [
                    Filters.Hidden(name: "list", value: asked.name),
                    Filters.Hidden(name: "form", value: asked.form.rawValue),
                    Filters.Hidden(name: "query", value: asked.query.encoded),
                ], action: path, verb: "Write \(asked.fileName)", cancel: asked.list.path))
    }

    private static func begin(_ request: PageRequest) async throws -> Response {
        let asked = try Asked(request.form, request)
        let arguments = ListExportJob.Arguments(
            list: asked.name, query: asked.query.encoded, form: asked.form.rawValue, entity: request.session.entityCode,
            role: request.session.role.rawValue, fileName: asked.fileName)
        let id = try await request.addJob(ListExportJob.kind, arguments, failuresMax: 3)
        return request.redirect(to: "\(path)/\(id)")
    }

    // MARK: - The file

    private struct Export: Sendable {
        var job: JobOfPage
        var arguments: ListExportJob.Arguments
        /// Nil where it is not written, or has been removed.
        var file: String?

        var title: String { ExportedLists.all[arguments.list]?.title ?? "List" }
    }

    /// - Throws: a refusal where there is none, or it is somebody else's.
    private static func find(_ request: PageRequest, on connection: Connection) throws -> Export {
        let job = try JobOfPage.find(request, kinds: [ListExportJob.kind], on: connection)
        let actor = request.actRequest(ListExportJob.kind).actor
        guard job.summary.requestedBy == "\(actor.kind.rawValue) \(actor.name)",
            let text = try JobSummary.arguments(of: job.summary.jobID, on: connection),
            let arguments = try? JSONDecoder().decode(ListExportJob.Arguments.self, from: Data(text.utf8)),
            let kind = ExportedLists.all[arguments.list], request.may(kind.permission)
        else { throw Refusal.noPage }
        let file = "\(ExportedFile.folder(of: job.summary.jobID, in: request.web.database.home))/\(arguments.fileName)"
        return Export(
            job: job, arguments: arguments,
            file: job.isDone && FileManager.default.fileExists(atPath: file) ? file : nil)
    }

    private static func progress(_ request: PageRequest) async throws -> Response {
        let (export, entities) = try await request.read(.app) { connection in
            (try find(request, on: connection), try Shell.entities(request, on: connection))
        }
        let name = export.arguments.fileName
        var sheet = ProgressSheet(export.job, title: name, label: "Write the list", path: request.path)
        if export.file != nil {
            sheet.next = PageHeader.Action(title: "Take \(name) away", href: "\(request.path)/file", isPrimary: true)
        } else if export.job.isDone {
            sheet.cause =
                "The file was kept for \(ExportedFile.keptDays) days and is gone. Ask for it again from the list."
        }
        return request.progress(
            Shell(
                request, title: name, crumbs: [.billing, Shell.Crumb(title: export.title), Shell.Crumb(title: name)],
                entities: entities), sheet)
    }

    private static func file(_ request: PageRequest) async throws -> Response {
        let export = try await request.read(.app) { try find(request, on: $0) }
        guard let file = export.file, let form = TableFile.Form(rawValue: export.arguments.form) else {
            throw Refusal.noPage
        }
        return try await request.storedFile(file, type: form.type, name: export.arguments.fileName)
    }
}
