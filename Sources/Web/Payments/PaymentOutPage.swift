import Accounts
import Catalog
import Hummingbird
import Postgres
import Receivables
import Vocabulary

/// Money back, and money that will not come: refunds of credits, deposits and advances, write-offs, advances that are used.
struct PaymentOutPage: StatedAct {
    enum Kind: String, CaseIterable, Sendable {
        case refundOfCredit = "credit"
        case refundOfDeposit = "deposit"
        case refundOfAdvance = "advance"
        case writeOff = "write-off"
        case advanceUse = "use-advance"

        var title: String {
            switch self {
            case .refundOfCredit: "Refund a credit"
            case .refundOfDeposit: "Refund from a deposit"
            case .refundOfAdvance: "Record a refund of an advance"
            case .writeOff: "Write off"
            case .advanceUse: "Use an advance"
            }
        }

        var note: String {
            switch self {
            case .refundOfCredit:
                "The oldest unapplied credits of the customer are paid back, never more than there is."
            case .refundOfDeposit: "Never more than what is available of the deposit is paid back."
            case .refundOfAdvance: "What a supplier paid back of what was paid ahead."
            case .writeOff: "What nobody will pay of an invoice; it becomes a loss."
            case .advanceUse: "What was paid ahead pays what is due to the supplier by now."
            }
        }

        var act: String {
            switch self {
            case .refundOfCredit, .refundOfDeposit, .refundOfAdvance: "payment.refund"
            case .writeOff: "payment.write_off"
            case .advanceUse: "payment.apply_advance"
            }
        }

        /// Label of the document that it is about; nil where it is about none.
        var document: (label: String, hint: String)? {
            switch self {
            case .refundOfCredit: ("Payment", "Whose credit it is, by number; empty for the oldest")
            case .refundOfDeposit: nil
            case .refundOfAdvance, .advanceUse: ("Advance", "The payment ahead, by number")
            case .writeOff: ("Invoice", "By number")
            }
        }
    }

    let kind: Kind

    static let routes: [Route] = Kind.allCases.flatMap { PaymentOutPage(kind: $0).routes }

    static func path(_ kind: Kind) -> String { "\(PaymentListPage.path)/out/\(kind.rawValue)" }

    var path: String { Self.path(kind) }
    var permission: Permission { .recordPayments }
    var act: String { kind.act }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    private var needsAmount: Bool { [.refundOfCredit, .refundOfDeposit, .refundOfAdvance].contains(kind) }

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let make = FieldMaker(fields, problems)
        var asked = [make.text("partner", "Partner", "Its code")]
        if let document = kind.document {
            asked.append(make.text("document", document.label, document.hint, optional: kind == .refundOfCredit))
        }
        asked.append(
            make.text(
                "amount", "Amount", needsAmount ? "In the partner's currency" : "Empty for all of it", width: 12,
                optional: !needsAmount, mode: "decimal"))
        asked.append(make.text("value_on", "Day", "Empty for today", width: 12, optional: true))
        if needsAmount {
            asked.append(make.text("reference", "Reference", "As the bank statement has it", optional: true))
        }
        asked.append(
            FieldMaker(fields, problems).reason("Kept with it", optional: kind != .writeOff))
        return ActForm(
            title: kind.title, verb: kind.title, facts: [Fact("Entity", request.session.entityName)], note: kind.note,
            fields: asked, crumbs: PaymentListPage.crumbs, cancel: PaymentListPage.path,
            isDangerous: kind == .writeOff)
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, on connection: Connection
    ) throws -> RecordedPayment {
        var form = FormReader(fields)
        let code = form.text("partner", missing: "Enter the code of the partner.")
        if kind == .writeOff { _ = form.text("reason", missing: "Enter the reason.") }
        let named = fields["document"]
        if kind.document != nil, named == nil, kind != .refundOfCredit {
            form.problem("document", "Enter its number.")
        }
        try form.check()
        let entityID = request.session.entityID
        let partner = try PaymentPartner.named(code, request, on: connection)
        let (currency, digits) = (partner.currency.code, partner.currency.minorDigits)
        let amount = form.minor(
            "amount", currency, digits: digits, missing: needsAmount ? "Enter the amount in \(currency)." : nil)
        let day = form.day("value_on")
        try form.check()
        var order = PaymentOrder(purpose, partnerID: partner.partnerID)
        order.valueOn = day
        order.reason = fields["reason"]
        order.reference = fields["reference"]
        if needsAmount {
            order.bankCurrency = currency
            order.cashMinor = amount ?? 0
        }
        switch kind {
        case .refundOfCredit:
            order.settles = named == nil ? .oldest : .named
            if let named {
                order.parts = [PaymentOrder.Part(documentID: try payment(named, partner, on: connection).paymentID)]
            }
        case .refundOfDeposit: break
        case .refundOfAdvance: order.advanceID = try payment(named ?? "", partner, on: connection).paymentID
        case .writeOff:
            let invoice = try InvoiceSheet.find(named ?? "", entityID: entityID, on: connection)
            guard invoice.partnerCode == code else {
                throw FormProblems("document", "\(named ?? "") is no invoice of \(code).")
            }
            order.settles = .named
            order.parts = [PaymentOrder.Part(documentID: invoice.invoiceID, amountMinor: amount)]
        case .advanceUse:
            let advance = try payment(named ?? "", partner, on: connection)
            guard advance.purpose == .advance, let left = advance.leftMinor else {
                throw FormProblems("document", "\(advance.number) is no advance that can be used.")
            }
            order.advanceID = advance.paymentID
            order.totalMinor = amount ?? left
        }
        return try PaymentOrder.record([order], entityID: entityID, on: connection)[0]
    }

    private var purpose: PaymentPurpose {
        switch kind {
        case .refundOfCredit: .refundOfCredit
        case .refundOfDeposit: .refundOfDeposit
        case .refundOfAdvance: .refundOfAdvance
        case .writeOff: .writeOff
        case .advanceUse: .advanceUse
        }
    }

    private func payment(_ name: String, _ partner: PaymentPartner, on connection: Connection) throws -> Payment {
        do {
            let payment = try Payment.find(name, on: connection)
            guard payment.partnerID == partner.partnerID, payment.entityID == partner.entityID else {
                throw FormProblems("document", "\(name) is no payment of this partner.")
            }
            return payment
        } catch let refusal as Refusal where refusal.code == .notFound {
            throw FormProblems("document", "There is no payment \(name).")
        }
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ payment: RecordedPayment, on connection: Connection
    ) throws -> ActEffects { try PaymentRecordPage.effects(payment, on: connection) }

    func done(_ request: PageRequest, _ known: Void, _ payment: RecordedPayment) -> (path: String, flash: Flash) {
        PaymentRecordPage.done(payment)
    }
}

extension PaymentPartner {
    /// Finds a partner of the session's entity.
    ///
    /// - Throws: `FormProblems` where there is none.
    static func named(_ code: String, _ request: PageRequest, on connection: Connection) throws -> PaymentPartner {
        do {
            return try PaymentPartner(entity: request.session.entityCode, partner: code, on: connection)
        } catch let error where Refusal(error)?.code == .notFound {
            throw FormProblems("partner", "There is no partner \(code) of this entity.")
        }
    }
}
