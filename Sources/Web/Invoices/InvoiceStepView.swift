import Accounts
import Catalog
import Money
import Receivables
import Vocabulary

/// The effects of a step, in the words of its page.
struct InvoiceStepView {
    let step: InvoiceStep
    let choice: InvoiceStepPage.Choice
    /// One of them, for what is said of one.
    let first: InvoiceSheet
    let entries: [InvoiceSheet.Entry]
    let fields: FormFields
    let problem: Refusal?

    private var count: Int { choice.sheets.count }
    private var isOne: Bool { choice.isOne || count == 1 && choice.leftOut.isEmpty }
    private var name: String { InvoiceView(sheet: first).name }

    var title: String {
        isOne ? "\(step.verb) \(name)" : "\(step.verb) \(AmountText.count(Int64(count), "invoice"))"
    }

    func content(tokens: [Filters.Hidden], action: String) -> Confirmation {
        var header = PageHeader(title: title)
        if isOne { header.badge = Badge(first) }
        var facts: [Fact] = []
        if isOne {
            facts = [
                Fact("Customer", first.partnerName),
                Fact("Period", Period.text(first.periodStartOn, first.periodEndOn)),
                Fact("Total", "\(first.currency) \(Amount.minor(first.totalMinor, digits: first.minorDigits).text)"),
            ]
        }
        facts.append(Fact("As of", Instant(first.asOf)))
        let choices = choicesAsked
        var problems: [FormProblem] = []
        if let problem {
            let field = problem.place?.field ?? choices.first?.name
            problems = [FormProblem(name: field, text: problem.message + ".")]
        }
        return Confirmation(
            header: header, facts: facts, problems: problems, effects: effects, journal: journal, fields: asked,
            boxes: choices, hidden: hidden(tokens), action: action, verb: title, isDangerous: step == .void,
            cannot: count == 0 ? cannot : nil,
            cancel: isOne ? InvoicePage.path(first.invoiceID) : InvoiceListPage.path)
    }

    private var cannot: String {
        isOne
            ? "\(name) is \(first.state): only what is \(step.from.sorted().joined(separator: " or ")) can be \(step.done)."
            : "None of the chosen invoices can be \(step.done)."
    }

    // MARK: - What will happen

    private var effects: [Confirmation.Effect] {
        guard count > 0 else { return [] }
        var effects: [Confirmation.Effect] = []
        let sums = Self.sums(choice.sheets)
        let subject =
            isOne ? "\(name), \(first.partnerName), \(sums)" : "\(AmountText.count(Int64(count), "invoice")): \(sums)"
        switch step {
        case .approve:
            effects.append(
                Confirmation.Effect(
                    what: "Invoice", detail: "\(subject), becomes approved. It is not sent and can still be voided.")
            )
        case .issue:
            effects.append(
                Confirmation.Effect(
                    what: "Number",
                    detail: "\(subject), takes the next number\(isOne ? "" : "s") of the series, without gaps."))
            effects.append(
                Confirmation.Effect(
                    what: "Document",
                    detail:
                        "Names, terms and amounts are frozen today, with a hash over all of it. What is issued is taken back by a credit note alone."
                ))
            if isOne {
                effects.append(
                    Confirmation.Effect(
                        what: "Balance",
                        detail:
                            "\(first.partnerName) owes \(sums) more, due \(AmountText.count(first.paymentTermsDays, "day"))"
                            + (first.paymentTermsKind == "end_of_month"
                                ? " after the end of the month." : " after today.")))
            }
        case .void:
            effects.append(
                Confirmation.Effect(
                    what: "Invoice", detail: "\(subject), becomes void. It has no number, so none is lost."))
            effects.append(
                Confirmation.Effect(
                    what: "Usage",
                    detail: "\(AmountText.count(first.calls, "call")), \(first.currency) "
                        + "\(Amount.exact(first.exactMicros, digits: first.minorDigits).text), go back to unbilled: the next run takes them."
                ))
            effects.append(Confirmation.Effect(what: "Ledger", detail: "Nothing is written: a draft is in no journal."))
        }
        if !choice.leftOut.isEmpty, count > 0 {
            let names = choice.leftOut.prefix(5).map { "\(InvoiceView(sheet: $0).name) (\($0.state))" }
                .joined(separator: ", ")
            let more = choice.leftOut.count > 5 ? " and \(choice.leftOut.count - 5) more" : ""
            effects.append(
                Confirmation.Effect(what: "Left out", detail: "\(names)\(more): not in a state for this step."))
        }
        return effects
    }

    /// `USD 1,234.50, EUR 99.00`.
    private static func sums(_ sheets: [InvoiceSheet]) -> String {
        Dictionary(grouping: sheets, by: \.currency).sorted { $0.key < $1.key }.map { currency, sheets in
            let sum = sheets.reduce(Int128(0)) { $0 + Int128($1.totalMinor) }
            return "\(currency) \(Amount.minor(sum, digits: sheets[0].minorDigits).text)"
        }.joined(separator: ", ")
    }

    private var journal: DataTable? {
        guard !entries.isEmpty else { return nil }
        let columns = [
            DataTable.Column("Debit", .wrap, first: true), DataTable.Column("Credit", .wrap, first: true),
            DataTable.Column("Amount, \(first.currency)", .number, first: true),
        ]
        return DataTable(
            "cap-journal", "Journal that is written, \(first.currency)", classes: " ledger-table", columns: columns,
            rows: entries.map { entry in
                DataTable.Row(
                    cells: [
                        .key(columns[0], entry.debitAccount, nil, isShort: false),
                        .text(columns[1], entry.creditAccount),
                        .amount(columns[2], .micros(entry.amountMicros)),
                    ], name: entry.debitAccount)
            })
    }

    // MARK: - What is asked

    /// What has to be confirmed, as the refusal says.
    private var choicesAsked: [Confirmation.Box] {
        var boxes: [Confirmation.Box] = []
        let asked = problem?.facts["choice"]
        func box(_ name: String, _ label: String) {
            guard asked == name || fields[name] == "yes" else { return }
            boxes.append(
                Confirmation.Box(
                    name: name, label: label,
                    hint: asked == name ? "Tick it to go on all the same; it is kept in the audit." : ""))
        }
        box("keep_prices", "Keep the prices that the invoice has")
        box("leave_earlier", "Go on although an earlier period is not billed")
        return boxes
    }

    private var asked: [Field] {
        guard count > 0 else { return [] }
        var asked: [Field] = []
        if count > InvoiceStepPage.countedFrom {
            asked.append(
                Field(
                    "count", "Number of invoices", hint: "Type \(count) to confirm so many",
                    error: problem?.place?.field == "count" ? problem.map { $0.message + "." } : nil,
                    value: fields.typed("count"), width: 8, mode: "numeric"))
        }
        asked.append(
            Field(
                "reason", "Reason", hint: "Kept in the audit trail", value: fields.typed("reason"), isOptional: true,
                isArea: true))
        return asked
    }

    private func hidden(_ tokens: [Filters.Hidden]) -> [Filters.Hidden] {
        var hidden = tokens
        guard count <= InvoiceStepPage.atOnceMax else {
            return hidden + [Filters.Hidden(name: "all", value: "yes")]
        }
        for sheet in choice.sheets {
            if !choice.isOne { hidden.append(Filters.Hidden(name: "id", value: "\(sheet.invoiceID)")) }
            hidden.append(Filters.Hidden(name: "version", value: "\(sheet.invoiceID):\(sheet.version)"))
        }
        return hidden
    }
}
