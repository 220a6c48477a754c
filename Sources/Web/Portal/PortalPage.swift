import Catalog
import Hummingbird
import Postgres
import Receivables
import Vocabulary

/// The pages of a customer: what is owed, the own invoices, one of them with its lines and files.
///
/// Every read is a transaction of the portal's role with the partner of the session, so that row-level security leaves the own rows.
enum PortalPage {
    static let path = "/portal/billing"
    private static let rowsMax: Int64 = 24

    static let routes: [Route] = [
        .get(path, .needs(.seePortal), list),
        .get("\(path)/invoices/:invoice", .needs(.seePortal), one),
        .get("\(path)/invoices/:invoice/lines.csv", .needs(.seePortal)) { try await lines($0, as: .csv) },
        .get("\(path)/invoices/:invoice/lines.xlsx", .needs(.seePortal)) { try await lines($0, as: .xlsx) },
    ]

    struct ListContent {
        var title: String
        var facts: String
        var banner: String?
        var cards: [SummaryCard]
        var table: DataTable?
        var foot: TableFoot?
        var empty: EmptyState?
    }

    private static func read<Value: Sendable>(
        _ request: PageRequest, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await request.read(.portal, body)
    }

    private static func list(_ request: PageRequest) async throws -> Response {
        let before = request.query["before"].flatMap { Int64($0) }
        let (rows, balances, position) = try await read(request) { connection in
            (
                try PortalInvoice.list(before: before, limit: rowsMax + 1, on: connection),
                try PortalInvoice.balances(on: connection), try PortalAccount.position(on: connection)
            )
        }
        let shown = Array(rows.prefix(Int(rowsMax)))
        var foot = TableFoot(rows: AmountText.count(Int64(shown.count), "invoice"))
        if before != nil { foot.links.append(TableFoot.Link(title: "Newest", href: path, rel: "first")) }
        if rows.count > shown.count, let last = shown.last {
            foot.links.append(TableFoot.Link(title: "Earlier", href: "\(path)?before=\(last.invoiceID)", rel: "next"))
        }
        let overdue = balances.filter { $0.overdueMinor > 0 }
        let content = ListContent(
            title: "Your invoices",
            facts: position.map { "As of \(Instant($0.asOf).text)" } ?? "Nothing is open",
            banner: overdue.isEmpty
                ? position?.lowMark == true ? "Your deposit runs low: top it up, so that calls go on." : nil
                : overdue.map { "\($0.currency) \(Amount.minor($0.overdueMinor, digits: $0.minorDigits).text)" }
                    .joined(separator: " and ") + " is overdue. Where to pay stands on each invoice.",
            cards: balances.map(card) + (position.map(cards) ?? []), table: shown.isEmpty ? nil : table(shown),
            foot: shown.isEmpty ? nil : foot,
            empty: shown.isEmpty
                ? EmptyState(title: "No invoices yet", text: "Your invoices appear here on the day they are issued.")
                : nil)
        return request.page("portal/list", Shell(request, title: "Your invoices"), content)
    }

    /// Cards of sums that are on no invoice.
    private static func cards(_ position: PortalAccount.Position) -> [SummaryCard] {
        func card(_ label: String, _ micros: Int128, _ foot: String, href: String?, attention: Bool = false)
            -> SummaryCard
        {
            SummaryCard(
                label: label, currency: position.currency,
                amount: Amount.exact(micros, digits: position.minorDigits).text, foot: foot, href: href,
                isAttention: attention, state: attention ? "attention" : "ok")
        }
        if position.paymentMode == "prepaid" {
            return [
                card(
                    "Left of your deposit", position.availableMicros, "Usage up to now taken off",
                    href: PortalPaymentPage.path, attention: position.lowMark)
            ]
        }
        var cards = [
            card(
                "Not invoiced yet", position.unbilledMicros, "Usage since the last invoice",
                href: PortalUsagePage.path)
        ]
        if position.unappliedMicros != 0 {
            cards.append(
                card(
                    "Paid and not used yet", position.unappliedMicros, "It settles your next invoice",
                    href: PortalPaymentPage.path))
        }
        if let limit = position.creditLimitMicros, limit > 0 {
            cards.append(card("Credit limit", limit, "What may be open at a time", href: nil))
        }
        return cards
    }

    private static func card(_ balance: PortalInvoice.Balance) -> SummaryCard {
        let overdue = balance.overdueMinor > 0
        return SummaryCard(
            label: "You owe", currency: balance.currency,
            amount: Amount.minor(balance.openMinor, digits: balance.minorDigits).text,
            foot: "\(AmountText.count(balance.invoices, "invoice"))"
                + (overdue
                    ? ", \(balance.currency) \(Amount.minor(balance.overdueMinor, digits: balance.minorDigits).text) overdue"
                    : ""),
            isAttention: overdue, state: overdue ? "attention" : "ok")
    }

    private static func table(_ rows: [PortalInvoice]) -> DataTable {
        let columns = [
            DataTable.Column("Number"), DataTable.Column("State", .state), DataTable.Column("Period"),
            DataTable.Column("Date"), DataTable.Column("Due", first: true), DataTable.Column("Currency", .currency),
            DataTable.Column("Total", .number, first: true), DataTable.Column("Left to pay", .number, first: true),
        ]
        return DataTable(
            "cap-invoices", "Your invoices", hidesCaption: true, columns: columns,
            rows: rows.map { row in
                DataTable.Row(
                    cells: [
                        .key(columns[0], row.number, "\(path)/invoices/\(row.invoiceID)"),
                        .badge(columns[1], Badge(portal: row)),
                        .text(columns[2], Period.text(row.periodStartOn, row.periodEndOn)),
                        .day(columns[3], row.issuedOn),
                        .day(columns[4], row.dueOn), .text(columns[5], row.currency),
                        .amount(
                            columns[6], .minor(row.totalMinor, digits: row.minorDigits), label: "Total, \(row.currency)"
                        ),
                        .amount(
                            columns[7], .minor(row.state == "void" ? 0 : row.openMinor, digits: row.minorDigits),
                            label: "Left to pay, \(row.currency)"),
                    ], name: row.number)
            })
    }

    // MARK: - One invoice

    struct OneContent {
        var header: PageHeader
        var facts: [Fact]
        var strip: [StripItem]
        var lines: DataTable
        var linesFoot: TableFoot
        var bankLines: [String]
        var path: String
    }

    private static func one(_ request: PageRequest) async throws -> Response {
        let id = try request.number("invoice")
        let after = request.query["lines_after"].flatMap { Int64($0) } ?? 0
        let (sheet, bankLines, lines) = try await read(request) { connection in
            let (sheet, bankLines) = try InvoiceSheet.inPortal(id, on: connection)
            return (sheet, bankLines, try sheet.lines(after: after, limit: InvoicePage.linesMax, on: connection))
        }
        let view = InvoiceView(sheet: sheet)
        let own = "\(path)/invoices/\(id)"
        var foot = view.lineFoot(lines, after: after, path: own)
        foot.exports = [
            TableFoot.Export(title: "CSV", href: "\(own)/lines.csv"),
            TableFoot.Export(title: "XLSX", href: "\(own)/lines.xlsx"),
        ]
        let content = OneContent(
            header: PageHeader(title: "Invoice \(view.name)", badge: Badge(portal: sheet)),
            facts: [
                Fact("Period", Period.text(sheet.periodStartOn, sheet.periodEndOn)),
                Fact("Billing zone", sheet.billingZone),
                Fact("Date", sheet.issuedOn ?? ""), Fact("Due", sheet.dueOn ?? "on receipt"),
                Fact("As of", Instant(sheet.asOf)),
            ], strip: portalStrip(sheet), lines: view.lineTable(lines, isPortal: true), linesFoot: foot,
            bankLines: bankLines, path: path)
        return request.page("portal/one", Shell(request, title: "Invoice \(view.name)"), content)
    }

    private static func portalStrip(_ sheet: InvoiceSheet) -> [StripItem] {
        var items = InvoiceView(sheet: sheet).strip
        items[items.count - 1].name = sheet.state == "void" ? "Void, nothing to pay" : "Left to pay"
        return items
    }

    private static func lines(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let id = try request.number("invoice")
        let (sheet, lines) = try await read(request) { connection in
            let sheet = try InvoiceSheet.inPortal(id, on: connection).sheet
            return (sheet, try sheet.lines(limit: Int64(TableFile.rowsMax), on: connection))
        }
        let titles = [
            "invoice", "line", "period", "product", "destination", "calls", "billed_seconds", "rate_per_minute",
            "currency", "amount",
        ]
        let rows = lines.map { line in
            [
                sheet.number ?? "", "\(line.number)", line.servicePeriod, line.product, line.destination,
                "\(line.calls)",
                "\(line.billedSeconds)", line.nanosPerMinute.map { Amount.plain($0, digits: 9) } ?? "", sheet.currency,
                line.amountMinor.map { Amount.plain($0, digits: sheet.minorDigits) }
                    ?? Amount.plain(micros: line.exactMicros),
            ]
        }
        return try TableFile.response(request, [titles] + rows, name: "invoice-\(id)-lines", as: form)
    }
}

extension Badge {
    /// In a customer's words.
    init(portal row: PortalInvoice) {
        self.init(
            invoice: row.state, totalMinor: row.totalMinor, openMinor: row.openMinor, creditedMinor: row.creditedMinor,
            nettedMinor: row.nettedMinor, writtenOffMinor: row.writtenOffMinor, overdueDays: row.overdueDays)
        self = inPortal
    }

    init(portal sheet: InvoiceSheet) {
        self.init(sheet)
        self = inPortal
    }

    /// Nothing that is issued to a customer is news of ours: it is due.
    private var inPortal: Badge { text == "Issued" ? Badge(.issued, "Due") : self }
}
