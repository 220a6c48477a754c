import Accounts
import Calendar
import Catalog
import Hummingbird
import Money
import Postgres
import Receivables
import Vocabulary

/// The page on which a payment is stated, shown with all that it will do, and recorded.
struct PaymentRecordPage: StatedAct {
    static let path = "\(PaymentListPage.path)/record"
    static let routes: [Route] = PaymentRecordPage().routes

    var path: String { Self.path }
    var permission: Permission { .recordPayments }
    var act: String { "payment.record" }

    private static let purposes: [(PaymentPurpose, String)] = [
        (.received, "Received from a customer"), (.topUp, "Top-up of a deposit"), (.paid, "Paid to a supplier"),
        (.advance, "Paid ahead to a supplier"),
    ]

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func perform(
        _ request: PageRequest, _ subject: Void, _ fields: FormFields, on connection: Connection
    ) throws -> RecordedPayment {
        var form = FormReader(fields)
        let code = form.text("partner", missing: "Enter the code of the partner.")
        try form.check()
        let partner = try PaymentPartner.named(code, request, on: connection)
        let purpose = fields["purpose"].flatMap(PaymentPurpose.init) ?? .received
        guard Self.purposes.contains(where: { $0.0 == purpose }) else { throw Refusal.noPage }
        let (currency, digits) = (partner.currency.code, partner.currency.minorDigits)
        var order = PaymentOrder(purpose, partnerID: partner.partnerID)
        order.bankCurrency = currency
        order.cashMinor =
            form.minor(
                "amount", currency, digits: digits, missing: "Enter the amount in \(currency), such as 1,234.50.") ?? 0
        order.feeMinor = form.minor("fee", currency, digits: digits) ?? 0
        order.withheldMinor = form.minor("withheld", currency, digits: digits) ?? 0
        order.valueOn = form.day("value_on")
        order.reference = fields["reference"]
        order.settles = purpose == .received && fields["settles"] != "nothing" ? .oldest : .nothing
        try form.check()
        return try PaymentOrder.record([order], entityID: request.session.entityID, on: connection)[0]
    }

    func form(
        _ request: PageRequest, _ subject: Void, _ fields: FormFields, _ problems: FormProblems
    ) -> ActForm {
        let purpose = fields["purpose"] ?? "received"
        return ActForm(
            title: "Record payment", verb: "Record payment", facts: [Fact("Entity", request.session.entityName)],
            fields: [
                Field(
                    "partner", "Partner", hint: "Its code", error: problems.of("partner"),
                    value: fields.typed("partner")),
                Field(
                    "purpose", "Purpose",
                    choices: Self.purposes.map {
                        Filters.Choice(title: $0.1, value: $0.0.rawValue, isChosen: $0.0.rawValue == purpose)
                    }),
                Field(
                    "amount", "Amount",
                    hint: "What the bank account gained or lost, in the partner's currency, a fee aside",
                    error: problems.of("amount"), value: fields.typed("amount"), width: 12, mode: "decimal"),
                Field(
                    "value_on", "Value day", hint: "As the bank counts it: 2026-10-31; empty for today",
                    error: problems.of("value_on"), value: fields.typed("value_on"), width: 12, isOptional: true),
                Field(
                    "reference", "Reference", hint: "As the bank statement has it", value: fields.typed("reference"),
                    isOptional: true),
                Field(
                    "fee", "Bank fee", hint: "What banks kept of it", error: problems.of("fee"),
                    value: fields.typed("fee"), width: 12, isOptional: true, mode: "decimal"),
                Field(
                    "withheld", "Withheld tax", hint: "Tax that the payer pays to the state instead",
                    error: problems.of("withheld"), value: fields.typed("withheld"), width: 12, isOptional: true,
                    mode: "decimal"),
                Field(
                    "settles", "It settles", hint: "Of what came from a customer",
                    choices: [
                        Filters.Choice(
                            title: "What is due first", value: "oldest", isChosen: fields["settles"] != "nothing"),
                        Filters.Choice(
                            title: "Nothing yet", value: "nothing", isChosen: fields["settles"] == "nothing"),
                    ]),
            ],
            crumbs: PaymentListPage.crumbs, cancel: PaymentListPage.path)
    }

    func effects(
        _ request: PageRequest, _ subject: Void, _ payment: RecordedPayment, on connection: Connection
    ) throws -> ActEffects { try Self.effects(payment, on: connection) }

    /// Effects of a recorded payment: invoices that it settles, entries that it writes.
    static func effects(_ payment: RecordedPayment, on connection: Connection) throws -> ActEffects {
        let stored = try Payment.find("\(payment.paymentID)", on: connection)
        let allocations = try stored.allocations(on: connection)
        var section = PaymentPage.journal(
            try InvoiceSheet.Entry.list(documentID: payment.paymentID, limit: 50, on: connection))
        section.title = "What is written to the ledger"
        func text(_ minor: Int64) -> String {
            "\(payment.currency) \(Amount.minor(minor, digits: payment.minorDigits).text)"
        }
        var effects = [
            Confirmation.Effect(
                what: text(payment.totalMinor),
                detail: "\(payment.purpose.words), partner \(payment.partner), value day \(payment.valueOn)")
        ]
        for part in allocations.prefix(20) {
            effects.append(
                Confirmation.Effect(
                    what: part.number ?? "Document \(part.documentID)",
                    detail: "is settled by \(text(part.amountMinor))"))
        }
        if payment.purpose == .received, payment.allocatedMinor < payment.totalMinor {
            effects.append(
                Confirmation.Effect(
                    what: text(payment.totalMinor - payment.allocatedMinor),
                    detail: "settles nothing yet and stays as a credit"))
        }
        if payment.taxMinor != 0 {
            effects.append(
                Confirmation.Effect(what: text(payment.taxMinor), detail: "of it is tax that is owed from now on"))
        }
        return ActEffects(effects: effects, sections: [section])
    }

    func done(
        _ request: PageRequest, _ subject: Void, _ payment: RecordedPayment
    ) -> (path: String, flash: Flash) { Self.done(payment) }

    static func done(_ payment: RecordedPayment) -> (path: String, flash: Flash) {
        let amount = Amount.minor(payment.totalMinor, digits: payment.minorDigits).text
        return (
            PaymentPage.path(payment.paymentID), Flash("Recorded \(payment.number): \(payment.currency) \(amount).")
        )
    }
}
