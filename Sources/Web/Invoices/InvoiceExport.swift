import Hummingbird
import Receivables
import Vocabulary

/// The list of invoices as a file: with its filters and order, without its pages.
enum InvoiceExport {
    private static let rowsAtATime: Int64 = 5_000

    private static let titles = [
        "number", "invoice_id", "customer", "customer_name", "state", "period_start_on", "period_end_on", "issued_on",
        "due_on", "currency", "total", "balance", "as_of",
    ]

    static func file(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let query = InvoiceListQuery(request)
        guard query.problems.isEmpty else {
            return request.redirect(to: query.fields.address(InvoiceListPage.path))
        }
        let name = "invoices-\(request.session.entityCode)"
        let rows = try await request.read { connection -> [[String]] in
            let counts = try query.listing.counts(on: connection)
            var rows: [[String]] = []
            var place: InvoiceListing.Place?
            while true {
                let part = try query.listing.rows(after: place, limit: rowsAtATime, on: connection)
                rows += part.map { texts($0, asOf: counts.asOf) }
                try TableFile.demand(rows: rows.count)
                guard part.count == Int(rowsAtATime) else { return rows }
                place = part.last?.place
            }
        }
        return try TableFile.response(request, [titles] + rows, name: name, as: form)
    }

    private static func texts(_ row: InvoiceListing.Row, asOf: String) -> [String] {
        [
            row.number ?? "", "\(row.invoiceID)", row.partnerCode, row.partnerName, row.state, row.periodStartOn,
            row.periodEndOn, row.issuedOn ?? "", row.dueOn ?? "", row.currency,
            Amount.plain(row.totalMinor, digits: row.minorDigits),
            row.state == "issued" ? Amount.plain(row.openMinor, digits: row.minorDigits) : "", asOf,
        ]
    }
}
