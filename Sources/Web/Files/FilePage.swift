import CallStore
import Catalog
import Hummingbird
import Money
import StoredCalls
import Vocabulary

/// The page of a file: the account of its records, what could not be read, what was worth a look.
enum FilePage {
    static let root = "\(FileListPage.path)/files"

    static let routes: [Route] = [
        .get("\(root)/:file", .needs(.seeCalls), show),
        .get("\(root)/:file/rejects.csv", .needs(.seeCalls)) { try await rejects($0, as: .csv) },
        .get("\(root)/:file/rejects.xlsx", .needs(.seeCalls)) { try await rejects($0, as: .xlsx) },
    ]

    static func path(of fileID: CallFileID) -> String { "\(root)/\(fileID)" }

    private struct Content {
        var header: PageHeader
        var facts: [Fact]
        var warning: String?
        var strip: [StripItem]
        var tieOut: TieOut
        var fields: SummaryList
        var sections: [SheetSection]
    }

    private static let rejectsShown = 100
    private static let rejectsMax = 100_000

    private static func file(_ request: PageRequest) throws -> CallFileID {
        guard let id = Int32(exactly: try request.number("file")) else { throw Refusal.noPage }
        return CallFileID(rawValue: id)
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let id = try file(request)
        let entity = request.session.entityCode
        let (account, findings, rejects, entities) = try await request.read(.app) { connection in
            let account = try FileAccount.of(fileID: id, connection)
            guard account.entityCode == entity else { throw Refusal.noPage }
            return (
                account, try FileFindings.of(fileID: id, on: connection),
                try StoredReject.list(fileID: id, limit: rejectsShown, connection),
                try Shell.entities(request, on: connection)
            )
        }
        let view = FileView(account: account, findings: findings, mayNumbers: request.may(.seeNumbers))
        let content = Content(
            header: PageHeader(title: account.name, badge: Badge(file: account.state)), facts: view.facts,
            warning: account.undoneForID == nil ? nil : view.undone, strip: view.strip,
            tieOut: TieOut(
                account.addsUp
                    ? "Every record is accounted for: read = rated + unrated + duplicate + rejected"
                    : "Records do not add up: read \(account.read), accounted for \(account.rated + account.unrated + account.duplicates + account.rejected)",
                holds: account.addsUp),
            fields: view.fields,
            sections: [view.rejects(rejects, shown: rejectsShown, path: path(of: id))] + view.sections)
        return request.page(
            "traffic/file",
            Shell(
                request, title: account.name,
                crumbs: TrafficTabs.crumbs + [Shell.Crumb(title: "File \(id)")], entities: entities), content)
    }

    private static func rejects(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let id = try file(request)
        let entity = request.session.entityCode
        let mayNumbers = request.may(.seeNumbers)
        let rejects = try await request.read(.app) { connection in
            guard try FileAccount.of(fileID: id, connection).entityCode == entity else { throw Refusal.noPage }
            return try StoredReject.list(fileID: id, limit: rejectsMax + 1, connection)
        }
        try TableFile.demand(rows: rejects.count)
        let rows = rejects.map { reject in
            [
                "\(reject.line)", "\(reject.column)", reject.field, reject.reason,
                mayNumbers ? String(decoding: reject.text, as: UTF8.self) : "",
            ]
        }
        return try TableFile.response(
            request, [["line", "column", "field", "reason", "text"]] + rows, name: "rejects-\(id)", as: form)
    }
}
