import Accounts
import Hummingbird
import Money
import Receivables
import Vocabulary

/// The page of an invoice: what it says, what settles it, its journals, and what was done with it.
enum InvoicePage {
    static let routes: [Route] = [
        .get("\(InvoiceListPage.path)/:invoice", .needs(.seeReceivables), show)
    ]

    static let linesMax: Int64 = 100
    private static let entriesMax: Int64 = 200

    static func path(_ id: DocumentID) -> String { "\(InvoiceListPage.path)/\(id)" }

    struct Content {
        var header: PageHeader
        var facts: [Fact]
        var strip: [StripItem]
        var lines: DataTable
        var linesFoot: TableFoot
        var tieOut: TieOut
        var settlements: DataTable?
        var noSettlement: EmptyState?
        var journals: DataTable?
        var noJournal: EmptyState?
        var events: [TimelineEvent]
        var document: SummaryList
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let id = request.part("invoice")
        let entityID = request.session.entityID
        let after = request.query["lines_after"].flatMap { Int64($0) } ?? 0
        let parts = try await request.read { connection in
            let sheet = try InvoiceSheet.find(id, entityID: entityID, on: connection)
            return (
                sheet: sheet, lines: try sheet.lines(after: after, limit: linesMax, on: connection),
                settlements: try sheet.settlements(on: connection),
                entries: try sheet.entries(limit: entriesMax, on: connection),
                activity: try sheet.activity(limit: 100, on: connection),
                entities: try Shell.entities(request, on: connection)
            )
        }
        let sheet = parts.sheet
        // By its number too, but there is one address.
        if id != "\(sheet.invoiceID)" { return request.redirect(to: path(sheet.invoiceID)) }
        let view = InvoiceView(sheet: sheet)
        let content = Content(
            header: view.header(for: request), facts: view.facts, strip: view.strip,
            lines: view.lineTable(parts.lines), linesFoot: view.lineFoot(parts.lines, after: after),
            tieOut: view.tieOut(parts.entries),
            settlements: parts.settlements.isEmpty ? nil : view.settlementTable(parts.settlements),
            noSettlement: parts.settlements.isEmpty ? view.noSettlement : nil,
            journals: parts.entries.isEmpty ? nil : view.journalTable(parts.entries),
            noJournal: parts.entries.isEmpty ? view.noJournal : nil,
            events: parts.activity.map { view.event($0) }, document: view.document)
        return request.page(
            "invoices/one",
            Shell(
                request, title: "\(view.name), \(sheet.partnerName)",
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Invoices", href: InvoiceListPage.path), Shell.Crumb(title: view.name),
                ], entities: parts.entities),
            content)
    }
}
