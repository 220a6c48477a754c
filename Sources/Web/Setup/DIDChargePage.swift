import Accounts
import Calendar
import Catalog
import Hummingbird
import Postgres
import Receivables
import Vocabulary

/// Charges of DIDs for a period: shown, then written.
struct DIDChargePage: StatedAct {
    static let path = "\(SetupPage.path)/dids/charge"
    static let routes: [Route] = DIDChargePage().routes

    var path: String { Self.path }
    var permission: Permission { .runInvoices }
    var act: String { "did.charge" }

    private static let shown = 200

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        ActForm(
            title: "Charge DIDs", verb: "Charge", facts: [Fact("Entity", request.session.entityName)],
            note: "What was charged before is not charged again.",
            fields: [
                Field(
                    "period", "Period", hint: "A month, such as 2026-10, or the first day of a period",
                    error: problems.of("period"), value: fields.typed("period"), width: 12)
            ], crumbs: SetupPage.crumbs + [Shell.Crumb(title: "DIDs", href: "\(SetupPage.path)/dids")],
            cancel: "\(SetupPage.path)/dids")
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, on connection: Connection
    ) throws -> DIDCharging.Report {
        guard let period = fields["period"].flatMap(BillingPeriod.init) else {
            throw FormProblems("period", "Enter the period as a month, such as 2026-10, or as its first day.")
        }
        return try DIDCharging.run(
            entityID: request.session.entityID, period: period, isDryRun: false, on: connection)
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ report: DIDCharging.Report, on connection: Connection
    ) throws -> ActEffects {
        var effects = ActEffects(
            effects: sums(report).map { Confirmation.Effect(what: $0.what, detail: $0.detail) })
        if effects.effects.isEmpty {
            effects.effects = [
                Confirmation.Effect(what: "Nothing", detail: "What is due of these periods has been charged.")
            ]
        }
        if report.numbersBegunEarlier > 0, let first = report.begunEarlierOn {
            effects.warning =
                "\(AmountText.count(report.numbersBegunEarlier, "number")) began earlier, the first on \(first), in a period that was never charged: charge that period too."
        }
        let columns = [
            DataTable.Column("Number"), DataTable.Column("Customer", first: true), DataTable.Column("Kind"),
            DataTable.Column("Period"), DataTable.Column("Days", .number),
            DataTable.Column("Amount", .number, first: true), DataTable.Column("Currency", .currency),
            DataTable.Column("Paid"),
        ]
        effects.sections = [
            SheetSection(
                "charges", "Charges", note: AmountText.count(Int64(report.charges.count), "charge"),
                table: DataTable(
                    "cap-charges", "Charges by number", hidesCaption: true, columns: columns,
                    rows: report.charges.prefix(Self.shown).map { charge in
                        DataTable.Row(
                            cells: [
                                .key(columns[0], charge.number, nil), .text(columns[1], charge.partner),
                                .text(columns[2], charge.kind),
                                .text(columns[3], Period.text(charge.servicePeriod, charge.periodEndOn)),
                                charge.kind == "setup"
                                    ? .none(columns[4]) : .text(columns[4], "\(charge.days) of \(charge.periodDays)"),
                                .amount(
                                    columns[5], .exact(Int128(charge.amountMicros), digits: charge.minorDigits),
                                    label: "Amount, \(charge.currency)"),
                                .text(columns[6], charge.currency),
                                .text(columns[7], charge.prepaid ? "from the deposit" : "by invoice"),
                            ], name: charge.number)
                    }),
                foot: report.charges.count > Self.shown
                    ? TableFoot(rows: "The first \(Self.shown) of \(Amount.count(Int64(report.charges.count)).text)")
                    : nil,
                empty: EmptyState(title: "No charges", text: "Nothing is due."))
        ]
        return effects
    }

    private func sums(_ report: DIDCharging.Report) -> [(what: String, detail: String)] {
        Dictionary(grouping: report.charges, by: \.currency).sorted { $0.key < $1.key }.map { currency, charges in
            let micros = charges.reduce(Int128(0)) { $0 + Int128($1.amountMicros) }
            return (
                "\(currency) \(Amount.exact(micros, digits: charges[0].minorDigits).text)",
                "in \(AmountText.count(Int64(charges.count), "charge")), posted at once"
            )
        }
    }

    func done(_ request: PageRequest, _ known: Void, _ report: DIDCharging.Report) -> (path: String, flash: Flash) {
        let total = sums(report).map(\.what).joined(separator: ", ")
        return (
            "\(SetupPage.path)/dids",
            Flash(
                report.charges.isEmpty
                    ? "Nothing was left to charge."
                    : "\(AmountText.count(Int64(report.charges.count), "charge")): \(total).")
        )
    }
}
