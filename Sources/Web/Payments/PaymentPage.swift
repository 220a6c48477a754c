import Catalog
import Hummingbird
import Postgres
import Receivables
import Vocabulary

/// The page of a payment: what it settles, what it wrote to the ledger; and its reversal.
enum PaymentPage {
    static let routes: [Route] =
        [
            .get("\(PaymentListPage.path)/:payment", .needs(.seeReceivables), show),
            .get("\(PaymentListPage.path)/:payment/reverse", .needs(.recordPayments)) {
                try await ask($0, fields: $0.query, problem: nil)
            },
            .post("\(PaymentListPage.path)/:payment/reverse", .needs(.recordPayments), reverse),
        ] + PaymentAllocatePage().routes + PaymentUnallocatePage().routes

    static func path(_ id: DocumentID) -> String { "\(PaymentListPage.path)/\(id)" }

    /// The payment of the address, of the session's entity.
    static func find(_ request: PageRequest, on connection: Connection) throws -> Payment {
        let payment = try Payment.find(request.part("payment"), on: connection)
        guard payment.entityID == request.session.entityID else { throw Refusal.noPage }
        return payment
    }

    private static func find(_ request: PageRequest, _ name: String) async throws -> (
        Payment, [Payment.Allocation], [InvoiceSheet.Entry], [Shell.EntityChoice]
    ) {
        let entityID = request.session.entityID
        return try await request.read { connection in
            let payment = try Payment.find(name, on: connection)
            guard payment.entityID == entityID else { throw Refusal.noPage }
            return (
                payment, try payment.allocations(on: connection),
                try InvoiceSheet.Entry.list(documentID: payment.paymentID, limit: 200, on: connection),
                try Shell.entities(request, on: connection)
            )
        }
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let (payment, allocations, entries, entities) = try await find(request, request.part("payment"))
        var header = PageHeader(title: payment.number, badge: Badge(payment))
        if request.may(.recordPayments), payment.state == "recorded" {
            let path = path(payment.paymentID)
            header.actions = [PageHeader.Action(title: "Reverse", href: "\(path)/reverse")]
            if payment.purpose == .advance, (payment.leftMinor ?? 0) > 0 {
                let fields = FormFields([("partner", payment.partner), ("document", payment.number)])
                header.actions.insert(
                    PageHeader.Action(
                        title: "Use it", href: fields.address(PaymentOutPage.path(.advanceUse)), isPrimary: true), at: 0
                )
            } else if (payment.leftMinor ?? 0) > 0 {
                header.actions.insert(
                    PageHeader.Action(title: "Allocate", href: "\(path)/allocate", isPrimary: true), at: 0)
            }
            if payment.allocatedMinor > 0, payment.purpose == .received {
                header.actions.append(
                    PageHeader.Action(title: "Take it from its invoices", href: "\(path)/unallocate"))
            }
        }
        if let day = payment.reversedOn { header.note = "Reversed on \(day)\(payment.reason.map { ": \($0)" } ?? "")" }
        let digits = payment.minorDigits
        var strip = [
            StripItem(name: "Total, \(payment.currency)", amount: Amount.minor(payment.totalMinor, digits: digits).text)
        ]
        if let left = payment.leftMinor {
            strip.append(
                StripItem(
                    name: "Settles", amount: Amount.minor(payment.allocatedMinor, digits: digits).text, sign: "\u{2212}"
                ))
            strip.append(
                StripItem(name: "Unapplied", amount: Amount.minor(left, digits: digits).text, sign: "=", isResult: true)
            )
        }
        var facts = [
            Fact("Partner", payment.partner, href: PartnerListPage.path(of: payment.partner)),
            Fact("Purpose", payment.purpose.words), Fact("Value day", payment.valueOn),
            Fact("In the books on", payment.effectiveOn),
        ]
        if payment.feeMinor != 0, let bank = payment.bankCurrency {
            facts.append(
                Fact(
                    "Bank fee",
                    "\(bank) \(Amount.minor(payment.feeMinor, digits: payment.bankMinorDigits ?? digits).text)"))
        }
        if payment.withheldMinor != 0 {
            facts.append(
                Fact("Withheld tax", "\(payment.currency) \(Amount.minor(payment.withheldMinor, digits: digits).text)"))
        }
        if let reference = payment.reference { facts.append(Fact("Reference", reference)) }
        let content = Sheet(
            header: header, facts: facts, strip: strip,
            sections: [settled(payment, allocations), journal(entries)])
        return request.sheet(
            Shell(
                request, title: payment.number,
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Payments", href: PaymentListPage.path), Shell.Crumb(title: payment.number),
                ], entities: entities), content)
    }

    private static func settled(_ payment: Payment, _ allocations: [Payment.Allocation]) -> SheetSection {
        let columns = [
            DataTable.Column("Document"), DataTable.Column("From", first: true), DataTable.Column("Until", first: true),
            DataTable.Column("Amount, \(payment.currency)", .number, first: true),
        ]
        return SheetSection(
            "settles", "What it settles", note: "Parts that ended stay listed",
            table: DataTable(
                "cap-settles", "What it settles", hidesCaption: true, columns: columns,
                rows: allocations.map { part in
                    let name = part.number ?? "Document \(part.documentID)"
                    return DataTable.Row(
                        cells: [
                            .key(
                                columns[0], name,
                                part.kind == "invoice" ? InvoicePage.path(part.documentID) : path(part.documentID)),
                            .day(columns[1], part.allocatedOn), .day(columns[2], part.endedOn),
                            .amount(columns[3], .minor(part.amountMinor, digits: payment.minorDigits)),
                        ], name: name)
                }), empty: EmptyState(title: "It settles nothing", text: "No document was named, or none was open."))
    }

    static func journal(_ entries: [InvoiceSheet.Entry]) -> SheetSection {
        SheetSection(
            "ledger", "In the ledger", note: "Entries, each debits one account and credits another",
            table: journalTable(entries),
            empty: EmptyState(title: "Nothing in the ledger", text: "It wrote no journal."))
    }

    static func journalTable(_ entries: [InvoiceSheet.Entry]) -> DataTable {
        let columns = [
            DataTable.Column("Journal"), DataTable.Column("Effective", first: true),
            DataTable.Column("Debit", .wrap, first: true), DataTable.Column("Credit", .wrap),
            DataTable.Column("Currency", .currency), DataTable.Column("Amount", .number, first: true),
        ]
        return DataTable(
            "cap-entries", "Entries", hidesCaption: true, classes: " data-table--compact ledger-table",
            columns: columns,
            rows: entries.map { entry in
                let name =
                    "\(entry.journalID) \(entry.kind)" + (entry.reversesJournalID.map { ", takes back \($0)" } ?? "")
                return DataTable.Row(
                    cells: [
                        .key(columns[0], name, nil), .day(columns[1], entry.effectiveOn),
                        .text(columns[2], entry.debitAccount), .text(columns[3], entry.creditAccount),
                        .text(columns[4], entry.currency), .amount(columns[5], .micros(entry.amountMicros)),
                    ], name: "journal \(name)")
            })
    }

    // MARK: - Reversal

    private static func ask(_ request: PageRequest, fields: FormFields, problem: Refusal?) async throws -> Response {
        let (payment, allocations, _, entities) = try await find(request, request.part("payment"))
        let live = allocations.filter { $0.endedOn == nil }
        let amount = "\(payment.currency) \(Amount.minor(payment.totalMinor, digits: payment.minorDigits).text)"
        var effects = [
            Confirmation.Effect(
                what: "\(payment.number), \(amount)", detail: "is taken back whole; it stays listed as reversed"),
            Confirmation.Effect(
                what: "The ledger", detail: "gets the same entries turned round, on the first open day"),
        ]
        if !live.isEmpty {
            effects.append(
                Confirmation.Effect(
                    what: AmountText.count(Int64(live.count), "document"),
                    detail: "that it settles \(live.count == 1 ? "is" : "are") open again: "
                        + live.prefix(5).map { $0.number ?? "\($0.documentID)" }.joined(separator: ", ")))
        }
        let content = Confirmation(
            header: PageHeader(title: "Reverse \(payment.number)", badge: Badge(payment)),
            facts: [Fact("Partner", payment.partner), Fact("Value day", payment.valueOn)],
            problems: problem.map { [FormProblem(name: "reason", text: $0.message + ".")] } ?? [], effects: effects,
            journal: nil,
            fields: [
                Field(
                    "reason", "Reason",
                    hint: "Stays with the payment: chargeback, returned by the bank, recorded twice",
                    error: problem.map { $0.message + "." }, value: fields.typed("reason"), isArea: true)
            ], boxes: [],
            hidden: request.formTokens, action: "\(path(payment.paymentID))/reverse", verb: "Reverse \(payment.number)",
            isDangerous: true,
            cannot: payment.state == "recorded" ? nil : "It was reversed already.", cancel: path(payment.paymentID))
        return request.confirmation(
            Shell(
                request, title: problem == nil ? "Reverse \(payment.number)" : "Error: Reverse \(payment.number)",
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Payments", href: PaymentListPage.path),
                    Shell.Crumb(title: payment.number, href: path(payment.paymentID)),
                ], entities: entities), content, status: problem.map { Problem($0).status } ?? .ok)
    }

    private static func reverse(_ request: PageRequest) async throws -> Response {
        let (payment, _, _, _) = try await find(request, request.part("payment"))
        guard request.form["reason"] != nil else {
            return try await ask(
                request, fields: request.form,
                problem: Refusal(.invalid, "payment.reason_missing", "Enter the reason"))
        }
        let reason = request.form["reason"]
        do {
            _ = try await request.act("payment.reverse") {
                try PaymentSteps.reverse([payment.paymentID], reason: reason, on: $0)
            }
            return request.redirect(to: path(payment.paymentID), flash: Flash("Reversed \(payment.number)."))
        } catch {
            guard let refusal = Refusal(error), ![.busy, .unavailable].contains(refusal.code) else { throw error }
            return try await ask(request, fields: request.form, problem: refusal)
        }
    }
}
