import Accounts
import Catalog
import Hummingbird
import Postgres
import Receivables
import Vocabulary

/// Takes a payment from the invoices that it settles.
struct PaymentUnallocatePage: StatedAct {
    var path: String { "\(PaymentListPage.path)/:payment/unallocate" }
    var permission: Permission { .recordPayments }
    var act: String { "payment.unallocate" }

    func subject(_ request: PageRequest, on connection: Connection) throws -> Payment {
        try PaymentPage.find(request, on: connection)
    }

    func form(_ request: PageRequest, _ payment: Payment, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        ActForm(
            title: "Take \(payment.number) from its invoices", verb: "Take it from them",
            facts: [Fact("Partner", payment.partner)],
            note: "They are open again, and the payment is an unapplied credit.",
            fields: [
                FieldMaker(fields, problems).reason(optional: true)
            ],
            crumbs: PaymentListPage.crumbs + [
                Shell.Crumb(title: payment.number, href: PaymentPage.path(payment.paymentID))
            ],
            cancel: PaymentPage.path(payment.paymentID), isDangerous: true)
    }

    func perform(
        _ request: PageRequest, _ payment: Payment, _ fields: FormFields, on connection: Connection
    ) throws -> [PaymentSteps.Part] {
        try PaymentSteps.unallocate(payment.paymentID, from: nil, on: connection)
    }

    func effects(
        _ request: PageRequest, _ payment: Payment, _ parts: [PaymentSteps.Part], on connection: Connection
    ) throws -> ActEffects {
        ActEffects(
            effects: parts.map {
                Confirmation.Effect(
                    what: $0.number,
                    detail:
                        "is open again by \(payment.currency) \(Amount.minor($0.amountMinor, digits: payment.minorDigits).text)"
                )
            })
    }

    func done(_ request: PageRequest, _ payment: Payment, _ parts: [PaymentSteps.Part]) -> (path: String, flash: Flash)
    {
        (
            PaymentPage.path(payment.paymentID),
            parts.isEmpty
                ? Flash("\(payment.number) settled nothing.", kind: .warn)
                : Flash("\(AmountText.count(Int64(parts.count), "invoice")) open again.")
        )
    }
}
