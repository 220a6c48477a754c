import Catalog
import Hummingbird
import Postgres
import Vocabulary

/// The set-up that calls need to be billed: an index of its parts, and each part as a list.
enum SetupPage {
    static let path = "/admin/billing/setup"
    static let crumbs: [Shell.Crumb] = [.billing, Shell.Crumb(title: "Set-up", href: path)]

    static let routes: [Route] =
        [.get(path, .needs(.seeSetup), index)]
        + SetupSubject.all.flatMap { subject -> [Route] in
            [
                .get(subject.path, .needs(.seeSetup)) { try await list(subject, $0) },
                .get("\(subject.path).csv", .needs(.seeSetup)) { try await export(subject, $0, as: .csv) },
                .get("\(subject.path).xlsx", .needs(.seeSetup)) { try await export(subject, $0, as: .xlsx) },
                .get("\(subject.path)/template.csv", .needs(.seeSetup)) { template(subject, $0) },
            ]
        }

    private static let size = 100

    private static func index(_ request: PageRequest) async throws -> Response {
        let entities = try await request.read { try Shell.entities(request, on: $0) }
        let columns = [
            DataTable.Column("Part"), DataTable.Column("What it is", .wrap, first: true),
            DataTable.Column("To do", .wrap, first: true),
        ]
        let parts = SetupSubject.all.map { subject in
            let mayChange = request.may(subject.permission)
            return DataTable.Row(
                cells: [
                    .key(columns[0], subject.title, subject.path), .text(columns[1], subject.purpose),
                    mayChange
                        ? .link(columns[2], "Import a file", "\(subject.path)/import") : .none(columns[2]),
                ], name: subject.title)
        }
        let others = [
            (SettingListPage.path, "Settings", "Limits and habits of the installation."),
            (ExchangeRateListPage.path, "Exchange rates", "By which amounts are converted, with their days."),
        ].map { path, title, purpose in
            DataTable.Row(
                cells: [.key(columns[0], title, path), .text(columns[1], purpose), .none(columns[2])], name: title)
        }
        let sheet = Sheet(
            header: PageHeader(title: "Set-up"), facts: [Fact("Entity", request.session.entityName)],
            table: DataTable("cap-setup", "Parts", hidesCaption: true, columns: columns, rows: parts + others))
        return request.sheet(Shell(request, title: "Set-up", crumbs: [.billing], entities: entities), sheet)
    }

    // MARK: - A part

    /// The rows of the session's entity that have the sought text somewhere.
    private static func rows(
        _ subject: SetupSubject, _ request: PageRequest, on connection: Connection
    ) throws -> (columns: [String], rows: [[String?]]) {
        let all = try Catalog.list(subject.subject, on: connection)
        let isOfEntities = subject.subject.plural == CatalogSubject.entities.plural
        let columns = isOfEntities ? all.columns : all.columns.filter { $0 != "entity" }
        let sought = request.query["q"]?.lowercased()
        let entity = request.session.entityCode
        let mayAll = request.may(.chooseEntity)
        let partners = try subject.isOfPartners ? SetupSubject.partners(request, on: connection) : []
        let kept = all.lazy.filter { row in
            guard all.columns.contains("entity") else { return true }
            return isOfEntities
                ? mayAll || row["entity"] == entity
                : row["entity"] == entity
                    || row["entity"] == nil && (row["partner"].map(partners.contains) ?? true)
        }.map { row in columns.map { row[$0] } }
        guard let sought else { return (columns, Array(kept)) }
        return (columns, kept.filter { $0.contains { $0?.lowercased().contains(sought) ?? false } })
    }

    private static func list(_ subject: SetupSubject, _ request: PageRequest) async throws -> Response {
        let place = ListPlace(request.query)
        let (found, entities) = try await request.read { connection in
            (try rows(subject, request, on: connection), try Shell.entities(request, on: connection))
        }
        let fields = request.query.removing(["after", "before"])
        let first = place.isBackward ? max(0, Int(place.ordinal) - 1 - size) : Int(place.ordinal)
        let start = min(first, max(0, found.rows.count - 1) / size * size)
        let shown = Array(found.rows.dropFirst(start).prefix(size))
        let mayChange = request.may(subject.permission)
        var sheet = Sheet(header: PageHeader(title: subject.title, note: subject.purpose))
        if mayChange {
            sheet.header.actions = [
                PageHeader.Action(title: "Import a file", href: "\(subject.path)/import"),
                PageHeader.Action(title: "Add one", href: "\(subject.path)/add", isPrimary: true),
            ]
        }
        if subject.slug == CatalogSubject.dids.plural, request.may(.runInvoices) {
            sheet.header.actions.insert(PageHeader.Action(title: "Charge a period", href: DIDChargePage.path), at: 0)
        }
        sheet.facts = [Fact("Entity", request.session.entityName)]
        let chips = fields["q"].map { [Filters.Chip(text: "with \($0)", href: subject.path)] } ?? []
        sheet.filters = Filters(
            action: subject.path, label: subject.title,
            fields: [Filters.Input(name: "q", label: "With", value: fields.typed("q"))], chips: chips,
            applied: chips.isEmpty ? nil : "1")
        if shown.isEmpty {
            sheet.empty =
                chips.isEmpty
                ? EmptyState(
                    title: "None yet", text: subject.purpose, action: mayChange ? "Add one" : nil,
                    href: mayChange ? "\(subject.path)/add" : nil,
                    command: "didtron \(subject.subject.name) import FILE")
                : EmptyState(
                    title: "Nothing matches", text: "There is none with that text.", action: "Show all",
                    href: subject.path)
        } else {
            sheet.table = table(subject, found.columns, shown, mayChange: mayChange)
            var place = place
            (place.ordinal, place.isBackward, place.id) = (Int64(start), false, start == 0 ? nil : Int64(start))
            sheet.foot = TableFoot(
                place: place, rows: shown.count, hasMore: start + shown.count < found.rows.count,
                matching: Amount.count(Int64(found.rows.count)).text, fields: fields, path: subject.path,
                first: (Int64(start + 1), ""), last: (Int64(start + shown.count), ""))
        }
        return request.sheet(
            Shell(request, title: subject.title, crumbs: crumbs, entities: entities), sheet)
    }

    private static let amounts: Set<String> = [
        "monthly_fee", "setup_fee", "rate", "credit_limit", "terms_days", "notice_increase_days",
        "notice_decrease_days", "notice_new_days", "notice_closed_days", "notice_blocked_days",
    ]
    /// Columns that a list leaves to the form and the file, so that it fits a page.
    private static let hidden: Set<String> = [
        "notice_increase_days", "notice_decrease_days", "notice_new_days", "notice_closed_days", "notice_blocked_days",
        "rounding", "terms_kind", "cycle", "tax", "registration_number", "region", "postal_code", "account_number",
        "correspondent_bic",
        "international_prefixes", "national_prefix", "national_digits", "number_separators", "number_uris",
        "anonymous_callers", "sentence", "reference", "language",
    ]

    private static func table(
        _ subject: SetupSubject, _ names: [String], _ rows: [[String?]], mayChange: Bool
    ) -> DataTable {
        let shown = names.indices.filter { !hidden.contains(names[$0]) }
        let columns = shown.enumerated().map { place, index in
            DataTable.Column(
                SetupSubject.title(of: names[index]),
                amounts.contains(names[index]) ? .number : place < 2 ? .wrap : .text,
                first: (1...3).contains(place))
        }
        return DataTable(
            "cap-\(subject.slug)", subject.title, hidesCaption: true, classes: " data-table--sticky", columns: columns,
            rows: rows.map { row in
                let filled = zip(names, row).compactMap { name, value in value.map { (name, $0) } }
                let name = row[shown[0]] ?? row.compactMap(\.self).first ?? "this"
                let cells: [Cell] = shown.enumerated().map { place, index in
                    let text = row[index]
                    if place == 0 {
                        let href = mayChange ? FormFields(filled).address("\(subject.path)/change") : nil
                        return .key(columns[0], text ?? "(the entity)", href, isShort: false)
                    }
                    guard let text, !text.isEmpty else { return .none(columns[place]) }
                    return .text(columns[place], text)
                }
                return DataTable.Row(cells: cells, name: name)
            })
    }

    private static func export(
        _ subject: SetupSubject, _ request: PageRequest, as form: TableFile.Form
    ) async throws -> Response {
        let found = try await request.read { try rows(subject, request, on: $0) }
        try TableFile.demand(rows: found.rows.count)
        return try TableFile.response(
            request, [found.columns] + found.rows.map { $0.map { $0 ?? "" } },
            name: "\(subject.slug)-\(request.session.entityCode)", as: form)
    }

    /// A file with the names of the columns alone, to be filled.
    private static func template(_ subject: SetupSubject, _ request: PageRequest) -> Response {
        request.file(
            Array(CSVLine.text(subject.fields.map(\.name)).utf8), type: TableFile.Form.csv.type,
            name: "\(subject.slug).csv")
    }
}
