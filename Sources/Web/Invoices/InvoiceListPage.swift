import Vocabulary
import Calendar
import Hummingbird
import Receivables

/// The list of invoices: filtered, ordered, a page at a time; and the same as a file.
enum InvoiceListPage {
    static let path = "/admin/billing/invoices"

    static let routes: [Route] = [
        .get(path, .needs(.seeReceivables), show),
        .get("\(path).csv", .needs(.seeReceivables)) { try await ListExport.answer($0, "invoices", as: .csv) },
        .get("\(path).xlsx", .needs(.seeReceivables)) { try await ListExport.answer($0, "invoices", as: .xlsx) },
        .get("/admin/billing/jump", .needs(.seeReceivables), jump),
    ]

    private struct Content {
        var header: PageHeader
        var facts: [Fact]
        var tabs: Tabs
        var filters: Filters
        var table: DataTable?
        var foot: TableFoot?
        var empty: EmptyState?
        /// What can be done with those that are chosen.
        var actions: [BulkAction]
        var csrf: String
    }

    struct BulkAction: Sendable {
        var title: String
        var path: String
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let query = InvoiceListQuery(request)
        let page = query.page
        // One more row tells that there is a next page.
        let (rows, counts, entities) = try await request.read { connection in
            let listing = try query.listing.finding(on: connection)
            return (
                try listing.rows(
                    after: page.place, isBackward: page.isBackward, limit: page.size + 1, on: connection),
                try listing.counts(on: connection), try Shell.entities(request, on: connection)
            )
        }
        let view = InvoiceListView(query: query, rows: rows, counts: counts, mayAct: request.may(.approveInvoices))
        let content = Content(
            header: PageHeader(
                title: "Invoices",
                actions: request.may(.runInvoices)
                    ? [PageHeader.Action(title: "Run invoices", href: "\(path)/run", isPrimary: true)] : []),
            facts: [
                Fact("As of", Instant(counts.asOf)), Fact("Billing zone", "of each customer"),
                Fact("Entity", request.session.entityName),
            ],
            tabs: view.tabs, filters: view.filters, table: view.table, foot: view.foot, empty: view.empty,
            actions: view.actions, csrf: request.csrf)
        return request.page(
            "invoices/list",
            Shell(
                request, title: query.problems.isEmpty ? "Invoices" : "Error: Invoices",
                crumbs: [.billing], entities: entities),
            content, status: query.problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// Goes straight to what is named, else looks for it in the list.
    private static func jump(_ request: PageRequest) async throws -> Response {
        guard let sought = request.query["q"] else { return request.redirect(to: path) }
        if let address = CallPage.path(of: sought) { return request.redirect(to: address) }
        let entityID = request.session.entityID
        let found = try await request.read { connection -> (invoice: DocumentID?, isPartner: Bool) in
            var listing = InvoiceListing(entityID: entityID)
            listing.sought = sought
            let hits = try listing.finding(on: connection).rows(limit: 2, on: connection)
            if let hit = hits.first, hits.count == 1 || hit.number == sought { return (hit.invoiceID, false) }
            listing.sought = nil
            listing.partner = sought
            return (nil, try !listing.rows(limit: 1, on: connection).isEmpty)
        }
        if let id = found.invoice { return request.redirect(to: "\(path)/\(id)") }
        return request.redirect(to: FormFields([(found.isPartner ? "partner" : "q", sought)]).address(path))
    }
}
