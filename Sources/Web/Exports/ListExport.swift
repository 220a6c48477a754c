import Hummingbird
import Postgres
import Vocabulary

/// A list as a file: at once where it is short, else by a job.
enum ListExport {
    /// The rest of a list that is too long is not read.
    private struct IsLong: Error {}

    /// - Parameters:
    ///   - name: of the list in `ExportedLists`.
    ///   - query: the list's address.
    static func answer(
        _ request: PageRequest, _ name: String, as form: TableFile.Form, query: FormFields? = nil
    ) async throws -> Response {
        let query = query ?? request.query.removing(["after", "before", "size"])
        guard let kind = ExportedLists.all[name], let list = kind.init(query, ExportScope(request.session)) else {
            // Its page says what is wrong with the filters.
            return request.redirect(to: request.query.address(String(request.path.dropLast(form.rawValue.count + 1))))
        }
        let found = try await request.read(.app) { connection -> [[String]]? in
            var rows = [list.titles]
            do {
                try list.rows(on: connection) { batch in
                    rows += batch
                    // The first one has the titles.
                    if rows.count > TableFile.rowsMax + 1 { throw IsLong() }
                }
            } catch is IsLong { return nil }
            return rows
        }
        guard let rows = found else {
            return request.redirect(to: ListExportPage.address(name, form, query))
        }
        return try TableFile.response(request, rows, name: list.fileName, as: form)
    }
}
