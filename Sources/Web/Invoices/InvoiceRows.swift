import Accounts
import Postgres
import Receivables

/// The list of invoices as a file: with its filters and order, without its pages.
struct InvoiceRows: ExportedList {
    static let title = "Invoices"
    static let permission = Permission.seeReceivables

    private let query: InvoiceListQuery
    private let entityCode: String

    init?(_ query: FormFields, _ scope: ExportScope) {
        self.query = InvoiceListQuery(query, InvoiceListing(entityID: scope.entityID))
        entityCode = scope.entityCode
        guard self.query.problems.isEmpty else { return nil }
    }

    var path: String { query.fields.address(InvoiceListPage.path) }
    var fileName: String { "invoices-\(entityCode)" }

    let titles = [
        "number", "invoice_id", "customer", "customer_name", "state", "period_start_on", "period_end_on", "issued_on",
        "due_on", "currency", "total", "balance", "as_of",
    ]

    func rows(on connection: Connection, _ body: ([[String]]) throws -> Void) throws {
        let listing = try query.listing.finding(on: connection)
        let asOf = try listing.counts(on: connection).asOf
        try listing.forEachBatch(on: connection) { rows in
            try body(rows.map { texts($0, asOf: asOf) })
        }
    }

    private func texts(_ row: InvoiceListing.Row, asOf: String) -> [String] {
        [
            row.number ?? "", "\(row.invoiceID)", row.partnerCode, row.partnerName, row.state, row.periodStartOn,
            row.periodEndOn, row.issuedOn ?? "", row.dueOn ?? "", row.currency,
            Amount.plain(row.totalMinor, digits: row.minorDigits),
            row.state == "issued" ? Amount.plain(row.openMinor, digits: row.minorDigits) : "", asOf,
        ]
    }
}
