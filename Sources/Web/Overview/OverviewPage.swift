import Catalog
import Foundation
import Hummingbird
import Operations
import Receivables

/// What an entity has and owes, and what waits for somebody; each with the page on which it is done.
enum OverviewPage {
    static let path = "/admin/billing"

    static let routes: [Route] = [.get(path, .needs(.seeReceivables), show)]

    private static func show(_ request: PageRequest) async throws -> Response {
        let entityID = request.session.entityID
        let (sums, status, ages, usage, entities) = try await request.read(.app) { connection in
            (
                try Overview.read(entityID: entityID, on: connection),
                try InstallationStatus.read(entityID: entityID, on: connection),
                try OpenInvoiceAges.list(entityID: entityID, on: connection),
                try UsageCharts.read(request, on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        var facts = [Fact("Entity", request.session.entityName)]
        if let asOf = sums.first?.asOf { facts.insert(Fact("As of", Instant(asOf)), at: 0) }
        let content = Sheet(
            header: PageHeader(
                title: "Overview",
                actions: request.may(.runInvoices)
                    ? [PageHeader.Action(title: "Run invoices", href: "\(InvoiceListPage.path)/run", isPrimary: true)]
                    : []),
            facts: facts, cards: sums.flatMap(cards),
            sections: sums.isEmpty && status.counts.files == 0
                ? [] : [todo(status, request)] + ageing(ages) + [usage.section(path: path)],
            empty: sums.isEmpty && status.counts.files == 0
                ? EmptyState(
                    title: "No traffic yet",
                    text: "Import partners, a rate card and a file of calls, or load the demo.",
                    command: "didtron init my-carrier") : nil)
        return request.sheet(Shell(request, title: "Overview", entities: entities), content)
    }

    private static func cards(_ sum: Overview) -> [SummaryCard] {
        let invoices = FormFields([("view", "outstanding"), ("currency", sum.currency)]).address(InvoiceListPage.path)
        let overdue = FormFields([("view", "overdue"), ("currency", sum.currency)]).address(InvoiceListPage.path)
        func amount(_ micros: Int128) -> String { Amount.exact(micros, digits: sum.minorDigits).text }
        var cards = [
            SummaryCard(
                label: "Customers owe", currency: sum.currency, amount: amount(sum.receivableMicros),
                foot: "Issued and not settled", href: invoices),
            SummaryCard(
                label: "Overdue", currency: sum.currency,
                amount: Amount.minor(sum.overdueMinor, digits: sum.minorDigits).text,
                foot: sum.overdueInvoices == 0
                    ? "Nothing is past its due day" : AmountText.count(sum.overdueInvoices, "invoice"),
                href: sum.overdueInvoices == 0 ? nil : overdue, isAttention: sum.overdueInvoices > 0,
                state: sum.overdueInvoices > 0 ? "attention" : "ok"),
            SummaryCard(
                label: "Not billed yet", currency: sum.currency, amount: amount(sum.unbilledMicros),
                foot: "Usage that no invoice has", href: UsagePage.path),
        ]
        if sum.depositMicros != 0 {
            cards.append(
                SummaryCard(
                    label: "Deposits", currency: sum.currency, amount: amount(sum.depositMicros),
                    foot: "Paid ahead by customers"))
        }
        if sum.owedMicros != 0 {
            cards.append(
                SummaryCard(
                    label: "We owe suppliers", currency: sum.currency, amount: amount(sum.owedMicros),
                    foot: "Invoiced or accrued", href: "\(UsagePage.path)?side=buy"))
        }
        return cards
    }

    /// Open invoices by age, where there are any.
    private static func ageing(_ ages: [OpenInvoiceAges]) -> [SheetSection] {
        guard !ages.isEmpty else { return [] }
        return [
            SheetSection(
                "ageing", "Open invoices by age", note: "By due day, as of now",
                ageing: ages.map { age in
                    AgeingBar(
                        currency: age.currency, digits: age.minorDigits, minors: age.ages,
                        total: FormFields([("view", "outstanding"), ("currency", age.currency)]).address(
                            InvoiceListPage.path))
                })
        ]
    }

    // MARK: - What waits

    private static func todo(_ status: InstallationStatus, _ request: PageRequest) -> SheetSection {
        let columns = [
            DataTable.Column("What waits", .wrap), DataTable.Column("How many", .number, first: true),
            DataTable.Column("Where it is done", .wrap, first: true),
        ]
        let behind =
            status.booksBehind.isEmpty
            ? []
            : [
                OverviewTask(
                    text: "Files that are loaded and not posted yet", count: Int64(status.booksBehind.count),
                    title: "Files", href: FileListPage.path)
            ]
        let unfinished = status.unfinishedFiles.map {
            OverviewTask(
                text: "File \($0.name) is not loaded to its end", count: 1, title: "Files", href: FileListPage.path)
        }
        let tasks = status.items.compactMap { OverviewTask($0, request) } + unfinished + behind
        let rows = tasks.map { task in
            DataTable.Row(
                cells: [
                    .key(columns[0], task.text, nil, isShort: false), .amount(columns[1], .count(task.count)),
                    task.href.map { .link(columns[2], task.title, $0) } ?? .text(columns[2], task.title),
                ], name: task.text)
        }
        return SheetSection(
            "todo", "What waits for somebody",
            table: DataTable("cap-todo", "What waits for somebody", hidesCaption: true, columns: columns, rows: rows),
            empty: EmptyState(
                title: "Nothing waits", text: "No call waits for a price, no draft for a decision, no job for a hand."))
    }
}

/// Something that waits, in the words of the overview.
struct OverviewTask: Sendable {
    var text: String
    var count: Int64
    var title: String
    var href: String?

    init(text: String, count: Int64, title: String, href: String?) {
        self.text = text
        self.count = count
        self.title = title
        self.href = href
    }

    init?(_ item: InstallationStatus.Item, _ request: PageRequest) {
        let subject = item.subject ?? ""
        let detail = item.detail ?? ""
        count = item.count
        switch item.kind {
        case .suspense:
            text = "Calls without a price, \(subject) side: \(SuspensePage.words(ofCause: detail))"
            title = "Suspense"
            href = FormFields([("cause", detail)]).address(SuspensePage.path)
        case .cardDraft:
            text = "Version \(detail) of card \(subject) is a draft"
            title = "Rate card"
            href = FormFields([("version", detail)]).address(RateCardListPage.path(of: subject))
        case .destination:
            text = "Names of card \(subject) that no list of destinations has, such as \(detail)"
            title = "Rate card"
            href = RateCardListPage.path(of: subject)
        case .unbilled:
            text = "Customers with usage of \(detail) that no invoice has"
            title = request.may(.runInvoices) ? "Run invoices" : "Invoices"
            href =
                request.may(.runInvoices)
                ? FormFields([("period", detail)]).address("\(InvoiceListPage.path)/run") : InvoiceListPage.path
        case .invoice:
            text = subject == "draft" ? "Drafts of \(detail) to approve" : "Approved invoices of \(detail) to issue"
            title = "Invoices"
            href = FormFields([("view", subject), ("period", detail)]).address(InvoiceListPage.path)
        case .unconverted:
            text = "Entries in \(subject) without an amount in \(detail): an exchange rate is missing"
            title = "Exchange rates"
        case .billingChange:
            text = "Customers such as \(subject) whose way of paying changed on \(detail)"
            title = "A job does it within the hour"
        case .advance:
            text = "What was paid ahead to \(subject) runs out on \(detail)"
            title = request.may(.recordPayments) ? "Record payment" : "Partner"
            href =
                request.may(.recordPayments)
                ? FormFields([("partner", subject), ("purpose", "advance")]).address(PaymentRecordPage.path)
                : PartnerListPage.path(of: subject)
        case .job:
            text = "Jobs of kind \(subject) that failed: \(detail)"
            title = "Jobs"
            href = "\(JobListPage.path)?view=parked"
        case .refused:
            text = "Refused lately, and not done since: \(subject). \(detail)"
            title = "Audit"
            href = FormFields([("view", "refused"), ("act", subject)]).address(AuditPage.path)
        }
    }
}
