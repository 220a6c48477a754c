import Accounts
import BankStatements
import Catalog
import Hummingbird
import Money
import Postgres
import Receivables
import Vocabulary

/// Bank statements that were imported, and their lines with what can be told of them.
enum BankFileListPage {
    static let path = "\(PaymentListPage.path)/bank-files"

    static let routes: [Route] =
        [.get(path, .needs(.seeReceivables), show), .get("\(path)/:file", .needs(.seeReceivables), one)]
        + BankFileImportPage().routes + BankLinesPage.allCases.flatMap(\.routes)

    static let crumbs = PaymentListPage.crumbs + [Shell.Crumb(title: "Bank files", href: path)]
    private static let linesShown = 300

    static func path(_ id: BankFileID) -> String { "\(path)/\(id)" }

    static func find(_ request: PageRequest, on connection: Connection) throws -> BankFile {
        let number = try request.number("file")
        let found = try BankFile.find("\(number)", on: connection)
        guard found.entityID == request.session.entityID, "\(found.fileID)" == "\(number)" else { throw Refusal.noPage }
        return found
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let entityID = request.session.entityID
        let (files, entities) = try await request.read { connection in
            (try BankFile.list(entityID: entityID, on: connection), try Shell.entities(request, on: connection))
        }
        var sheet = Sheet(
            header: PageHeader(title: "Bank files"), facts: [Fact("Entity", request.session.entityName)],
            tabs: PaymentListPage.tabs(FormFields(), at: path))
        if request.may(.recordPayments) {
            sheet.header.actions = [
                PageHeader.Action(title: "Import a bank file", href: BankFileImportPage.path, isPrimary: true)
            ]
        }
        if files.isEmpty {
            sheet.empty = EmptyState(
                title: "No bank files", text: "A statement of the bank becomes payments, each with the reason why.",
                command: "didtron payment import FILE")
        } else {
            let columns = [
                DataTable.Column("File", .wrap), DataTable.Column("Format"), DataTable.Column("Account", .wrap),
                DataTable.Column("Currency", .currency), DataTable.Column("Lines", .number, first: true),
                DataTable.Column("Open", .number, first: true), DataTable.Column("Received", first: true),
            ]
            sheet.table = DataTable(
                "cap-bank-files", "Bank files, the newest first", hidesCaption: true, columns: columns,
                rows: files.map { file in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], file.name, path(file.fileID), isShort: false),
                            .text(columns[1], file.format),
                            file.account.map { .text(columns[2], $0) } ?? .none(columns[2]),
                            .text(columns[3], file.currency), .amount(columns[4], .count(file.lines)),
                            .amount(columns[5], .count(file.openLines)), .instant(columns[6], file.receivedAt),
                        ], name: file.name)
                })
            sheet.foot = TableFoot(
                rows: files.count == 200 ? "The newest 200" : AmountText.count(Int64(files.count), "file"))
        }
        return request.sheet(
            Shell(request, title: "Bank files", crumbs: PaymentListPage.crumbs, entities: entities), sheet)
    }

    // MARK: - One

    private static func one(_ request: PageRequest) async throws -> Response {
        let (file, lines, entities) = try await request.read { connection in
            let file = try find(request, on: connection)
            return (
                file, try BankProposal.list(fileID: file.fileID, on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        let open = lines.filter { $0.state == "open" }
        let certain = open.filter { $0.certainty >= BankProposal.certain && $0.partnerID != nil }
        let view = request.query["view"] ?? ""
        let chosen: [BankProposal] =
            switch view {
            case "certain": certain
            case "doubtful": open.filter { $0.certainty < BankProposal.certain || $0.partnerID == nil }
            case "done": lines.filter { $0.state != "open" }
            default: lines
            }
        let path = path(file.fileID)
        var sheet = Sheet(
            header: PageHeader(title: file.name),
            facts: [
                Fact("Received", Instant(file.receivedAt)), Fact("Format", file.format),
                Fact("Currency", file.currency),
            ] + (file.account.map { [Fact("Account", $0)] } ?? []))
        sheet.tabs = Tabs(
            label: "Lines",
            links: [
                ("", "All", lines.count), ("certain", "Certain", certain.count),
                ("doubtful", "To look at", open.count - certain.count), ("done", "Done", lines.count - open.count),
            ].map { name, title, count in
                Tabs.Link(
                    title: title, href: name.isEmpty ? path : "\(path)?view=\(name)",
                    count: Amount.count(Int64(count)).text, isCurrent: view == name)
            })
        let mayRecord = request.may(.recordPayments)
        if mayRecord, !certain.isEmpty {
            sheet.header.actions = [
                PageHeader.Action(
                    title: "Record \(AmountText.count(Int64(certain.count), "certain line"))", href: "\(path)/confirm",
                    isPrimary: true)
            ]
        }
        if chosen.isEmpty {
            sheet.empty = EmptyState(
                title: "No such lines", text: "None of the file's lines is in this state.", action: "All lines",
                href: path)
        } else {
            sheet.table = table(Array(chosen.prefix(linesShown)), path, mayRecord: mayRecord)
            sheet.foot = TableFoot(
                rows: chosen.count > linesShown
                    ? "The first \(linesShown) of \(Amount.count(Int64(chosen.count)).text)"
                    : AmountText.count(Int64(chosen.count), "line"))
        }
        return request.sheet(
            Shell(request, title: file.name, crumbs: crumbs + [Shell.Crumb(title: file.name)], entities: entities),
            sheet)
    }

    private static func table(_ lines: [BankProposal], _ path: String, mayRecord: Bool) -> DataTable {
        var columns = [
            DataTable.Column("Line"), DataTable.Column("State", .state), DataTable.Column("Day"),
            DataTable.Column("Amount", .number, first: true),
            DataTable.Column("Payer and reference", .wrap, first: true),
            DataTable.Column("Partner", first: true), DataTable.Column("Because", .wrap),
        ]
        if mayRecord { columns.append(DataTable.Column("To do")) }
        let shown = columns
        return DataTable(
            "cap-bank-lines", "Lines of the file", hidesCaption: true, columns: columns,
            rows: lines.map { line in
                let payer = [line.payerName ?? line.payerIBAN, line.reference].compactMap(\.self).joined(
                    separator: ": ")
                let reasons = [line.reasons, line.invoices.map { "settles \($0)" }].compactMap(\.self)
                    .joined(separator: "; ")
                var cells: [Cell] = [
                    .key(shown[0], "\(line.lineNumber)", nil), .badge(shown[1], Badge(line)),
                    .day(shown[2], line.valueOn),
                    .amount(
                        shown[3], .minor(line.amountMinor, digits: line.minorDigits), label: "Amount, \(line.currency)"),
                    payer.isEmpty ? .none(shown[4]) : .text(shown[4], String(payer.prefix(140))),
                    line.partner.map { .link(shown[5], $0, PartnerListPage.path(of: $0)) } ?? .none(shown[5]),
                    line.payment.map { .text(shown[6], "payment \($0)") }
                        ?? .text(
                            shown[6], reasons.isEmpty ? (line.amountMinor < 0 ? "went out" : "nothing tells") : reasons),
                ]
                if mayRecord {
                    cells.append(
                        line.state == "open"
                            ? .link(shown[7], "Decide", "\(path)/line/\(line.lineNumber)") : .none(shown[7]))
                }
                return DataTable.Row(cells: cells, name: "line \(line.lineNumber)")
            })
    }
}

extension Badge {
    /// Badge of a line of a bank file.
    init(_ line: BankProposal) {
        switch line.state {
        case "confirmed": self.init(.paid, "Recorded")
        case "ignored": self.init(.void, "Left aside")
        default:
            if line.partnerID == nil {
                self.init(.overdue, "Unknown")
            } else if line.certainty >= BankProposal.certain {
                self.init(.approved, "Certain")
            } else {
                self.init(.partlyPaid, "Likely", also: "\(line.certainty) %")
            }
        }
    }
}
