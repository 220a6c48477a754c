import Calendar
import Catalog
import Hummingbird
import Money
import Postgres
import Receivables
import Vocabulary

/// The page on which a payment is stated, shown with all that it will do, and recorded.
enum PaymentRecordPage {
    static let path = "\(PaymentListPage.path)/record"

    static let routes: [Route] = [
        .get(path, .needs(.recordPayments)) { try await page($0, fields: $0.query, problems: []) },
        .post(path, .needs(.recordPayments), record),
    ]

    private struct Content {
        var header: PageHeader
        var facts: [Fact]
        var problems: [FormProblem]
        var fields: [Field]
        var effects: [InvoiceStepView.Effect]
        var sections: [SheetSection]
        var hidden: [Filters.Hidden]
        var path: String
        var back: String
        var verb: String
        var isPreview: Bool
    }

    private static let purposes: [(PaymentPurpose, String)] = [
        (.received, "Received from a customer"), (.topUp, "Top-up of a deposit"), (.paid, "Paid to a supplier"),
        (.advance, "Paid ahead to a supplier"),
    ]
    private static let names = ["partner", "purpose", "amount", "fee", "withheld", "value_on", "reference", "settles"]

    /// What the form says; what of it cannot be read is said at its field.
    private static func order(
        _ fields: FormFields, entity: String, on connection: Connection, problems: inout [FormProblem]
    ) throws -> PaymentOrder? {
        guard let code = fields["partner"] else {
            problems.append(FormProblem(name: "partner", text: "Enter the code of the partner."))
            return nil
        }
        let partner: PaymentPartner
        do {
            partner = try PaymentPartner(entity: entity, partner: code, on: connection)
        } catch let error where Refusal(error)?.code == .notFound {
            problems.append(FormProblem(name: "partner", text: "There is no partner \(code) of this entity."))
            return nil
        }
        let purpose = fields["purpose"].flatMap(PaymentPurpose.init) ?? .received
        guard purposes.contains(where: { $0.0 == purpose }) else { throw Refusal.noPage }
        var order = PaymentOrder(purpose, partnerID: partner.partnerID)
        order.bankCurrency = partner.currency.code
        func minor(_ name: String, required: Bool) -> Int64? {
            guard let text = fields[name] else {
                if required {
                    problems.append(
                        FormProblem(name: name, text: "Enter the amount in \(partner.currency.code), such as 1,234.50.")
                    )
                }
                return nil
            }
            let input = MoneyInput(text, digits: partner.currency.minorDigits)
            if let minor = input.minor { return minor }
            let readings = input.readings
            problems.append(
                FormProblem(
                    name: name,
                    text: readings.count == 2
                        ? "\(text) could be \(readings[0]) or \(readings[1]): write it so that it is one of them."
                        : "\(text) is no amount of \(partner.currency.code) above zero."))
            return nil
        }
        order.cashMinor = minor("amount", required: true) ?? 0
        order.feeMinor = minor("fee", required: false) ?? 0
        order.withheldMinor = minor("withheld", required: false) ?? 0
        if let text = fields["value_on"] {
            if let day = CivilDay(text) {
                order.valueOn = day
            } else {
                problems.append(FormProblem(name: "value_on", text: "Enter the day as 2026-10-31."))
            }
        }
        order.reference = fields["reference"]
        order.settles = purpose == .received && fields["settles"] != "nothing" ? .oldest : .nothing
        return problems.isEmpty ? order : nil
    }

    /// What recording would do, worked out by doing it and taking it back.
    private struct Preview: Sendable {
        var payment: RecordedPayment
        var allocations: [Payment.Allocation]
        var entries: [InvoiceSheet.Entry]
    }

    private static func page(_ request: PageRequest, fields: FormFields, problems stated: [FormProblem]) async throws
        -> Response
    {
        var problems = stated
        var preview: Preview?
        let entity = request.session.entityCode
        let entityID = request.session.entityID
        if fields["step"] == "preview", problems.isEmpty {
            do {
                let outcome = try await request.rehearse("payment.record") { connection -> (Preview?, [FormProblem]) in
                    var problems: [FormProblem] = []
                    guard let order = try order(fields, entity: entity, on: connection, problems: &problems) else {
                        return (nil, problems)
                    }
                    let payment = try PaymentOrder.record([order], entityID: entityID, on: connection)[0]
                    let stored = try Payment.find("\(payment.paymentID)", on: connection)
                    return (
                        Preview(
                            payment: payment, allocations: try stored.allocations(on: connection),
                            entries: try InvoiceSheet.Entry.list(
                                documentID: payment.paymentID, limit: 50, on: connection)), []
                    )
                }
                (preview, problems) = outcome
            } catch {
                guard let refusal = Refusal(error), ![.busy, .unavailable].contains(refusal.code) else { throw error }
                problems.append(FormProblem(name: refusal.place?.field, text: refusal.message + "."))
            }
        }
        let entities = try await request.read { try Shell.entities(request, on: $0) }
        func error(_ name: String) -> String? { problems.first { $0.name == name }?.text }
        let purpose = fields["purpose"] ?? "received"
        let content = Content(
            header: PageHeader(title: preview == nil ? "Record payment" : "Record payment, preview"),
            facts: [Fact("Entity", request.session.entityName)], problems: problems,
            fields: [
                Field("partner", "Partner", hint: "Its code", error: error("partner"), value: fields.typed("partner")),
                Field(
                    "purpose", "Purpose",
                    choices: purposes.map {
                        Filters.Choice(title: $0.1, value: $0.0.rawValue, isChosen: $0.0.rawValue == purpose)
                    }),
                Field(
                    "amount", "Amount",
                    hint: "What the bank account gained or lost, in the partner's currency, a fee aside",
                    error: error("amount"), value: fields.typed("amount"), width: 12, mode: "decimal"),
                Field(
                    "value_on", "Value day", hint: "As the bank counts it: 2026-10-31; empty for today",
                    error: error("value_on"),
                    value: fields.typed("value_on"), width: 12, isOptional: true),
                Field(
                    "reference", "Reference", hint: "As the bank statement has it", value: fields.typed("reference"),
                    isOptional: true),
                Field(
                    "fee", "Bank fee", hint: "What banks kept of it", error: error("fee"), value: fields.typed("fee"),
                    width: 12,
                    isOptional: true, mode: "decimal"),
                Field(
                    "withheld", "Withheld tax", hint: "Tax that the payer pays to the state instead",
                    error: error("withheld"),
                    value: fields.typed("withheld"), width: 12, isOptional: true, mode: "decimal"),
                Field(
                    "settles", "It settles", hint: "Of what came from a customer",
                    choices: [
                        Filters.Choice(
                            title: "What is due first", value: "oldest", isChosen: fields["settles"] != "nothing"),
                        Filters.Choice(
                            title: "Nothing yet", value: "nothing", isChosen: fields["settles"] == "nothing"),
                    ]),
            ], effects: preview.map(effects) ?? [], sections: preview.map(sections) ?? [],
            hidden: [
                Filters.Hidden(name: "csrf", value: request.csrf),
                Filters.Hidden(name: "key", value: PageRequest.newKey()),
            ] + names.map { Filters.Hidden(name: $0, value: fields.typed($0)) }, path: path,
            back: FormFields(names.map { ($0, fields.typed($0)) }).address(path),
            verb: "Record payment",
            isPreview: preview != nil)
        return request.page(
            "payments/record",
            Shell(
                request, title: problems.isEmpty ? "Record payment" : "Error: Record payment",
                crumbs: [
                    Shell.Crumb(title: "Billing", href: "/admin/billing"),
                    Shell.Crumb(title: "Payments", href: PaymentListPage.path), Shell.Crumb(title: "Record"),
                ], entities: entities), content, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func effects(_ preview: Preview) -> [InvoiceStepView.Effect] {
        let payment = preview.payment
        func text(_ minor: Int64) -> String {
            "\(payment.currency) \(Amount.minor(minor, digits: payment.minorDigits).text)"
        }
        var effects = [
            InvoiceStepView.Effect(
                what: text(payment.totalMinor),
                detail: "\(payment.purpose.words), partner \(payment.partner), value day \(payment.valueOn)")
        ]
        for part in preview.allocations.prefix(20) {
            effects.append(
                InvoiceStepView.Effect(
                    what: part.number ?? "Document \(part.documentID)",
                    detail: "is settled by \(text(part.amountMinor))"))
        }
        if payment.purpose == .received, payment.allocatedMinor < payment.totalMinor {
            effects.append(
                InvoiceStepView.Effect(
                    what: text(payment.totalMinor - payment.allocatedMinor),
                    detail: "settles nothing yet and stays as a credit"))
        }
        if payment.taxMinor != 0 {
            effects.append(
                InvoiceStepView.Effect(what: text(payment.taxMinor), detail: "of it is tax that is owed from now on"))
        }
        return effects
    }

    private static func sections(_ preview: Preview) -> [SheetSection] {
        var section = PaymentPage.journal(preview.entries)
        section.title = "What is written to the ledger"
        return [section]
    }

    private static func record(_ request: PageRequest) async throws -> Response {
        let fields = request.form
        let entity = request.session.entityCode
        let entityID = request.session.entityID
        do {
            let recorded = try await request.act("payment.record") { connection -> RecordedPayment in
                var problems: [FormProblem] = []
                guard let order = try order(fields, entity: entity, on: connection, problems: &problems) else {
                    throw Refusal(
                        .invalid, "payment.form", problems.first?.text ?? "The form is not complete",
                        place: Refusal.Place(field: problems.first?.name ?? "amount"))
                }
                return try PaymentOrder.record([order], entityID: entityID, on: connection)[0]
            }
            return request.redirect(
                to: PaymentPage.path(recorded.paymentID),
                flash: Flash(
                    "Recorded \(recorded.number): \(recorded.currency) \(Amount.minor(recorded.totalMinor, digits: recorded.minorDigits).text)."
                ))
        } catch {
            guard let refusal = Refusal(error), ![.busy, .unavailable].contains(refusal.code) else { throw error }
            return try await page(
                request, fields: fields,
                problems: [
                    FormProblem(
                        name: refusal.place?.field, text: refusal.message + (refusal.message.hasSuffix(".") ? "" : "."))
                ])
        }
    }
}
