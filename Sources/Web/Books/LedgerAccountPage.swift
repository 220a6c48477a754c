import Calendar
import Catalog
import Hummingbird
import Ledger
import Vocabulary

/// The general ledger of one account: what it held before, each entry with the balance behind it.
enum LedgerAccountPage {
    static let routes: [Route] = [
        .get("\(LedgerAccountListPage.path)/:account", .needs(.seeBooks), show),
        .get("\(LedgerAccountListPage.path)/:account/entries.csv", .needs(.seeBooks)) {
            try await export($0, as: .csv)
        },
        .get("\(LedgerAccountListPage.path)/:account/entries.xlsx", .needs(.seeBooks)) {
            try await export($0, as: .xlsx)
        },
        .get("\(TrialBalancePage.path)/journals/:journal", .needs(.seeBooks), journal),
    ]

    static func path(_ id: LedgerAccountID) -> String { "\(LedgerAccountListPage.path)/\(id)" }
    static func path(_ id: JournalID) -> String { "\(TrialBalancePage.path)/journals/\(id)" }

    private static let rowsMax: Int32 = 500

    private static func read(
        _ request: PageRequest, from: CivilDay?, to: CivilDay?, rowsMax: Int32
    ) async throws -> (LedgerAccountLine, AccountLedger, [Shell.EntityChoice]) {
        guard let id = Int32(exactly: try request.number("account")) else { throw Refusal.noPage }
        let entityID = request.session.entityID
        return try await request.read { connection in
            var filter = LedgerAccountLine.Filter()
            filter.entityID = entityID
            let account = try LedgerAccountLine.only(LedgerAccountID(rawValue: id), filter, on: connection)
            return (
                account,
                try AccountLedger.read(
                    accountID: account.accountID, from: from?.description, to: to?.description, rowsMax: rowsMax,
                    on: connection),
                try Shell.entities(request, on: connection)
            )
        }
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let fields = request.query
        let (from, fromProblem) = TrialBalancePage.day(fields, "from")
        let (to, toProblem) = TrialBalancePage.day(fields, "to")
        let (account, ledger, entities) = try await read(request, from: from, to: to, rowsMax: rowsMax)
        let name =
            account.type.replacing("_", with: " ").prefix(1).uppercased()
            + account.type.replacing("_", with: " ").dropFirst()
        let path = path(account.accountID)
        func input(_ name: String, _ label: String, _ problem: String?) -> Filters.Input {
            Filters.Input(name: name, label: label, value: fields.typed(name), isShort: true, problem: problem)
        }
        let chips = [("from", "from"), ("to", "to")].compactMap { name, words in
            fields[name].map { Filters.Chip(text: "\(words) \($0)", href: fields.setting(name, nil).address(path)) }
        }
        var facts = [
            Fact("Currency", account.currency), Fact("Balance", "debits less credits"), Fact("Of", "what is posted"),
        ]
        if let partner = account.partner {
            facts.insert(Fact("Partner", partner, href: PartnerListPage.path(of: partner)), at: 0)
        }
        let isSound = fromProblem == nil && toProblem == nil
        let content = Sheet(
            header: PageHeader(title: [name, account.partner].compactMap(\.self).joined(separator: ", ")), facts: facts,
            filters: Filters(
                action: path, label: "Entries",
                fields: [input("from", "First day", fromProblem), input("to", "Last day", toProblem)],
                chips: chips, applied: chips.isEmpty ? nil : "\(chips.count)", isOpen: !isSound),
            sections: [movements(account, ledger, fields, path)])
        return request.sheet(
            Shell(
                request, title: "\(isSound ? "" : "Error: ")\(name)",
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Ledger", href: TrialBalancePage.path),
                    Shell.Crumb(title: "Accounts", href: LedgerAccountListPage.path), Shell.Crumb(title: name),
                ], entities: entities), content, status: isSound ? .ok : .unprocessableContent)
    }

    private static func movements(
        _ account: LedgerAccountLine, _ ledger: AccountLedger, _ fields: FormFields, _ path: String
    ) -> SheetSection {
        let columns = [
            DataTable.Column("Journal"), DataTable.Column("Day", first: true), DataTable.Column("Against", .wrap),
            DataTable.Column("Debit", .number, first: true), DataTable.Column("Credit", .number, first: true),
            DataTable.Column("Balance", .number),
        ]
        let digits = Amount.digits(
            of: ledger.movements.flatMap { [$0.micros, $0.balanceMicros] } + [
                ledger.openingMicros, ledger.closingMicros,
            ],
            atLeast: account.minorDigits)
        func amount(_ micros: Int128) -> Amount { .exact(micros, digits: digits) }
        func edge(_ title: String, _ micros: Int128) -> DataTable.Row {
            DataTable.Row(
                cells: [.total(title, columns: 5), .amount(columns[5], amount(micros))], name: title, hasMore: false)
        }
        var table = DataTable(
            "cap-movements", "Entries", hidesCaption: true, classes: " data-table--sticky ledger-table",
            columns: columns,
            rows: ledger.movements.map { movement in
                let what = movement.document.isEmpty ? movement.kind.replacing("_", with: " ") : movement.document
                let against = [movement.otherType.replacing("_", with: " "), movement.otherPartner].compactMap(\.self)
                    .joined(separator: ", ")
                return DataTable.Row(
                    cells: [
                        .key(
                            columns[0], movement.reversal.map { "\(what), \($0)" } ?? what,
                            self.path(movement.journalID)),
                        .day(columns[1], movement.effectiveOn), .text(columns[2], against),
                        movement.micros > 0 ? .amount(columns[3], amount(movement.micros)) : .none(columns[3]),
                        movement.micros < 0 ? .amount(columns[4], amount(-movement.micros)) : .none(columns[4]),
                        .amount(columns[5], amount(movement.balanceMicros)),
                    ], name: what)
            })
        table.groups[0].rows.insert(edge("Opening balance", ledger.openingMicros), at: 0)
        table.foot = [edge("Closing balance", ledger.closingMicros)]
        let left = ledger.movementsInAll - Int64(ledger.movements.count)
        return SheetSection(
            "movements", "Entries", note: "In the order of their days", table: table,
            foot: TableFoot(
                rows: left > 0
                    ? "The first \(Amount.count(Int64(ledger.movements.count)).text) of \(Amount.count(ledger.movementsInAll).text); later days show the others"
                    : AmountText.count(ledger.movementsInAll, "entry"),
                exports: TableFoot.Export.both("\(path)/entries", fields)),
            empty: EmptyState(title: "No entries", text: "Nothing moved between these days."))
    }

    private static func export(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let query = request.query.setting("account", request.part("account"))
        return try await ListExport.answer(request, "entries", as: form, query: query)
    }

    // MARK: - A journal

    private static func journal(_ request: PageRequest) async throws -> Response {
        let id = JournalID(try request.number("journal"))
        let entityID = request.session.entityID
        let (head, lines, entities) = try await request.read { connection in
            guard let head = try JournalHead.find(id, entityID: entityID, on: connection) else { throw Refusal.noPage }
            var filter = LedgerEntryLine.Filter()
            filter.journalID = id
            filter.rowsMax = Int(rowsMax)
            return (head, try LedgerEntryLine.list(filter, on: connection), try Shell.entities(request, on: connection))
        }
        let columns = [
            DataTable.Column("Entry"), DataTable.Column("Day", first: true),
            DataTable.Column("Debit", .wrap, first: true),
            DataTable.Column("Credit", .wrap, first: true), DataTable.Column("Currency", .currency),
            DataTable.Column("Amount", .number),
        ]
        let digits = Amount.digits(of: lines.map(\.amountMicros), atLeast: lines.map(\.minorDigits).max() ?? 2)
        func account(_ type: String, _ partner: String?) -> String {
            [type.replacing("_", with: " "), partner].compactMap(\.self).joined(separator: ", ")
        }
        var facts = [
            Fact("Kind", head.kindName), Fact("Recorded", Instant(head.recordedAt)),
            Fact("By act", "\(head.actID)", href: ActPage.path(head.actID)),
        ]
        if let number = head.numberText { facts.append(Fact("Document", number)) }
        if let reversed = head.reversesJournalID {
            facts.append(Fact("Takes back", "journal \(reversed)", href: path(JournalID(reversed))))
        }
        if let by = head.reversedByID {
            facts.append(Fact("Taken back by", "journal \(by)", href: path(JournalID(by))))
        }
        facts.append(Fact("Sealed", head.block.map { "in block \($0)" } ?? "not yet"))
        let content = Sheet(
            header: PageHeader(title: "Journal \(id)"), facts: facts, filters: nil,
            sections: [
                SheetSection(
                    "entries", "Entries", note: "Each debits one account and credits another",
                    table: DataTable(
                        "cap-entries", "Entries", hidesCaption: true, classes: " data-table--sticky ledger-table",
                        columns: columns,
                        rows: lines.map { line in
                            DataTable.Row(
                                cells: [
                                    .key(columns[0], "\(line.entryID)", nil), .day(columns[1], line.effectiveOn),
                                    .text(columns[2], account(line.debitType, line.debitPartner)),
                                    .text(columns[3], account(line.creditType, line.creditPartner)),
                                    .text(columns[4], line.currency),
                                    .amount(columns[5], .exact(line.amountMicros, digits: digits)),
                                ], name: "entry \(line.entryID)")
                        }),
                    foot: TableFoot(
                        rows: head.entries > Int64(lines.count)
                            ? "The newest \(Amount.count(Int64(lines.count)).text) of \(Amount.count(head.entries).text)"
                            : AmountText.count(head.entries, "entry")),
                    empty: EmptyState(title: "No entries", text: "What was posted came to nothing."))
            ])
        return request.sheet(
            Shell(
                request, title: "Journal \(id)",
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Ledger", href: TrialBalancePage.path), Shell.Crumb(title: "Journal \(id)"),
                ], entities: entities), content)
    }
}
