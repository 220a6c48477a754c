import Accounts
import Catalog
import Money
import Receivables

/// An invoice in the words of its page.
struct InvoiceView {
    let sheet: InvoiceSheet

    /// `INV-2026-000012`, or `Draft 12` while it has no number.
    var name: String { sheet.number ?? "Draft \(sheet.invoiceID)" }

    private func money(_ minor: Int64) -> String { Amount.minor(minor, digits: sheet.minorDigits).text }

    // MARK: - Head

    func header(for request: PageRequest) -> PageHeader {
        let path = InvoicePage.path(sheet.invoiceID)
        var actions: [PageHeader.Action] = []
        func offer(_ step: InvoiceStep, isPrimary: Bool) {
            guard step.from.contains(sheet.state), request.may(step.permission) else { return }
            actions.append(PageHeader.Action(title: step.verb, href: "\(path)/\(step.rawValue)", isPrimary: isPrimary))
        }
        offer(.approve, isPrimary: true)
        offer(.issue, isPrimary: true)
        offer(.void, isPrimary: false)
        var header = PageHeader(title: name, badge: Badge(sheet), actions: actions)
        if sheet.state == "issued", request.may(.voidInvoices) {
            header.note = "Cannot void: it was issued, and what was issued is taken back by a credit note."
        }
        return header
    }

    var facts: [Fact] {
        var facts = [
            Fact(
                "Customer", sheet.partnerName,
                href: FormFields([("partner", sheet.partnerCode)]).address(InvoiceListPage.path)),
            Fact("Period", Period.text(sheet.periodStartOn, sheet.periodEndOn)),
            Fact("Billing zone", sheet.billingZone),
        ]
        if let issuedOn = sheet.issuedOn { facts.append(Fact("Issued", issuedOn)) }
        if let dueOn = sheet.dueOn { facts.append(Fact("Due", dueOn)) } else { facts.append(Fact("Terms", terms)) }
        facts.append(Fact("Currency", sheet.currency))
        facts.append(Fact("As of", Instant(sheet.asOf)))
        return facts
    }

    private var terms: String {
        "\(AmountText.count(sheet.paymentTermsDays, "day"))"
            + (sheet.paymentTermsKind == "end_of_month" ? " from the end of the month" : " net")
    }

    /// Total, what was taken off, and what is left.
    var strip: [StripItem] {
        var items = [StripItem(name: "Total, \(sheet.currency)", amount: money(sheet.totalMinor))]
        let taken = [
            ("Paid", sheet.paidMinor), ("Credited", sheet.creditedMinor), ("Netted", sheet.nettedMinor),
            ("Written off", sheet.writtenOffMinor),
        ]
        for (title, minor) in taken where minor != 0 || title == "Paid" {
            items.append(StripItem(name: title, amount: money(minor), sign: "\u{2212}"))
        }
        if sheet.state == "void" {
            items.append(StripItem(name: "Void, nothing is owed", amount: money(0), sign: "=", isResult: true))
        } else {
            items.append(
                StripItem(
                    name: sheet.state == "issued" ? "Balance, owes us" : "Not issued, not owed yet",
                    amount: money(sheet.openMinor), sign: "=", isResult: true))
        }
        return items
    }

    // MARK: - Lines

    func lineTable(_ lines: [InvoiceSheet.Line], isPortal: Bool = false) -> DataTable {
        let currency = sheet.currency
        let hasProducts = Set(lines.map(\.product)).count > 1
        var columns = [DataTable.Column("Destination", .wrap)]
        if sheet.lateLines > 0 { columns.append(DataTable.Column("Period of")) }
        if hasProducts { columns.append(DataTable.Column("Product")) }
        columns += [
            DataTable.Column("Calls", .number, first: true), DataTable.Column("Minutes", .number, first: true),
            DataTable.Column("Rate, \(currency) a minute", .number),
            DataTable.Column("Amount, \(currency)", .number, first: true),
        ]
        let decimals = Amount.rateDecimals(lines.compactMap(\.nanosPerMinute))
        let rows = lines.map { line in
            row(of: line, columns, hasProducts: hasProducts, isPortal: isPortal, rateDecimals: decimals)
        }
        var table = DataTable("cap-lines", "Lines", columns: columns, rows: rows)
        if sheet.rounding == "document" { table.note = "Lines exact, total rounded once" }
        table.foot = lineTotals(columns)
        return table
    }

    private func row(
        of line: InvoiceSheet.Line, _ columns: [DataTable.Column], hasProducts: Bool, isPortal: Bool, rateDecimals: Int
    ) -> DataTable.Row {
        let isUsage = line.kind == "usage"
        let drill = isUsage && !isPortal ? "\(InvoicePage.path(sheet.invoiceID))/lines/\(line.number)" : nil
        var rest = columns[...]
        func next() -> DataTable.Column { rest.removeFirst() }
        var cells = [Cell.key(next(), line.destination, drill, isShort: false)]
        if sheet.lateLines > 0 { cells.append(.text(next(), String(line.servicePeriod.prefix(7)))) }
        if hasProducts { cells.append(.text(next(), line.product)) }
        cells.append(isUsage ? .amount(next(), .count(line.calls)) : .none(next()))
        cells.append(isUsage ? .amount(next(), .minutes(seconds: line.billedSeconds)) : .none(next()))
        let rate = next()
        if let nanos = line.nanosPerMinute {
            let currency = line.rateCurrency.map { " \($0)" } ?? ""
            cells.append(.text(rate, Amount.rate(nanos, decimals: rateDecimals).text + currency))
        } else {
            cells.append(.none(rate))
        }
        let amount =
            line.amountMinor.map { Amount.minor($0, digits: sheet.minorDigits) }
            ?? Amount.exact(line.exactMicros, digits: sheet.minorDigits)
        cells.append(.amount(next(), amount, href: drill))
        return DataTable.Row(cells: cells, name: line.destination)
    }

    private func lineTotals(_ columns: [DataTable.Column]) -> [DataTable.Row] {
        let wide = columns.count - 4
        let calls = columns[wide]
        var rows: [DataTable.Row] = []
        if sheet.rounding == "document" {
            rows.append(
                DataTable.Row(
                    cells: [
                        .total("Sum of the lines, exact", columns: columns.count - 1, isSub: true),
                        .amount(columns[columns.count - 1], .exact(sheet.exactMicros, digits: sheet.minorDigits)),
                    ], name: "", hasMore: false))
        }
        rows.append(
            DataTable.Row(
                cells: [
                    .total("Total of \(AmountText.count(sheet.lines, "line"))", columns: wide),
                    .amount(calls, .count(sheet.calls)),
                    .amount(columns[wide + 1], .minutes(seconds: sheet.billedSeconds)),
                    .empty(columns[wide + 2]),
                    .amount(columns[wide + 3], .minor(sheet.linesMinor, digits: sheet.minorDigits)),
                ], name: "", hasMore: false))
        return rows + taxRows(columns)
    }

    /// Taxes and what is to be paid with them; of prices that contain tax, how much of them it is.
    private func taxRows(_ columns: [DataTable.Column]) -> [DataTable.Row] {
        func row(_ title: String, _ minor: Int64, isSub: Bool) -> DataTable.Row {
            DataTable.Row(
                cells: [
                    .total(title, columns: columns.count - 1, isSub: isSub),
                    .amount(columns[columns.count - 1], .minor(minor, digits: sheet.minorDigits)),
                ], name: "", hasMore: false)
        }
        let taxes = sheet.taxes.map { tax in
            let percent = Amount.exact(tax.rateMillionths * 100, digits: 0).text
            let title = "\(tax.tax) \(percent) % of \(money(tax.baseMinor))"
            return row(sheet.includesTax ? "Of which \(title)" : title, tax.taxMinor, isSub: true)
        }
        guard !taxes.isEmpty, !sheet.includesTax else { return taxes }
        return taxes + [row("Total with tax", sheet.totalMinor, isSub: false)]
    }

    func lineFoot(_ lines: [InvoiceSheet.Line], after: Int64, path: String? = nil) -> TableFoot {
        let own = path ?? InvoicePage.path(sheet.invoiceID)
        guard let first = lines.first, let last = lines.last else { return TableFoot(rows: "No lines from here on") }
        var links: [TableFoot.Link] = []
        if after > 0 { links.append(TableFoot.Link(title: "First", href: own, rel: "first")) }
        if last.number < sheet.lines {
            links.append(TableFoot.Link(title: "Next", href: "\(own)?lines_after=\(last.number)", rel: "next"))
        }
        return TableFoot(
            rows: "Lines \(Amount.count(first.number).text)\u{2013}\(Amount.count(last.number).text) of "
                + Amount.count(sheet.lines).text, links: links)
    }

    // MARK: - What hangs on it

    /// Compares what the journal of the invoice moved with what the invoice says.
    func tieOut(_ entries: [InvoiceSheet.Entry]) -> TieOut {
        let exact = Amount.exact(sheet.exactMicros, digits: sheet.minorDigits).text
        guard sheet.issuedOn != nil, !entries.isEmpty else {
            return TieOut("Lines \(sheet.currency) \(exact), exactly; nothing is in the ledger before it is issued")
        }
        let receivable = entries.reduce(Int128(0)) { sum, entry in
            if entry.debitAccount == "Receivable" { return sum + entry.amountMicros }
            return entry.creditAccount == "Receivable" ? sum - entry.amountMicros : sum
        }
        let unit = (sheet.minorDigits..<6).reduce(Int128(1)) { power, _ in power * 10 }
        let difference = receivable - Int128(sheet.totalMinor) * unit
        let journals = Set(entries.map(\.journalID)).sorted().map { "\($0)" }.joined(separator: ", ")
        return TieOut(
            "Total \(sheet.currency) \(money(sheet.totalMinor)) = receivable of journal \(journals): "
                + "\(Amount.exact(difference, digits: sheet.minorDigits).text) difference",
            holds: difference == 0)
    }

    func settlementTable(_ settlements: [InvoiceSheet.Settlement]) -> DataTable {
        let columns = [
            DataTable.Column("Document"), DataTable.Column("Kind", first: true),
            DataTable.Column("Counts from", first: true),
            DataTable.Column("Reference", .wrap), DataTable.Column("Amount, \(sheet.currency)", .number, first: true),
        ]
        let sum = settlements.reduce(Int64(0)) { $0 + $1.amountMinor }
        return DataTable(
            "cap-settled", "Payments and credits on this invoice", hidesCaption: true, classes: " data-table--compact",
            columns: columns,
            rows: settlements.map { part in
                let kind = part.kind == "write_off" ? "Write-off" : "Payment"
                return DataTable.Row(
                    cells: [
                        .key(columns[0], part.number ?? "-", nil),
                        .text(columns[1], part.amountMinor < 0 ? "\(kind), taken back" : kind),
                        .day(columns[2], part.allocatedOn),
                        part.reference.map { .text(columns[3], $0) } ?? .none(columns[3]),
                        .amount(columns[4], .minor(part.amountMinor, digits: sheet.minorDigits)),
                    ], name: part.number ?? kind)
            },
            foot: [
                DataTable.Row(
                    cells: [
                        .total("Total of \(AmountText.count(Int64(settlements.count), "row"))", columns: 4),
                        .amount(columns[4], .minor(sum, digits: sheet.minorDigits)),
                    ], name: "", hasMore: false)
            ])
    }

    var noSettlement: EmptyState {
        sheet.state == "issued"
            ? EmptyState(
                title: "Nothing was paid yet", text: "Payments and credits that settle this invoice appear here.",
                command: "didtron payment record")
            : EmptyState(
                title: "Nothing to settle", text: "Payments settle what was issued.")
    }

    func journalTable(_ entries: [InvoiceSheet.Entry]) -> DataTable {
        let columns = [
            DataTable.Column("Journal"), DataTable.Column("Effective", first: true),
            DataTable.Column("Debit", .wrap, first: true),
            DataTable.Column("Credit", .wrap), DataTable.Column("Amount, \(sheet.currency)", .number, first: true),
        ]
        return DataTable(
            "cap-journals", "Journals", hidesCaption: true, classes: " data-table--compact ledger-table",
            columns: columns,
            rows: entries.map { entry in
                let name = "\(entry.journalID) \(entry.kind)"
                let reversal = entry.reversesJournalID.map { ", takes back \($0)" } ?? ""
                return DataTable.Row(
                    cells: [
                        .key(columns[0], name + reversal, nil, isShort: false), .day(columns[1], entry.effectiveOn),
                        .text(columns[2], entry.debitAccount), .text(columns[3], entry.creditAccount),
                        .amount(columns[4], .micros(entry.amountMicros)),
                    ], name: "journal \(name)")
            })
    }

    var noJournal: EmptyState {
        EmptyState(title: "Nothing in the ledger", text: "The journal is written when the invoice is issued.")
    }

    func event(_ activity: InvoiceSheet.Activity) -> TimelineEvent {
        let time = Instant.short(activity.at)
        let text =
            switch activity.actName {
            case "invoice.run": "made the draft"
            case "invoice.approve": "approved it"
            case "invoice.issue": "issued it\(sheet.number.map { " as \($0)" } ?? "")"
            case "invoice.void": "voided it"
            case let name where name.hasPrefix("payment."): "recorded a payment (\(name))"
            default: "did \(activity.actName)"
            }
        var changes: [String] = []
        if let before = activity.paidBefore, let after = activity.paidAfter {
            changes.append("Paid \(money(before)) became \(money(after))")
        }
        if let reason = activity.reason { changes.append("Reason: \(reason)") }
        return TimelineEvent(
            machine: time.machine, time: time.text, actor: Self.actor(activity), text: text,
            change: changes.isEmpty ? nil : changes.joined(separator: ". "))
    }

    private static func actor(_ activity: InvoiceSheet.Activity) -> String {
        switch activity.actorKind {
        case "system": "Job \(activity.actorName)"
        case "shell": "\(activity.actorName), command line"
        default: activity.actorName
        }
    }

    var document: SummaryList {
        var rows = [
            SummaryList.Row(name: "Issuer", text: sheet.entityName),
            SummaryList.Row(name: "Customer", text: "\(sheet.partnerName) (\(sheet.partnerCode))"),
            SummaryList.Row(name: "Terms", text: terms),
            SummaryList.Row(
                name: "Rounding",
                text: sheet.rounding == "line"
                    ? "Each line once, half up. Frozen on this invoice."
                    : "The total once, half up. Frozen on this invoice."),
        ]
        if let sentence = sheet.taxSentence { rows.append(SummaryList.Row(name: "Tax", text: sentence)) }
        rows.append(
            SummaryList.Row(
                name: "Run",
                text: "\(sheet.runID), usage closed up to file \(Amount.count(sheet.cutOff).text)"))
        if let hash = sheet.contentHash {
            rows.append(SummaryList.Row(name: "Content, SHA-256", text: hash, isCode: true))
        }
        return SummaryList(rows: rows)
    }
}
