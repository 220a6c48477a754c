import Catalog
import Receivables

/// A partner in the words of its page.
struct PartnerView: Sendable {
    let code: String
    let name: String
    /// Now, before and to come, a row a side and change.
    let terms: [PartnerPage.Terms]
    let positions: [PartnerPosition]
    let invoices: [InvoiceListing.Row]
    let payments: [Payment]

    var badge: Badge? {
        guard let position = positions.first, let mode = position.paymentMode else { return Badge(.draft, "Supplier") }
        if position.overdrawnMark { return Badge(.overdue, "Overdrawn") }
        if position.lowMark { return Badge(.partlyPaid, "Runs low") }
        return Badge(.issued, mode == "prepaid" ? "Prepaid" : "Postpaid")
    }

    var facts: [Fact] {
        var facts = [Fact("Code", code), Fact("As of", "now, with usage that is loaded and not posted")]
        if let zone = terms.first(where: { $0.zone != nil })?.zone { facts.append(Fact("Billing zone", zone)) }
        return facts
    }

    var warning: String? {
        guard let position = positions.first(where: { $0.unknownCalls > 0 }) else { return nil }
        return "\(AmountText.count(position.unknownCalls, "call")) wait for a price, for numbers that never had one."
    }

    var cards: [SummaryCard] {
        positions.flatMap { position -> [SummaryCard] in
            func card(_ label: String, _ micros: Int128, _ foot: String, attention: Bool = false, href: String? = nil)
                -> SummaryCard
            {
                SummaryCard(
                    label: label, currency: position.currency,
                    amount: Amount.exact(micros, digits: position.minorDigits).text, foot: foot, href: href,
                    isAttention: attention, state: attention ? "attention" : "ok")
            }
            var cards: [SummaryCard] = []
            let invoices = FormFields([("view", "outstanding"), ("partner", code)]).address(InvoiceListPage.path)
            if position.paymentMode == "prepaid" {
                cards.append(
                    card(
                        "Available", position.availableMicros,
                        "Deposit \(Amount.exact(position.depositMicros, digits: position.minorDigits).text) less usage, holds, suspense and tax",
                        attention: position.lowMark || position.overdrawnMark))
            }
            if position.paymentMode == "postpaid" || position.receivableMicros != 0 {
                cards.append(card("Owes us", position.receivableMicros, "Issued and not settled", href: invoices))
            }
            if position.paymentMode == "postpaid" {
                cards.append(
                    card(
                        "Not billed", position.unbilledMicros + position.unpostedSellMicros,
                        "Usage that no invoice has",
                        href: FormFields([("partner", code)]).address(UsagePage.path)))
                let limit = position.creditLimitMicros.map {
                    "of a limit of \(Amount.exact($0, digits: position.minorDigits).text)"
                }
                let isOver = position.creditLimitMicros.map { position.exposureMicros > $0 } ?? false
                cards.append(
                    card("Exposure", position.exposureMicros, limit ?? "No limit is agreed", attention: isOver))
            }
            if position.owedMicros != 0 || position.paymentMode == nil {
                cards.append(card("We owe", position.owedMicros, "Invoiced, accrued or not posted yet"))
            }
            if position.advanceMicros != 0 {
                cards.append(
                    card(
                        "Paid ahead", position.advanceMicros,
                        position.advanceRunsOutOn.map { "Runs out on \($0)" } ?? "Lasts at the present rate of use"))
            }
            return cards
        }
    }

    var sections: [SheetSection] { [invoiceSection, paymentSection, termSection] }

    private var invoiceSection: SheetSection {
        let columns = [
            DataTable.Column("Number"), DataTable.Column("State", .state), DataTable.Column("Period", first: true),
            DataTable.Column("Due"), DataTable.Column("Currency", .currency),
            DataTable.Column("Total", .number, first: true),
            DataTable.Column("Balance", .number, first: true),
        ]
        return SheetSection(
            "invoices", "Invoices", note: "The newest first",
            table: DataTable(
                "cap-invoices", "Invoices", hidesCaption: true, columns: columns,
                rows: invoices.map { invoice in
                    let name = invoice.number ?? "Draft \(invoice.invoiceID)"
                    return DataTable.Row(
                        cells: [
                            .key(columns[0], name, InvoicePage.path(invoice.invoiceID)),
                            .badge(columns[1], Badge(invoice)),
                            .text(columns[2], Period.text(invoice.periodStartOn, invoice.periodEndOn)),
                            .day(columns[3], invoice.dueOn), .text(columns[4], invoice.currency),
                            .amount(columns[5], .minor(invoice.totalMinor, digits: invoice.minorDigits)),
                            invoice.state == "issued"
                                ? .amount(columns[6], .minor(invoice.openMinor, digits: invoice.minorDigits))
                                : .none(columns[6]),
                        ], name: name)
                }),
            foot: invoices.isEmpty
                ? nil
                : TableFoot(
                    rows: "The newest \(invoices.count)", pagesLabel: "More invoices",
                    links: [
                        TableFoot.Link(
                            title: "All invoices", href: FormFields([("partner", code)]).address(InvoiceListPage.path),
                            rel: "next")
                    ]),
            empty: EmptyState(title: "No invoices", text: "None was made for this partner."))
    }

    private var paymentSection: SheetSection {
        SheetSection(
            "payments", "Payments", note: "The newest value day first",
            table: PaymentListPage.table(payments, withPartner: false),
            foot: payments.isEmpty
                ? nil
                : TableFoot(
                    rows: "The newest \(payments.count)", pagesLabel: "More payments",
                    links: [
                        TableFoot.Link(
                            title: "All payments", href: FormFields([("partner", code)]).address(PaymentListPage.path),
                            rel: "next")
                    ]),
            empty: EmptyState(title: "No payments", text: "None was recorded with this partner."))
    }

    private var termSection: SheetSection {
        let columns = [
            DataTable.Column("Side"), DataTable.Column("From", first: true), DataTable.Column("Until"),
            DataTable.Column("Pays", first: true), DataTable.Column("Cycle"), DataTable.Column("Terms", first: true),
            DataTable.Column("Limit", .number), DataTable.Column("Tax"),
        ]
        return SheetSection(
            "terms", "Terms", note: "Before, now and to come",
            table: DataTable(
                "cap-terms", "Terms", hidesCaption: true, columns: columns,
                rows: terms.map { term in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], term.side, nil),
                            term.from.map { .day(columns[1], $0) } ?? .text(columns[1], "always"),
                            .day(columns[2], term.to), .text(columns[3], term.paymentMode ?? "-"),
                            .text(columns[4], (term.cycle ?? "-").replacing("_", with: " ")),
                            .text(columns[5], PartnerListPage.terms(days: term.termsDays, kind: term.termsKind)),
                            term.creditLimit.map { .text(columns[6], AmountText.grouped($0)) } ?? .none(columns[6]),
                            term.tax.map { .text(columns[7], $0) } ?? .none(columns[7]),
                        ], name: "\(term.side) \(term.from ?? "")")
                }), empty: EmptyState(title: "No terms", text: "No agreement states any."))
    }
}
