import Accounts
import Calendar
import Catalog
import Hummingbird
import Ledger
import NIOPosix
import Operations
import Postgres
import Vocabulary

/// Revaluations of foreign currencies, the latest month first.
enum RevaluationPage {
    static let path = "\(TrialBalancePage.path)/revaluation"

    static let routes: [Route] = [.get(path, .needs(.seeBooks), show)] + RevaluationMakePage().routes

    private static let monthsShown = 12

    private static func show(_ request: PageRequest) async throws -> Response {
        let entityID = request.session.entityID
        let (made, entities) = try await request.read { connection in
            (try Revaluation.list(entityID: entityID, on: connection), try Shell.entities(request, on: connection))
        }
        var sheet = Sheet(
            header: PageHeader(title: "Revaluation"), facts: [Fact("Entity", request.session.entityName)],
            tabs: TrialBalancePage.tabs(at: path))
        if request.may(.postJournals) {
            sheet.header.actions = [
                PageHeader.Action(title: "Revalue a month", href: RevaluationMakePage.path, isPrimary: true)
            ]
        }
        if made.isEmpty {
            sheet.empty = EmptyState(
                title: "Nothing was revalued",
                text: "What is held in foreign currencies is measured anew at the end of a month.",
                command: "didtron ledger revalue --month 2026-10")
        } else {
            sheet.sections = made.prefix(monthsShown).map(section)
        }
        return request.sheet(
            Shell(
                request, title: "Revaluation",
                crumbs: [.billing, Shell.Crumb(title: "Ledger", href: TrialBalancePage.path)], entities: entities),
            sheet)
    }

    static func section(_ revaluation: Revaluation) -> SheetSection {
        let functional = revaluation.lines.first?.functionalCurrency ?? ""
        let digits = Amount.digits(
            of: revaluation.lines.flatMap { [$0.bookedMicros, $0.closingMicros] }, atLeast: 2)
        let columns = [
            DataTable.Column("Account", .wrap), DataTable.Column("Currency", .currency),
            DataTable.Column("Holds", .number, first: true), DataTable.Column("Rate", .wrap),
            DataTable.Column("Booked, \(functional)", .number), DataTable.Column("Worth, \(functional)", .number),
            DataTable.Column("Difference, \(functional)", .number, first: true),
        ]
        var table = DataTable(
            "cap-reval-\(revaluation.revaluationID)", "Accounts in foreign currencies at \(revaluation.monthEndOn)",
            hidesCaption: true, classes: " ledger-table", columns: columns,
            rows: revaluation.lines.map { line in
                let name = [line.type.replacing("_", with: " "), line.partner].compactMap(\.self).joined(
                    separator: ", ")
                return DataTable.Row(
                    cells: [
                        .key(columns[0], name, LedgerAccountPage.path(line.accountID), isShort: false),
                        .text(columns[1], line.currency),
                        .amount(columns[2], .exact(line.micros, digits: line.minorDigits)),
                        .text(
                            columns[3],
                            "\(line.rate) \(line.isInverse ? "\(line.currency) for one \(line.functionalCurrency)" : "\(line.functionalCurrency) for one \(line.currency)"), of \(line.rateOn)"
                        ),
                        .amount(columns[4], .exact(line.bookedMicros, digits: digits)),
                        .amount(columns[5], .exact(line.closingMicros, digits: digits)),
                        .amount(columns[6], .exact(line.closingMicros - line.bookedMicros, digits: digits)),
                    ], name: name)
            })
        let sum = revaluation.lines.reduce(Int128(0)) { $0 + $1.closingMicros - $1.bookedMicros }
        table.foot = [
            DataTable.Row(
                cells: [.total("Difference", columns: 6), .amount(columns[6], .exact(sum, digits: digits))], name: "",
                hasMore: false)
        ]
        let unconverted = revaluation.lines.reduce(Int64(0)) { $0 + $1.unconverted }
        return SheetSection(
            "reval-\(revaluation.revaluationID)", "\(revaluation.monthEndOn), revision \(revaluation.revision)",
            note: "Journal \(revaluation.journalID), taken back by journal \(revaluation.reversalID)"
                + (unconverted > 0 ? "; \(AmountText.count(unconverted, "entry")) without an exchange rate" : ""),
            table: table, empty: EmptyState(title: "No accounts", text: ""))
    }
}

/// Measures a month's end.
struct RevaluationMakePage: StatedAct {
    static let path = "\(RevaluationPage.path)/make"

    var path: String { Self.path }
    var permission: Permission { .postJournals }
    var act: String { "ledger.revalue" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        ActForm(
            title: "Revalue a month", verb: "Revalue", facts: [Fact("Entity", request.session.entityName)],
            note:
                "Receivable, payable, unbilled, accrued and disputed amounts and banks, by the exchange rates of the last day; a second journal takes it back on the next.",
            fields: [
                Field(
                    "month", "Month", hint: "Such as 2026-10: it is over and not locked", error: problems.of("month"),
                    value: fields.typed("month"), width: 12)
            ],
            crumbs: [
                .billing, Shell.Crumb(title: "Ledger", href: TrialBalancePage.path),
                Shell.Crumb(title: "Revaluation", href: RevaluationPage.path),
            ], cancel: RevaluationPage.path)
    }

    func prepare(_ request: PageRequest) async throws {
        let closing = BooksClosing(
            request.web.database, by: request.actRequest(act).actor, from: request.actRequest(act).origin)
        let entityID = request.session.entityID
        try await NIOThreadPool.singleton.runIfActive { _ = try closing.run(entityID: entityID) }
    }

    /// Nil where nothing differs.
    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, on connection: Connection
    ) throws -> Revaluation? {
        guard let text = fields["month"], let period = BillingPeriod(text), period.first == period.first.startOfMonth,
            period.endBefore == period.first.startOfNextMonth
        else { throw FormProblems("month", "Enter the month, such as 2026-10.") }
        do {
            return try Revaluation.make(
                entityID: request.session.entityID, monthEnd: period.last.description, on: connection)
        } catch let refusal as Refusal where refusal.place?.field == nil && refusal.code != .busy {
            throw FormProblems("month", "\(refusal.message).")
        }
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ made: Revaluation?, on connection: Connection
    ) throws -> ActEffects {
        guard let made else {
            return ActEffects(effects: [Confirmation.Effect(what: "Nothing", detail: "differs from what is booked")])
        }
        return ActEffects(
            effects: [
                Confirmation.Effect(
                    what: AmountText.count(Int64(made.lines.count), "account"),
                    detail: "\(made.lines.count == 1 ? "is" : "are") measured anew at \(made.monthEndOn)"),
                Confirmation.Effect(what: "The day after", detail: "a second journal takes it back"),
            ], sections: [RevaluationPage.section(made)])
    }

    func done(_ request: PageRequest, _ known: Void, _ made: Revaluation?) -> (path: String, flash: Flash) {
        (
            RevaluationPage.path,
            made.map { Flash("Revalued \($0.monthEndOn) by journal \($0.journalID).") }
                ?? Flash("Nothing differs from what is booked.", kind: .warn)
        )
    }
}
