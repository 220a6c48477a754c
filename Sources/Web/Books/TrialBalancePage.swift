import Calendar
import Catalog
import Hummingbird
import Ledger
import Vocabulary

/// The books at a glance: debits and credits of each type of account by currency, as of any day; each leads to its accounts.
enum TrialBalancePage {
    static let path = "/admin/billing/ledger"

    static let routes: [Route] = [
        .get(path, .needs(.seeBooks), show),
        .get("\(path).csv", .needs(.seeBooks)) { try await export($0, as: .csv) },
        .get("\(path).xlsx", .needs(.seeBooks)) { try await export($0, as: .xlsx) },
    ]

    static func tabs(at path: String) -> Tabs {
        Tabs(
            label: "Ledger",
            links: [
                (self.path, "Trial balance"), (LedgerAccountListPage.path, "Accounts"),
                (JournalListPage.path, "Journals by hand"), (RevaluationPage.path, "Revaluation"),
                (PeriodLockPage.path, "Periods"), (ChecksPage.path, "Checks"),
            ].map {
                Tabs.Link(title: $0.1, href: $0.0, count: nil, isCurrent: $0.0 == path)
            })
    }

    /// The day by which a report is asked for, and what of it cannot be read.
    static func day(_ fields: FormFields, _ name: String) -> (day: CivilDay?, problem: String?) {
        guard let text = fields[name] else { return (nil, nil) }
        guard let day = CivilDay(text) else { return (nil, "Enter the day as 2026-10-31") }
        return (day, nil)
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let fields = request.query
        let (asOf, problem) = day(fields, "as_of")
        let entityID = request.session.entityID
        let (lines, entities) = try await request.read { connection in
            (
                try TrialBalanceLine.read(entityID: entityID, asOf: asOf?.description, on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        let chips =
            fields["as_of"].map {
                [Filters.Chip(text: "as of \($0)", href: fields.setting("as_of", nil).address(path))]
            } ?? []
        let content = Sheet(
            header: PageHeader(title: "Trial balance"),
            facts: [
                Fact("Entity", request.session.entityName), Fact("As of", asOf.map { "the end of \($0)" } ?? "now"),
                Fact("Of", "what is posted"),
            ], tabs: tabs(at: path),
            filters: Filters(
                action: path, label: "Trial balance",
                fields: [
                    Filters.Input(
                        name: "as_of", label: "As of day", value: fields.typed("as_of"), isShort: true, problem: problem
                    )
                ], chips: chips, applied: chips.isEmpty ? nil : "1", isOpen: problem != nil),
            table: lines.isEmpty ? nil : table(lines),
            foot: lines.isEmpty
                ? nil
                : TableFoot(
                    rows: AmountText.count(Int64(lines.count), "row"),
                    exports: TableFoot.Export.both(path, fields)),
            empty: lines.isEmpty
                ? EmptyState(
                    title: "No entries", text: "The first file closed or invoice issued writes here.",
                    action: chips.isEmpty ? nil : "Now", href: chips.isEmpty ? nil : path) : nil)
        return request.sheet(
            Shell(
                request, title: problem == nil ? "Trial balance" : "Error: Trial balance",
                crumbs: [.billing], entities: entities), content,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    private static func table(_ lines: [TrialBalanceLine]) -> DataTable {
        let columns = [
            DataTable.Column("Account", .wrap), DataTable.Column("Class"), DataTable.Column("Entries", .number),
            DataTable.Column("Currency", .currency), DataTable.Column("Debit", .number, first: true),
            DataTable.Column("Credit", .number, first: true), DataTable.Column("Balance", .number, first: true),
        ]
        let digits = Amount.digits(
            of: lines.flatMap { [$0.debitMicros, $0.creditMicros] }, atLeast: lines.map(\.minorDigits).max() ?? 2)
        var table = DataTable(
            "cap-trial", "Trial balance", hidesCaption: true, classes: " data-table--sticky", columns: columns,
            rows: lines.map { line in
                func amount(_ micros: Int128) -> Amount { .exact(micros, digits: digits) }
                return DataTable.Row(
                    cells: [
                        .key(
                            columns[0], line.name,
                            FormFields([("type", line.type), ("currency", line.currency)]).address(
                                LedgerAccountListPage.path),
                            isShort: false), .text(columns[1], line.accountClass),
                        .amount(columns[2], .count(line.entries)), .text(columns[3], line.currency),
                        .amount(columns[4], amount(line.debitMicros)), .amount(columns[5], amount(line.creditMicros)),
                        .amount(columns[6], amount(line.debitMicros - line.creditMicros)),
                    ], name: line.name)
            })
        table.foot = Dictionary(grouping: lines, by: \.currency).sorted { $0.key < $1.key }.map { currency, lines in
            let debit = lines.reduce(Int128(0)) { $0 + $1.debitMicros }
            let credit = lines.reduce(Int128(0)) { $0 + $1.creditMicros }
            func amount(_ micros: Int128) -> Amount { .exact(micros, digits: digits) }
            return DataTable.Row(
                cells: [
                    .total("Total, \(currency)", columns: 3), .text(columns[3], currency),
                    .amount(columns[4], amount(debit)), .amount(columns[5], amount(credit)),
                    .amount(columns[6], amount(debit - credit)),
                ], name: "", hasMore: false)
        }
        return table
    }

    private static func export(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let (asOf, problem) = day(request.query, "as_of")
        guard problem == nil else { return request.redirect(to: request.query.address(path)) }
        let entityID = request.session.entityID
        let lines = try await request.read {
            try TrialBalanceLine.read(entityID: entityID, asOf: asOf?.description, on: $0)
        }
        let titles = [
            "account", "name", "class", "accounts", "entries", "currency", "debit", "credit", "balance",
            "functional_currency", "functional_balance", "as_of",
        ]
        let rows = lines.map { line in
            [
                line.type, line.name, line.accountClass, "\(line.accounts)", "\(line.entries)", line.currency,
                Amount.plain(micros: line.debitMicros), Amount.plain(micros: line.creditMicros),
                Amount.plain(micros: line.debitMicros - line.creditMicros), line.functionalCurrency,
                Amount.plain(micros: line.functionalMicros), asOf?.description ?? "",
            ]
        }
        return try TableFile.response(
            request, [titles] + rows, name: "trial-balance-\(request.session.entityCode)", as: form)
    }
}
