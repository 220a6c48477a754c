import Catalog
import Hummingbird
import Receivables
import Vocabulary

/// The page of a partner: where it stands now, usage that is loaded and not posted included, and its documents.
enum PartnerPage {
    static let routes: [Route] = [.get("\(PartnerListPage.path)/:partner", .needs(.seeReceivables), show)]

    /// Terms as `Catalog.list` has them.
    struct Terms: Decodable, Sendable {
        var partner: String
        var name: String
        var role: String
        var side: String
        var paymentMode: String?
        var currency: String
        var zone: String?
        var cycle: String?
        var termsDays: Int64?
        var termsKind: String?
        var creditLimit: String?
        var tax: String?
        var from: String?
        var to: String?
        var entity: String
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let code = request.part("partner")
        let entityID = request.session.entityID
        let entity = request.session.entityCode
        let (view, usage, entities) = try await request.read(.app) { connection in
            let terms = try Catalog.list(.partners, code: code, on: connection).decoded(as: Terms.self)
                .filter { $0.entity == entity }
            guard let name = terms.first?.name else { throw Refusal.noPage }
            let partnerID = try Catalog.partnerID(code, on: connection)
            var invoices = InvoiceListing(entityID: entityID)
            invoices.partner = code
            var payments = Payment.Filter()
            payments.entityID = entityID
            payments.partnerID = partnerID
            payments.rowsMax = 10
            return (
                PartnerView(
                    code: code, name: name, terms: terms,
                    positions: try PartnerPosition.list(entityID: entityID, partnerID: partnerID, on: connection),
                    invoices: try invoices.rows(limit: 10, on: connection).filter { $0.partnerCode == code },
                    payments: try Payment.list(payments, on: connection)),
                try UsageCharts.read(request, partner: code, on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        var actions: [PageHeader.Action] = []
        if request.may(.recordPayments) {
            let isPrepaid = view.positions.contains { $0.paymentMode == "prepaid" }
            actions.append(
                PageHeader.Action(
                    title: isPrepaid ? "Top up" : "Record payment",
                    href: FormFields([("partner", code)]).address(PaymentRecordPage.path), isPrimary: true))
        }
        if request.may(.changeTerms) {
            if view.terms.contains(where: { $0.role != "supplier" }) {
                actions.insert(
                    PageHeader.Action(
                        title: "Change how it pays", href: "\(PartnerListPage.path(of: code))/change-mode"), at: 0)
            }
            let terms = FormFields([("partner", code)]).address("\(SetupPage.path)/partners/change")
            actions.insert(PageHeader.Action(title: "Change terms", href: terms), at: 0)
        }
        let content = Sheet(
            header: PageHeader(title: view.name, badge: view.badge, actions: actions), facts: view.facts,
            warning: view.warning, tabs: tabs(code), cards: view.cards,
            sections: [usage.section(path: request.path, partner: code)] + view.sections)
        return request.sheet(
            Shell(
                request, title: view.name,
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Customers and suppliers", href: PartnerListPage.path), Shell.Crumb(title: code),
                ], entities: entities), content)
    }

    /// Links to the other lists of the partner.
    private static func tabs(_ code: String) -> Tabs {
        let setup = SetupPage.path
        let links: [(String, String, [(String, String)])] = [
            ("Invoices", InvoiceListPage.path, [("partner", code)]),
            ("Payments", PaymentListPage.path, [("partner", code)]), ("Usage", UsagePage.path, [("partner", code)]),
            ("Ledger", LedgerAccountListPage.path, [("partner", code)]),
            ("Rate cards", "\(setup)/assignments", [("q", code)]), ("Accounts", "\(setup)/accounts", [("q", code)]),
            ("DIDs", "\(setup)/dids", [("q", code)]), ("Legal name", "\(setup)/parties", [("q", code)]),
            ("Contacts", "\(setup)/contacts", [("q", code)]), ("Activity", AuditPage.path, [("subject", code)]),
        ]
        return Tabs(
            label: "Of the partner",
            links: [Tabs.Link(title: "Overview", href: PartnerListPage.path(of: code), count: nil, isCurrent: true)]
                + links.map {
                    Tabs.Link(title: $0.0, href: FormFields($0.2).address($0.1), count: nil, isCurrent: false)
                })
    }
}
