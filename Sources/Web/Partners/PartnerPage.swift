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
        let content = Sheet(
            header: PageHeader(title: view.name, badge: view.badge, actions: actions),
            facts: view.facts, warning: view.warning, cards: view.cards,
            sections: [usage.section(path: request.path, partner: code)] + view.sections)
        return request.sheet(
            Shell(
                request, title: view.name,
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Customers and suppliers", href: PartnerListPage.path), Shell.Crumb(title: code),
                ], entities: entities), content)
    }
}
