import Catalog
import Money
import Receivables

/// The list as its page shows it.
struct InvoiceListView {
    let query: InvoiceListQuery
    /// Of this page alone.
    let rows: [InvoiceListing.Row]
    let counts: InvoiceListing.Counts
    let mayAct: Bool
    private let hasMore: Bool

    /// - Parameter rows: as many as a page has, and one more where there are others behind it.
    init(query: InvoiceListQuery, rows: [InvoiceListing.Row], counts: InvoiceListing.Counts, mayAct: Bool) {
        self.query = query
        self.counts = counts
        self.mayAct = mayAct
        let size = Int(query.page.size)
        hasMore = rows.count > size
        self.rows = query.page.isBackward ? Array(rows.suffix(size)) : Array(rows.prefix(size))
    }

    // MARK: - Around the table

    var tabs: Tabs {
        let titles: [(InvoiceListing.View, String)] = [
            (.every, "All"), (.draft, "To approve"), (.approved, "To issue"), (.outstanding, "Outstanding"),
            (.overdue, "Overdue"), (.void, "Void"),
        ]
        return Tabs(
            label: "Invoices by state",
            links: titles.map { view, title in
                Tabs.Link(
                    title: title,
                    href: query.fields.setting("view", view == .every ? nil : view.rawValue).address(
                        InvoiceListPage.path),
                    count: Self.count(counts.of[view] ?? 0, of: InvoiceListing.stateCountMax),
                    isCurrent: query.listing.view == view)
            })
    }

    var filters: Filters {
        let currencies = ["", "EUR", "GBP", "JPY", "USD"]
        let chosen = query.fields["currency"]?.uppercased() ?? ""
        let all = currencies.contains(chosen) ? currencies : currencies + [chosen]
        func input(_ name: String, _ label: String, short: Bool = false, mode: String? = nil) -> Filters.Input {
            Filters.Input(
                name: name, label: label, value: query.fields.typed(name), isShort: short, mode: mode,
                problem: query.problems[name])
        }
        var currency = input("currency", "Currency")
        currency.choices = all.map {
            Filters.Choice(title: $0.isEmpty ? "Any" : $0, value: $0, isChosen: $0 == chosen)
        }
        return Filters(
            action: InvoiceListPage.path, label: "Invoices",
            fields: [
                input("q", "Number"), input("partner", "Customer"), input("period", "Period", short: true), currency,
                input("min", "Total from", short: true, mode: "decimal"),
            ],
            hidden: ["view", "sort", "size"].compactMap { name in
                query.fields[name].map { Filters.Hidden(name: name, value: $0) }
            },
            chips: query.chips, applied: query.chips.isEmpty ? nil : "\(query.chips.count)",
            isOpen: !query.problems.isEmpty)
    }

    /// Only of what is on this page.
    var actions: [InvoiceListPage.BulkAction] {
        guard mayAct else { return [] }
        return [InvoiceStep.approve, .issue].filter { step in rows.contains { step.from.contains($0.state) } }.map {
            step in
            InvoiceListPage.BulkAction(title: step.verb, path: "\(InvoiceListPage.path)/\(step.rawValue)")
        }
    }

    /// True if rows can be chosen: where there is something to do with them.
    private var hasChoice: Bool { !actions.isEmpty }

    var empty: EmptyState? {
        guard rows.isEmpty else { return nil }
        if query.hasFilters || query.listing.view != .every {
            let words = query.chips.map(\.text).joined(separator: ", ")
            return EmptyState(
                title: "No invoice matches",
                text: words.isEmpty ? "There is none in this view." : "There is none with \(words).",
                action: "Clear filters", href: InvoiceListPage.path)
        }
        return EmptyState(
            title: "No invoices yet", text: "An invoice run makes a draft for each customer with usage of a period.",
            action: mayAct ? "Run invoices" : nil, href: mayAct ? "\(InvoiceListPage.path)/run" : nil,
            command: "didtron invoice run --period 2026-10")
    }

    var foot: TableFoot? {
        guard !rows.isEmpty else { return nil }
        let page = query.page
        let first = page.isBackward ? max(1, page.ordinal - Int64(rows.count)) : page.ordinal + 1
        let last = first + Int64(rows.count) - 1
        let hasNext = page.isBackward || hasMore
        let hasPrevious = page.isBackward ? hasMore : page.place != nil
        var links: [TableFoot.Link] = []
        func address(_ name: String, _ ordinal: Int64, _ row: InvoiceListing.Row) -> String {
            query.fields.setting(name, PageCursor(ordinal: ordinal, place: row.place).text).address(
                InvoiceListPage.path)
        }
        if hasPrevious {
            links.append(TableFoot.Link(title: "First", href: query.fields.address(InvoiceListPage.path), rel: "first"))
            links.append(TableFoot.Link(title: "Previous", href: address("before", first, rows[0]), rel: "prev"))
        }
        if hasNext {
            links.append(TableFoot.Link(title: "Next", href: address("after", last, rows[rows.count - 1]), rel: "next"))
        }
        let exported = query.fields.removing(["size"])
        return TableFoot(
            rows:
                "Rows \(Amount.count(first).text)\u{2013}\(Amount.count(last).text) of \(Self.count(counts.matching))",
            links: links,
            exports: [
                TableFoot.Export(title: "CSV", href: exported.address("\(InvoiceListPage.path).csv")),
                TableFoot.Export(title: "XLSX", href: exported.address("\(InvoiceListPage.path).xlsx")),
            ])
    }

    /// `3,412`, or `10,000+` where counting stopped.
    static func count(_ count: Int64, of most: Int64 = InvoiceListing.countMax) -> String {
        count > most ? "\(Amount.count(most).text)+" : Amount.count(count).text
    }

    // MARK: - The table

    var table: DataTable? {
        guard !rows.isEmpty else { return nil }
        var columns: [DataTable.Column] = []
        if hasChoice {
            var choose = DataTable.Column("Choose", .choose)
            choose.isTitleHidden = true
            columns.append(choose)
        }
        var currency = DataTable.Column("Currency", .currency)
        currency.isTitleHidden = true
        // On a phone three of them come first: of what is not issued those that are known.
        let isOpenYet = [.every, .outstanding, .overdue].contains(query.listing.view)
        columns += [
            sorted(DataTable.Column("Number"), .number),
            sorted(DataTable.Column("Customer", .wrap, first: true), .customer),
            DataTable.Column("State", .state), DataTable.Column("Period", first: !isOpenYet),
            DataTable.Column("Issued"),
            sorted(DataTable.Column("Due", first: isOpenYet), .due), currency,
            sorted(DataTable.Column("Total", .number, first: !isOpenYet), .total),
            sorted(DataTable.Column("Balance", .number, first: isOpenYet), .open),
        ]
        var table = DataTable(
            "cap-invoices", "Invoices, \(counts.asOf.prefix(10))", hidesCaption: true, classes: " data-table--sticky",
            columns: columns, rows: rows.map { row(of: $0, columns) })
        table.foot = totals(columns)
        return table
    }

    /// With a link that orders by it: each order has an index.
    private func sorted(_ column: DataTable.Column, _ order: InvoiceListing.Order) -> DataTable.Column {
        var column = column
        let isCurrent = query.listing.order == order
        let isDescending = query.listing.isDescending
        if isCurrent { column.ariaSort = isDescending ? "descending" : "ascending" }
        let next = isCurrent && !isDescending ? "-\(order.rawValue)" : order.rawValue
        column.sortHref = query.fields.setting("sort", next).address(InvoiceListPage.path)
        return column
    }

    private func row(of invoice: InvoiceListing.Row, _ columns: [DataTable.Column]) -> DataTable.Row {
        let name = invoice.number ?? "Draft \(invoice.invoiceID)"
        var rest = columns[...]
        func next() -> DataTable.Column { rest.removeFirst() }
        var cells: [Cell] = []
        if hasChoice { cells.append(.choice(next(), "id", value: "\(invoice.invoiceID)", of: name)) }
        cells.append(.key(next(), name, "\(InvoiceListPage.path)/\(invoice.invoiceID)"))
        cells.append(.text(next(), invoice.partnerName))
        cells.append(.badge(next(), Badge(invoice)))
        cells.append(.text(next(), Period.text(invoice.periodStartOn, invoice.periodEndOn)))
        cells.append(.day(next(), invoice.issuedOn))
        cells.append(.day(next(), invoice.dueOn))
        cells.append(.text(next(), invoice.currency))
        let total = Amount.minor(invoice.totalMinor, digits: invoice.minorDigits)
        let open = Amount.minor(invoice.openMinor, digits: invoice.minorDigits)
        cells.append(.amount(next(), total, label: "Total, \(invoice.currency)"))
        let balance = next()
        cells.append(
            invoice.state == "issued"
                ? .amount(balance, open, label: "Balance, \(invoice.currency)") : .none(balance))
        return DataTable.Row(cells: cells, name: name)
    }

    /// One row a currency: what is on this page, so that a reader can add it up.
    private func totals(_ columns: [DataTable.Column]) -> [DataTable.Row] {
        let lead = hasChoice ? 1 : 0
        return Dictionary(grouping: rows, by: \.currency).sorted { $0.key < $1.key }.map { currency, rows in
            let digits = rows[0].minorDigits
            let total = rows.reduce(Int128(0)) { $0 + Int128($1.totalMinor) }
            let open = rows.reduce(Int128(0)) { $0 + Int128($1.state == "issued" ? $1.openMinor : 0) }
            var cells: [Cell] = hasChoice ? [.empty(columns[0])] : []
            cells += [
                .total("Total of this page, \(AmountText.count(Int64(rows.count), "row"))", columns: 6),
                .text(columns[lead + 6], currency),
                .amount(columns[lead + 7], .minor(total, digits: digits), label: "Total, \(currency)"),
                .amount(columns[lead + 8], .minor(open, digits: digits), label: "Balance, \(currency)"),
            ]
            return DataTable.Row(cells: cells, name: "", hasMore: false)
        }
    }
}

extension Badge {
    init(_ row: InvoiceListing.Row) {
        self.init(
            invoice: row.state, totalMinor: row.totalMinor, openMinor: row.openMinor, creditedMinor: row.creditedMinor,
            nettedMinor: row.nettedMinor, writtenOffMinor: row.writtenOffMinor, overdueDays: row.overdueDays)
    }

    init(_ sheet: InvoiceSheet) {
        self.init(
            invoice: sheet.state, totalMinor: sheet.totalMinor, openMinor: sheet.openMinor,
            creditedMinor: sheet.creditedMinor, nettedMinor: sheet.nettedMinor, writtenOffMinor: sheet.writtenOffMinor,
            overdueDays: sheet.overdueDays)
    }
}

/// Billing periods as pages write them.
enum Period {
    /// `2026-10` for a whole month, else `2026-10-01 to 2026-10-15`.
    static func text(_ first: String, _ last: String) -> String {
        guard first.hasSuffix("-01"), first.prefix(7) == last.prefix(7), let day = Int(last.suffix(2)), day >= 28,
            day == daysOfMonth(first)
        else { return "\(first) to \(last)" }
        return String(first.prefix(7))
    }

    private static func daysOfMonth(_ first: String) -> Int? {
        guard let year = Int(first.prefix(4)), let month = Int(first.dropFirst(5).prefix(2)) else { return nil }
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}
