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
