import Calendar
import Catalog
import Hummingbird
import Receivables
import Vocabulary

/// Usage of a customer in a month, by day and by destination.
enum PortalUsagePage {
    static let path = "\(PortalPage.path)/usage"

    static let routes: [Route] = [
        .get(path, .needs(.seePortal), usage),
        .get("\(path).csv", .needs(.seePortal)) { try await usageFile($0, as: .csv) },
        .get("\(path).xlsx", .needs(.seePortal)) { try await usageFile($0, as: .xlsx) },
    ]

    /// The month that is asked for; this one where none is.
    private static func period(_ fields: FormFields) -> (BillingPeriod, problem: String?) {
        let first = CivilDay.today.startOfMonth
        let thisMonth = BillingPeriod(first: first, endBefore: first.startOfNextMonth)
        guard let text = fields["period"] else { return (thisMonth, nil) }
        guard let period = BillingPeriod(text) else {
            return (thisMonth, "Enter the period as a month, such as 2026-10")
        }
        return (period, nil)
    }

    private static func usage(_ request: PageRequest) async throws -> Response {
        let fields = request.query
        let (period, problem) = period(fields)
        let (days, destinations) = try await request.read(.portal) { connection in
            (
                try PortalAccount.usage(of: period, byDay: true, limit: 400, on: connection),
                try PortalAccount.usage(of: period, byDay: false, limit: 200, on: connection)
            )
        }
        let name = "\(period.first)".prefix(7)
        var sheet = Sheet(
            header: PageHeader(title: "Usage"),
            facts: [
                Fact("Days", Period.text("\(period.first)", "\(period.last)")),
                Fact("Of", "what has been rated and closed"),
            ],
            filters: Filters(
                action: path, label: "Usage",
                fields: [
                    Filters.Input(
                        name: "period", label: "Month",
                        value: fields.typed("period").isEmpty ? String(name) : fields.typed("period"),
                        isShort: true, problem: problem)
                ], chips: [], applied: nil, isOpen: problem != nil))
        if days.isEmpty {
            sheet.empty = EmptyState(
                title: "No usage in \(name)", text: "Your calls appear here within minutes of their end.")
        } else {
            sheet.sections = [
                section("days", "By day", days, isDay: true, TableFoot.Export.both(path, fields)),
                section("destinations", "By destination", destinations, isDay: false, []),
            ]
        }
        return request.page(
            "portal/sheet", Shell(request, title: problem == nil ? "Usage" : "Error: Usage"), sheet,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    private static func section(
        _ id: String, _ title: String, _ rows: [PortalAccount.Usage], isDay: Bool, _ exports: [TableFoot.Export]
    ) -> SheetSection {
        let columns = [
            DataTable.Column(isDay ? "Day" : "Destination", isDay ? .text : .wrap),
            DataTable.Column("Attempts", .number),
            DataTable.Column("Calls", .number, first: true), DataTable.Column("Minutes", .number, first: true),
            DataTable.Column("Currency", .currency), DataTable.Column("Amount", .number, first: true),
        ]
        let digits = Amount.digits(
            of: rows.flatMap { [$0.micros, $0.allMicros] }, atLeast: rows.map(\.minorDigits).max() ?? 2)
        func row(
            _ name: Cell, _ attempts: Int64, _ calls: Int64, _ seconds: Int64, _ currency: String, _ micros: Int128,
            _ title: String
        )
            -> DataTable.Row
        {
            DataTable.Row(
                cells: [
                    name, .amount(columns[1], .count(attempts)), .amount(columns[2], .count(calls)),
                    .amount(columns[3], .minutes(seconds: seconds)), .text(columns[4], currency),
                    .amount(columns[5], .exact(micros, digits: digits), label: "Amount, \(currency)"),
                ], name: title)
        }
        var table = DataTable(
            "cap-\(id)", title, hidesCaption: true, columns: columns,
            rows: rows.map { usage in
                row(
                    .key(columns[0], usage.label, isDay ? "\(path)/\(usage.label)" : nil, isShort: isDay),
                    usage.attempts, usage.answered, usage.billedS, usage.currency, usage.micros, usage.label)
            })
        table.foot = Dictionary(grouping: rows, by: \.currency).sorted { $0.key < $1.key }.map { currency, rows in
            var total = row(
                .total("Total", columns: 1), rows[0].allAttempts, rows[0].allAnswered, rows[0].allBilledS, currency,
                rows[0].allMicros, "")
            total.hasMore = false
            return total
        }
        let all = rows.first?.matching ?? 0
        return SheetSection(
            id, title, table: table,
            foot: TableFoot(
                rows: all > Int64(rows.count)
                    ? "The \(rows.count) largest of \(Amount.count(all).text); the total has all"
                    : AmountText.count(all, "row"),
                exports: exports), empty: EmptyState(title: "No usage", text: ""))
    }

    private static func usageFile(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let (period, problem) = period(request.query)
        guard problem == nil else { return request.redirect(to: request.query.address(path)) }
        let rows = try await request.read(.portal) {
            try PortalAccount.usage(of: period, byDay: true, limit: 400, on: $0)
        }
        return try TableFile.response(
            request,
            [["day", "attempts", "calls", "billed_seconds", "currency", "amount"]]
                + rows.map {
                    [
                        $0.label, "\($0.attempts)", "\($0.answered)", "\($0.billedS)", $0.currency,
                        Amount.plain(micros: $0.micros),
                    ]
                }, name: "usage-\("\(period.first)".prefix(7))", as: form)
    }
}
