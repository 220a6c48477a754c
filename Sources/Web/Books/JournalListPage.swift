import Accounts
import Catalog
import Hummingbird
import Ledger
import Postgres
import Vocabulary

/// Journals by hand and opening balances: proposed, posted, taken back.
enum JournalListPage {
    static let path = "\(TrialBalancePage.path)/by-hand"

    static let routes: [Route] =
        [
            .get(path, .needs(.seeBooks), show),
            .get("\(path)/:document", .needs(.seeBooks), one),
        ] + JournalEnterPage().routes + JournalImportPage().routes
        + JournalStep.allCases.flatMap { JournalStepPage(step: $0).routes }

    static let crumbs: [Shell.Crumb] = [
        .billing, Shell.Crumb(title: "Ledger", href: TrialBalancePage.path),
        Shell.Crumb(title: "Journals by hand", href: path),
    ]

    static func path(_ id: DocumentID) -> String { "\(path)/\(id)" }

    private static let shown: Int32 = 200

    private static func show(_ request: PageRequest) async throws -> Response {
        let fields = request.query
        let entityID = request.session.entityID
        let state = fields["view"].flatMap { ["proposed", "posted", "refused"].contains($0) ? $0 : nil }
        let (journals, entities) = try await request.read { connection in
            var filter = ManualJournal.Filter()
            filter.entityID = entityID
            filter.state = state
            filter.rowsMax = shown + 1
            return (try ManualJournal.list(filter, on: connection), try Shell.entities(request, on: connection))
        }
        var sheet = Sheet(
            header: PageHeader(title: "Journals by hand"), facts: [Fact("Entity", request.session.entityName)],
            tabs: TrialBalancePage.tabs(at: path))
        if request.may(.postJournals) {
            sheet.header.actions = [
                PageHeader.Action(title: "Import a file", href: JournalImportPage.path),
                PageHeader.Action(title: "Enter a journal", href: JournalEnterPage.path, isPrimary: true),
            ]
        }
        let chosen = state ?? ""
        var input = Filters.Input(name: "view", label: "State", value: chosen)
        input.choices = [("", "Any"), ("proposed", "Waiting"), ("posted", "Posted"), ("refused", "Refused")].map {
            Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == chosen)
        }
        sheet.filters = Filters(
            action: path, label: "Journals", fields: [input],
            chips: state.map { [Filters.Chip(text: "state \($0)", href: path)] } ?? [],
            applied: state == nil ? nil : "1"
        )
        if journals.isEmpty {
            sheet.empty = EmptyState(
                title: "No journals by hand", text: "What files, invoices and payments cannot say is entered here.",
                action: state == nil ? nil : "Show all", href: state == nil ? nil : path)
        } else {
            sheet.table = table(Array(journals.prefix(Int(shown))))
            sheet.foot = TableFoot(
                rows: journals.count > Int(shown)
                    ? "The latest \(shown)" : AmountText.count(Int64(journals.count), "journal"))
        }
        return request.sheet(
            Shell(request, title: "Journals by hand", crumbs: Array(crumbs.dropLast()), entities: entities), sheet)
    }

    private static func table(_ journals: [ManualJournal]) -> DataTable {
        let columns = [
            DataTable.Column("Journal"), DataTable.Column("State", .state), DataTable.Column("Kind"),
            DataTable.Column("Effective", first: true), DataTable.Column("What for", .wrap, first: true),
            DataTable.Column("Lines", .number), DataTable.Column("Proposed by", .wrap),
            DataTable.Column("Decided by", .wrap),
        ]
        return DataTable(
            "cap-journals", "Journals by hand, the latest first", hidesCaption: true, columns: columns,
            rows: journals.map { journal in
                let name = journal.number.isEmpty ? "Proposal \(journal.documentID)" : journal.number
                return DataTable.Row(
                    cells: [
                        .key(columns[0], name, path(journal.documentID)), .badge(columns[1], Badge(journal)),
                        .text(columns[2], journal.kind == .opening ? "opening" : "by hand"),
                        .day(columns[3], journal.effectiveOn), .text(columns[4], journal.description),
                        .amount(columns[5], .count(journal.lines)), .text(columns[6], journal.proposedBy),
                        journal.decidedBy.map { .text(columns[7], $0) } ?? .none(columns[7]),
                    ], name: name)
            })
    }

    // MARK: - One

    static func find(_ request: PageRequest, on connection: Connection) throws -> ManualJournal {
        let journal = try ManualJournal.find(DocumentID(try request.number("document")), on: connection)
        guard journal.entity == request.session.entityCode else { throw Refusal.noPage }
        return journal
    }

    private static func one(_ request: PageRequest) async throws -> Response {
        let (journal, lines, entities) = try await request.read { connection in
            let journal = try find(request, on: connection)
            return (journal, try journal.content(on: connection), try Shell.entities(request, on: connection))
        }
        let name = journal.number.isEmpty ? "Proposal \(journal.documentID)" : journal.number
        var header = PageHeader(title: name, badge: Badge(journal), note: journal.description)
        if request.may(.postJournals) {
            let isOwn = journal.needsSecond && journal.proposedBy.hasSuffix(request.session.mail)
            if journal.state == "proposed" {
                if isOwn {
                    header.note = "\(journal.description). Waiting for approval by another person"
                } else {
                    header.actions = [
                        PageHeader.Action(title: "Post", href: "\(path(journal.documentID))/post", isPrimary: true)
                    ]
                }
                header.actions.append(
                    PageHeader.Action(title: "Refuse", href: "\(path(journal.documentID))/refuse"))
            } else if journal.state == "posted" {
                header.actions = [PageHeader.Action(title: "Reverse", href: "\(path(journal.documentID))/reverse")]
            }
        }
        var facts = [
            Fact("Effective", journal.effectiveOn), Fact("Proposed by", journal.proposedBy),
        ]
        if let by = journal.decidedBy { facts.append(Fact("Decided by", by)) }
        if let id = journal.journalID {
            facts.append(Fact("Posted as", "journal \(id)", href: LedgerAccountPage.path(id)))
        }
        if let id = journal.reversalID {
            facts.append(Fact("Taken back by", "journal \(id)", href: LedgerAccountPage.path(id)))
        }
        return request.sheet(
            Shell(request, title: name, crumbs: crumbs + [Shell.Crumb(title: name)], entities: entities),
            Sheet(header: header, facts: facts, sections: [section(lines)]))
    }

    static func section(_ lines: [ManualJournal.Line]) -> SheetSection {
        let columns = [
            DataTable.Column("Line"), DataTable.Column("Debit", .wrap, first: true),
            DataTable.Column("Credit", .wrap, first: true), DataTable.Column("Partner"),
            DataTable.Column("Period of service"), DataTable.Column("Currency", .currency),
            DataTable.Column("Amount", .number, first: true), DataTable.Column("Text", .wrap),
        ]
        return SheetSection(
            "lines", "Lines", note: "Each debits one account and credits another",
            table: DataTable(
                "cap-lines", "Lines of the journal", hidesCaption: true, classes: " ledger-table", columns: columns,
                rows: lines.map { line in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], "\(line.lineNumber)", nil),
                            .text(columns[1], line.debitType.replacing("_", with: " ")),
                            .text(columns[2], line.creditType.replacing("_", with: " ")),
                            line.partner.map { .text(columns[3], $0) } ?? .none(columns[3]),
                            .day(columns[4], line.servicePeriod), .text(columns[5], line.currency),
                            .amount(
                                columns[6], .exact(Int128(line.amountMicros), digits: line.minorDigits),
                                label: "Amount, \(line.currency)"),
                            line.text.map { .text(columns[7], $0) } ?? .none(columns[7]),
                        ], name: "line \(line.lineNumber)")
                }), empty: EmptyState(title: "No lines", text: ""))
    }
}

extension Badge {
    /// Badge of a journal by hand.
    init(_ journal: ManualJournal) {
        switch journal.state {
        case "posted": self.init(.paid, "Posted")
        case "reversed": self.init(.void, "Reversed")
        case "refused": self.init(.void, "Refused")
        default: self.init(.draft, "Waiting")
        }
    }
}
