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
    /// Of a line of a bank file.
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

/// A statement of the bank is sent, and its lines are kept.
struct BankFileImportPage: StatedFile {
    static let path = "\(BankFileListPage.path)/import"

    var path: String { Self.path }
    var permission: Permission { .recordPayments }
    var bytesMax: Int { 64_000_000 }
    var fileHint: String { "CSV with a header, or camt.053" }

    func act(_ known: Void) -> String { "payment.import" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        func choice(_ name: String, _ label: String, _ hint: String, _ choices: [(String, String)]) -> Field {
            let chosen = fields[name] ?? choices[0].0
            return Field(
                name, label, hint: hint,
                choices: choices.map { Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == chosen) })
        }
        return ActForm(
            title: "Import a bank file", verb: "Keep its lines", facts: [Fact("Entity", request.session.entityName)],
            note: "Only the lines are kept. Payments are recorded of them then, one by one or all that are certain.",
            fields: [
                choice(
                    "dates", "Days in CSV", "How the file writes them",
                    [("ymd", "Year, month, day"), ("dmy", "Day, month, year"), ("mdy", "Month, day, year")]),
                choice("decimal", "Decimals in CSV", "What stands before them", [(".", "A point"), (",", "A comma")]),
                Field(
                    "currency", "Currency", hint: "Of a CSV file without a column of it",
                    error: problems.of("currency"), value: fields.typed("currency"), width: 5, isOptional: true),
                Field(
                    "columns", "Columns", hint: "Where CSV calls them otherwise: amount=Betrag, value_date=Valuta",
                    error: problems.of("columns"), value: fields.typed("columns"), isOptional: true),
            ], crumbs: BankFileListPage.crumbs, cancel: BankFileListPage.path)
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, _ file: StatedFileContent,
        on connection: Connection
    ) throws -> BankFile {
        var reader = BankStatementReader()
        for stated in (fields["columns"] ?? "").split(separator: ",") {
            let parts = stated.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else {
                throw FormProblems("columns", "Write columns as amount=Betrag, with commas between them.")
            }
            reader.headings[parts[0]] = parts[1]
        }
        reader.dates = fields["dates"].flatMap(BankStatementReader.DateOrder.init) ?? .ymd
        reader.separator = fields["decimal"] == "," ? UInt8(ascii: ",") : UInt8(ascii: ".")
        if let code = fields["currency"] {
            guard let currency = Currency(code: code.uppercased()) else {
                throw FormProblems("currency", "\(code) is no currency of ISO 4217, such as USD.")
            }
            reader.currency = currency
        }
        return try BankFile.add(
            reader.read(file.bytes), of: file.bytes, named: file.name, entityID: request.session.entityID,
            on: connection)
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ file: BankFile, on connection: Connection
    ) throws -> ActEffects {
        let lines = try BankProposal.list(fileID: file.fileID, on: connection)
        let certain = lines.filter { $0.certainty >= BankProposal.certain && $0.partnerID != nil }.count
        let known = lines.filter { $0.partnerID != nil }.count
        return ActEffects(effects: [
            Confirmation.Effect(what: AmountText.count(file.lines, "line"), detail: "are kept, in \(file.currency)"),
            Confirmation.Effect(what: AmountText.count(Int64(certain), "line"), detail: "can be told for certain"),
            Confirmation.Effect(
                what: AmountText.count(Int64(known - certain), "line"), detail: "are likely somebody's"),
            Confirmation.Effect(
                what: AmountText.count(Int64(lines.count - known), "line"), detail: "are to be resolved by hand"),
        ])
    }

    func done(_ request: PageRequest, _ known: Void, _ file: BankFile) -> (path: String, flash: Flash) {
        (
            BankFileListPage.path(file.fileID),
            Flash("\(file.name): \(AmountText.count(file.lines, "line")) kept, none recorded yet.")
        )
    }
}

/// Lines become payments, or are left aside.
enum BankLinesPage: CaseIterable, Sendable, StatedAct {
    /// All that are certain.
    case certain
    /// One, as proposed or as a person says.
    case one

    struct Known: Sendable {
        var file: BankFile
        /// Of `one`.
        var line: BankProposal?
        var count: Int
    }

    struct Outcome: Codable, Sendable {
        var recorded: [RecordedPayment]
        var ignored: Int
    }

    var path: String { "\(BankFileListPage.path)/:file/\(self == .certain ? "confirm" : "line/:line")" }
    var permission: Permission { .recordPayments }
    var act: String { "payment.confirm" }

    func subject(_ request: PageRequest, on connection: Connection) throws -> Known {
        let file = try BankFileListPage.find(request, on: connection)
        let lines = try BankProposal.list(fileID: file.fileID, on: connection)
        guard self == .one else {
            let certain = lines.filter {
                $0.state == "open" && $0.partnerID != nil && $0.certainty >= BankProposal.certain
            }
            return Known(file: file, line: nil, count: certain.count)
        }
        let number = try request.number("line")
        guard let line = lines.first(where: { Int64($0.lineNumber) == number }) else { throw Refusal.noPage }
        return Known(file: file, line: line, count: 1)
    }

    func form(_ request: PageRequest, _ known: Known, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let crumbs =
            BankFileListPage.crumbs + [
                Shell.Crumb(title: known.file.name, href: BankFileListPage.path(known.file.fileID))
            ]
        guard let line = known.line else {
            return ActForm(
                title: "Record \(AmountText.count(Int64(known.count), "certain line"))", verb: "Record them",
                facts: [Fact("File", known.file.name)],
                note: "Told by two things, and nothing contradicts them. All are recorded, or none.", fields: [],
                crumbs: crumbs, cancel: BankFileListPage.path(known.file.fileID))
        }
        let purpose = fields["purpose"] ?? (line.purpose == .topUp ? "top_up" : "received")
        let facts = [
            Fact("Day", line.valueOn),
            Fact("Amount", "\(line.currency) \(Amount.minor(line.amountMinor, digits: line.minorDigits).text)"),
            Fact("Payer", line.payerName ?? line.payerIBAN ?? "unknown"), Fact("Reference", line.reference ?? "none"),
        ]
        return ActForm(
            title: "Line \(line.lineNumber) of \(known.file.name)", verb: "Do it", facts: facts,
            note: line.reasons.map { "Proposed: \(line.partner ?? ""), because \($0)." }
                ?? "Nothing tells whose it is.",
            fields: [
                Field(
                    "purpose", "It is",
                    choices: [
                        ("received", "A payment of a customer"), ("top_up", "A top-up of a deposit"),
                        ("ignore", "No payment of a partner: leave it aside"),
                    ].map { Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == purpose) }),
                Field(
                    "partner", "Partner", hint: "Its code", error: problems.of("partner"),
                    value: fields["partner"] ?? line.partner ?? "", isOptional: true),
                Field(
                    "reason", "Reason", hint: "Needed where it is left aside", error: problems.of("reason"),
                    value: fields.typed("reason"), isOptional: true),
            ], crumbs: crumbs, cancel: BankFileListPage.path(known.file.fileID))
    }

    func perform(
        _ request: PageRequest, _ known: Known, _ fields: FormFields, on connection: Connection
    ) throws -> Outcome {
        guard let line = known.line else {
            return Outcome(
                recorded: try BankProposal.confirm(.atLeast(BankProposal.certain), of: known.file, on: connection),
                ignored: 0)
        }
        if fields["purpose"] == "ignore" {
            guard let reason = fields["reason"] else { throw FormProblems("reason", "Enter the reason.") }
            return Outcome(
                recorded: [],
                ignored: try BankProposal.ignore([line.lineNumber], of: known.file, reason: reason, on: connection))
        }
        var form = FormReader(fields)
        let code = form.text("partner", missing: "Enter the code of the partner.")
        try form.check()
        let purpose: PaymentPurpose = fields["purpose"] == "top_up" ? .topUp : .received
        let proposed = line.partner == code && (line.purpose ?? .received) == purpose
        let answer =
            try proposed
            ? nil
            : BankProposal.Answer(
                partnerID: PaymentPartner.named(code, request, on: connection).partnerID, purpose: purpose)
        return Outcome(
            recorded: try BankProposal.confirm(.lines([line.lineNumber]), of: known.file, as: answer, on: connection),
            ignored: 0)
    }

    func effects(
        _ request: PageRequest, _ known: Known, _ outcome: Outcome, on connection: Connection
    ) throws -> ActEffects {
        if outcome.ignored > 0 {
            return ActEffects(effects: [Confirmation.Effect(what: "The line", detail: "is left aside; it stays listed")]
            )
        }
        if outcome.recorded.count == 1 { return try PaymentRecordPage.effects(outcome.recorded[0], on: connection) }
        var effects = Dictionary(grouping: outcome.recorded, by: \.currency).sorted { $0.key < $1.key }.map {
            currency, all in
            let minor = all.reduce(Int128(0)) { $0 + Int128($1.totalMinor) }
            return Confirmation.Effect(
                what: "\(currency) \(Amount.minor(minor, digits: all[0].minorDigits).text)",
                detail:
                    "in \(AmountText.count(Int64(all.count), "payment")), of \(AmountText.count(Int64(Set(all.map(\.partner)).count), "partner"))"
            )
        }
        if effects.isEmpty { effects = [Confirmation.Effect(what: "Nothing", detail: "is certain any more")] }
        return ActEffects(effects: effects)
    }

    func done(_ request: PageRequest, _ known: Known, _ outcome: Outcome) -> (path: String, flash: Flash) {
        let text: String
        if outcome.ignored > 0 {
            text = "Line \(known.line?.lineNumber ?? 0) is left aside."
        } else if let first = outcome.recorded.first, outcome.recorded.count == 1 {
            text = "Recorded \(first.number)."
        } else {
            text = "Recorded \(AmountText.count(Int64(outcome.recorded.count), "payment"))."
        }
        return (BankFileListPage.path(known.file.fileID), Flash(text))
    }
}
