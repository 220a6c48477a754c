import Accounts
import Catalog
import Hummingbird
import Postgres
import Receivables
import Vocabulary

/// Lets the rest of a payment settle invoices: those chosen, each with an amount, or those that are due first.
struct PaymentAllocatePage: StatedAct {
    var path: String { "\(PaymentListPage.path)/:payment/allocate" }
    var permission: Permission { .recordPayments }
    var act: String { "payment.allocate" }

    private static let itemsMax = 100

    struct Known: Sendable {
        var payment: Payment
        /// Invoices of which something is open, those due first before the others.
        var items: [OpenItem]
    }

    func subject(_ request: PageRequest, on connection: Connection) throws -> Known {
        let payment = try PaymentPage.find(request, on: connection)
        guard (payment.leftMinor ?? 0) > 0, payment.purpose != .advance else {
            throw Refusal(.conflict, "payment.nothing_left", "Nothing of \(payment.number) is left to settle invoices")
        }
        let items = try OpenItem.list(entityID: payment.entityID, partnerID: payment.partnerID, on: connection)
            .filter { $0.openMinor > 0 && $0.account == "receivable" }
        return Known(payment: payment, items: Array(items.prefix(Self.itemsMax)))
    }

    private func name(_ item: OpenItem) -> String { "part_\(item.documentID)" }

    func form(_ request: PageRequest, _ known: Known, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let payment = known.payment
        func amount(_ minor: Int64) -> String { Amount.minor(minor, digits: payment.minorDigits).text }
        return ActForm(
            title: "Allocate \(payment.number)", verb: "Allocate",
            facts: [
                Fact("Partner", payment.partner, href: PartnerListPage.path(of: payment.partner)),
                Fact("Left", "\(payment.currency) \(amount(payment.leftMinor ?? 0))"),
            ],
            note: known.items.isEmpty
                ? "No invoice of \(payment.partner) is open." : "Leave all amounts empty to settle what is due first.",
            fields: known.items.map { item in
                Field(
                    name(item), item.number,
                    hint: "Open \(amount(item.openMinor))"
                        + (item.dueOn.map { ", due \($0)" } ?? "")
                        + ((item.daysOverdue ?? 0) > 0 ? ", \(item.daysOverdue ?? 0) days overdue" : ""),
                    error: problems.of(name(item)), value: fields.typed(name(item)), width: 12, isOptional: true,
                    mode: "decimal")
            } + [
                Field(
                    "on", "Day from which it counts", hint: "Empty for today", error: problems.of("on"),
                    value: fields.typed("on"), width: 12, isOptional: true)
            ],
            crumbs: PaymentListPage.crumbs + [
                Shell.Crumb(title: payment.number, href: PaymentPage.path(payment.paymentID))
            ],
            cancel: PaymentPage.path(payment.paymentID))
    }

    func perform(
        _ request: PageRequest, _ known: Known, _ fields: FormFields, on connection: Connection
    ) throws -> [PaymentSteps.Part] {
        var form = FormReader(fields)
        let payment = known.payment
        var parts: [PaymentOrder.Part] = []
        for item in known.items {
            if let minor = form.minor(name(item), payment.currency, digits: payment.minorDigits) {
                parts.append(PaymentOrder.Part(documentID: item.documentID, amountMinor: minor))
            }
        }
        let day = form.day("on")
        try form.check()
        return try PaymentSteps.allocate(
            payment.paymentID, to: parts.isEmpty ? nil : parts, from: day, on: connection)
    }

    func effects(
        _ request: PageRequest, _ known: Known, _ parts: [PaymentSteps.Part], on connection: Connection
    ) throws -> ActEffects {
        let payment = known.payment
        func text(_ minor: Int64) -> String {
            "\(payment.currency) \(Amount.minor(minor, digits: payment.minorDigits).text)"
        }
        let left = (payment.leftMinor ?? 0) - parts.reduce(0) { $0 + $1.amountMinor }
        return ActEffects(
            effects: parts.map {
                Confirmation.Effect(what: $0.number, detail: "is settled by \(text($0.amountMinor))")
            } + [
                left == 0
                    ? Confirmation.Effect(what: "Nothing", detail: "is left of \(payment.number)")
                    : Confirmation.Effect(what: text(left), detail: "is left and stays as a credit"),
                Confirmation.Effect(
                    what: "The ledger", detail: "is not touched: both sides are on the partner's account already"),
            ])
    }

    func done(_ request: PageRequest, _ known: Known, _ parts: [PaymentSteps.Part]) -> (path: String, flash: Flash) {
        (
            PaymentPage.path(known.payment.paymentID),
            parts.isEmpty
                ? Flash("Nothing is due that it could settle.", kind: .warn)
                : Flash("\(known.payment.number) settles \(AmountText.count(Int64(parts.count), "more invoice")).")
        )
    }
}
