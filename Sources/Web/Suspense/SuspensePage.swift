import CallStore
import Catalog
import Hummingbird
import Operations
import Rating
import StoredCalls
import Vocabulary

/// Calls that wait for a price: why, how many, what does away with the cause.
enum SuspensePage {
    static let path = "\(FileListPage.path)/suspense"

    static let routes: [Route] = [
        .get(path, .needs(.seeCalls), show),
        .get("\(path).csv", .needs(.seeCalls)) { try await ListExport.answer($0, "suspense", as: .csv) },
        .get("\(path).xlsx", .needs(.seeCalls)) { try await ListExport.answer($0, "suspense", as: .xlsx) },
        .get("\(path)/account", .needs(.correctCalls)) { try await SuspenseAccountPage.ask($0) },
        .post("\(path)/account", .needs(.correctCalls)) { try await SuspenseAccountPage.perform($0) },
        .get("\(path)/rate", .needs(.correctCalls), askToRate),
        .post("\(path)/rate", .needs(.correctCalls), rate),
        .get("\(path)/rate/:job", .needs(.correctCalls), progress),
    ]

    private static let callsShown = 50

    /// What the list is confined to.
    struct Asked {
        var cause: String?
        var fileID: CallFileID?

        init(_ fields: FormFields) {
            cause = fields["cause"].flatMap { UnratedCall.reasons.contains($0) ? $0 : nil }
            fileID = fields["file"].flatMap(Int32.init).flatMap { $0 > 0 ? CallFileID(rawValue: $0) : nil }
        }
    }

    static func words(ofCause cause: String) -> String { cause.replacing("_", with: " ") }

    private static func show(_ request: PageRequest) async throws -> Response {
        let asked = Asked(request.query)
        let entityID = request.session.entityID
        let (totals, calls, entities) = try await request.read(.app) { connection in
            (
                try UnratedTotal.list(reason: asked.cause, fileID: asked.fileID, entityID: entityID, connection),
                try UnratedCall.list(
                    reason: asked.cause, fileID: asked.fileID, entityID: entityID, limit: callsShown, connection),
                try Shell.entities(request, on: connection)
            )
        }
        let mayCorrect = request.may(.correctCalls)
        let content = Sheet(
            header: PageHeader(
                title: "Suspense",
                actions: mayCorrect && !totals.isEmpty
                    ? [PageHeader.Action(title: "Rate again", href: "\(path)/rate", isPrimary: true)] : []),
            facts: [Fact("Entity", request.session.entityName), Fact("Zone", "UTC")], tabs: TrafficTabs.at(path),
            filters: filters(request.query),
            sections: totals.isEmpty
                ? [] : [sums(totals, mayCorrect), list(calls, totals, request)],
            empty: totals.isEmpty ? empty(asked) : nil)
        return request.sheet(Shell(request, title: "Suspense", crumbs: TrafficTabs.crumbs, entities: entities), content)
    }

    private static func empty(_ asked: Asked) -> EmptyState {
        asked.cause == nil && asked.fileID == nil
            ? EmptyState(
                title: "No call waits for a price", text: "Every side of every call that can have one has one.")
            : EmptyState(
                title: "No call waits for that", text: "There is none with these filters.", action: "Clear filters",
                href: path)
    }

    private static func filters(_ fields: FormFields) -> Filters {
        let chosen = fields["cause"] ?? ""
        var cause = Filters.Input(name: "cause", label: "Cause", value: chosen)
        cause.choices = ([""] + UnratedCall.reasons).map {
            Filters.Choice(title: $0.isEmpty ? "Any" : words(ofCause: $0), value: $0, isChosen: $0 == chosen)
        }
        let chips = [("cause", "cause"), ("file", "file")].compactMap { name, title in
            fields[name].map {
                Filters.Chip(text: "\(title) \(words(ofCause: $0))", href: fields.setting(name, nil).address(path))
            }
        }
        return Filters(
            action: path, label: "Suspense",
            fields: [
                cause,
                Filters.Input(
                    name: "file", label: "File", value: fields.typed("file"), isShort: true, mode: "numeric"),
            ], chips: chips, applied: chips.isEmpty ? nil : "\(chips.count)")
    }

    private static func sums(_ totals: [UnratedTotal], _ mayCorrect: Bool) -> SheetSection {
        var columns = [
            DataTable.Column("Account or number", .wrap), DataTable.Column("Cause", first: true),
            DataTable.Column("Side"), DataTable.Column("Calls", .number, first: true),
            DataTable.Column("Seconds", .number),
        ]
        if mayCorrect { columns.append(DataTable.Column("To do")) }
        let rows = totals.prefix(200).map { total in
            let name = total.subject.isEmpty ? "(none)" : total.subject
            var cells: [Cell] = [
                .key(columns[0], name, nil, isShort: false), .text(columns[1], words(ofCause: total.reason)),
                .text(columns[2], total.side), .amount(columns[3], .count(total.calls)),
                .text(columns[4], AmountText.grouped(total.seconds)),
            ]
            if mayCorrect {
                cells.append(
                    total.reason == "unknown_account"
                        ? .link(
                            columns[5], "Give an account",
                            FormFields([("side", total.side), ("stated", total.subject)]).address("\(path)/account")
                                + (total.subject.isEmpty ? "&stated=" : ""))
                        : .text(columns[5], remedy(total.reason)))
            }
            return DataTable.Row(cells: cells, name: name)
        }
        return SheetSection(
            "causes", "What they wait for", note: "Most calls first",
            table: DataTable("cap-causes", "Calls by cause", hidesCaption: true, columns: columns, rows: Array(rows)),
            foot: TableFoot(
                rows: totals.count > 200
                    ? "The first 200 of \(Amount.count(Int64(totals.count)).text)"
                    : AmountText.count(Int64(totals.count), "row")),
            empty: EmptyState(title: "Nothing", text: ""))
    }

    /// What does away with a cause, in a few words.
    private static func remedy(_ cause: String) -> String {
        switch cause {
        case "no_card": "Assign a rate card"
        case "no_rate": "Import a rate for the prefix"
        case "too_long": "Check the duration, or raise the limit"
        case "too_large": "Correct the price"
        default: "Correct what the record says"
        }
    }

    private static func list(_ calls: [UnratedCall], _ totals: [UnratedTotal], _ request: PageRequest) -> SheetSection {
        let columns = [
            DataTable.Column("Call"), DataTable.Column("Side"), DataTable.Column("Cause", first: true),
            DataTable.Column("Account", .wrap, first: true), DataTable.Column("Called", .code),
            DataTable.Column("Seconds", .number), DataTable.Column("File", .wrap),
        ]
        let mayNumbers = request.may(.seeNumbers)
        let rows = calls.map { call in
            DataTable.Row(
                cells: [
                    .key(columns[0], call.address, CallPage.path(of: call.address)), .text(columns[1], call.side),
                    .text(columns[2], words(ofCause: call.reason)),
                    call.account.isEmpty ? .none(columns[3]) : .text(columns[3], call.account),
                    .text(columns[4], DialledNumber.text(call.called, isWhole: mayNumbers)),
                    .text(columns[5], AmountText.grouped(call.seconds)),
                    .link(columns[6], call.fileName, FilePage.path(of: call.fileID)),
                ], name: call.address)
        }
        let all = totals.reduce(Int64(0)) { $0 + $1.calls }
        let fields = request.query
        return SheetSection(
            "calls", "Calls", note: "The last stored first",
            table: DataTable("cap-waiting", "Calls that wait", hidesCaption: true, columns: columns, rows: rows),
            foot: TableFoot(
                rows: all > Int64(rows.count)
                    ? "The last \(Amount.count(Int64(rows.count)).text) of \(Amount.count(all).text)"
                    : AmountText.count(all, "side"),
                exports: TableFoot.Export.both(path, fields)),
            empty: EmptyState(title: "Nothing", text: ""))
    }

    // MARK: - Rating again

    private static func askToRate(_ request: PageRequest) async throws -> Response {
        let entityID = request.session.entityID
        let (totals, entities) = try await request.read(.app) { connection in
            (
                try UnratedTotal.list(reason: nil, fileID: nil, entityID: entityID, connection),
                try Shell.entities(request, on: connection)
            )
        }
        let sides = totals.reduce(Int64(0)) { $0 + $1.calls }
        let content = Confirmation(
            header: PageHeader(title: "Rate again"), facts: [Fact("Entity", request.session.entityName)], problems: [],
            effects: [
                Confirmation.Effect(
                    what: "\(AmountText.count(sides, "side")) of calls",
                    detail: "are rated with the present accounts and rate cards"),
                Confirmation.Effect(
                    what: "Those that have a price now",
                    detail: "get a replacement, count as usage and are posted to the ledger"),
                Confirmation.Effect(what: "The others", detail: "keep waiting, as they are"),
            ], journal: nil, fields: [], boxes: [],
            hidden: request.formTokens, action: "\(path)/rate", verb: "Rate again", isDangerous: false,
            cannot: sides == 0 ? "No call waits for a price." : nil, cancel: path)
        return request.confirmation(
            Shell(
                request, title: "Rate again",
                crumbs: TrafficTabs.crumbs + [Shell.Crumb(title: "Suspense", href: path)], entities: entities),
            content)
    }

    private static func rate(_ request: PageRequest) async throws -> Response {
        let arguments = SuspenseRatingJob.Arguments(
            cause: nil, entityCode: request.session.entityCode, userMail: request.session.mail,
            origin: "page \(request.path) from \(request.context.address)")
        let id = try await request.addJob(SuspenseRatingJob.kind, arguments)
        return request.redirect(to: "\(path)/rate/\(id)")
    }

    private static func progress(_ request: PageRequest) async throws -> Response {
        let (job, entities) = try await request.read { connection in
            (
                try JobOfPage.find(request, kinds: [SuspenseRatingJob.kind], on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        var progress = ProgressSheet(job, title: "Rate again", label: "Rate calls", path: request.path)
        if job.isDone { progress.next = PageHeader.Action(title: "Show what waits", href: path, isPrimary: true) }
        return request.progress(
            Shell(
                request, title: "Rate again",
                crumbs: TrafficTabs.crumbs + [Shell.Crumb(title: "Suspense", href: path)], entities: entities),
            progress)
    }
}
