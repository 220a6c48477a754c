import Catalog
import Hummingbird
import Receivables
import Vocabulary

/// The partners of an entity: on what terms, what they owe or have left.
enum PartnerListPage {
    static let path = "/admin/billing/customers"

    static let routes: [Route] = [
        .get(path, .needs(.seeReceivables), show),
        .get("\(path).csv", .needs(.seeReceivables)) { try await export($0, as: .csv) },
        .get("\(path).xlsx", .needs(.seeReceivables)) { try await export($0, as: .xlsx) },
    ]

    private static let size: Int64 = 50

    static func path(of code: String) -> String { "\(path)/\(FormFields.encoded(code))" }

    private static func listing(_ request: PageRequest) -> PartnerListing {
        var listing = PartnerListing(entityID: request.session.entityID)
        listing.sought = request.query["q"]
        listing.paymentMode = request.query["type"].flatMap { ["prepaid", "postpaid"].contains($0) ? $0 : nil }
        listing.role = request.query["role"].flatMap { ["customer", "supplier", "bilateral"].contains($0) ? $0 : nil }
        return listing
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let listing = listing(request)
        let place = ListPlace(request.query)
        let (found, entities) = try await request.read { connection in
            (
                try listing.rows(
                    from: place.id == nil ? nil : place.key, isBackward: place.isBackward, limit: size + 1,
                    on: connection),
                try Shell.entities(request, on: connection)
            )
        }
        let rows = place.isBackward ? Array(found.suffix(Int(size))) : Array(found.prefix(Int(size)))
        let fields = request.query.removing(["after", "before"])
        var facts = [Fact("Entity", request.session.entityName), Fact("Of", "what is posted")]
        if let asOf = rows.first?.asOf { facts.insert(Fact("As of", Instant(asOf)), at: 0) }
        let content = Sheet(
            header: PageHeader(title: "Customers and suppliers"), facts: facts,
            tabs: Tabs(label: "Partners", links: tabs(fields)), filters: filters(fields),
            table: rows.isEmpty ? nil : table(rows),
            foot: rows.last.map { last in
                TableFoot(
                    place: place, rows: rows.count, hasMore: found.count > Int(size),
                    matching: rows[0].matching > PartnerListing.countMax
                        ? "\(Amount.count(PartnerListing.countMax).text)+" : Amount.count(rows[0].matching).text,
                    fields: fields, path: path, first: (rows[0].partnerID, rows[0].code),
                    last: (last.partnerID, last.code))
            },
            empty: rows.isEmpty
                ? fields.encoded.isEmpty
                    ? EmptyState(
                        title: "No partners", text: "A carrier buys from suppliers and sells to customers.",
                        command: "didtron partner import FILE")
                    : EmptyState(
                        title: "No partner matches", text: "There is none with these filters.", action: "Clear filters",
                        href: path) : nil)
        return request.sheet(
            Shell(
                request, title: "Customers and suppliers",
                crumbs: [.billing], entities: entities), content)
    }

    private static func tabs(_ fields: FormFields) -> [Tabs.Link] {
        [("", "All"), ("customer", "Customers"), ("supplier", "Suppliers"), ("bilateral", "Bilateral")].map {
            role, title in
            Tabs.Link(
                title: title, href: fields.setting("role", role.isEmpty ? nil : role).address(path), count: nil,
                isCurrent: (fields["role"] ?? "") == role)
        }
    }

    private static func filters(_ fields: FormFields) -> Filters {
        let chosen = fields["type"] ?? ""
        var mode = Filters.Input(name: "type", label: "Pays", value: chosen)
        mode.choices = [("", "Any"), ("prepaid", "Prepaid"), ("postpaid", "Postpaid")].map {
            Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == chosen)
        }
        let chips = [("q", "name"), ("type", "pays")].compactMap { name, words in
            fields[name].map { Filters.Chip(text: "\(words) \($0)", href: fields.setting(name, nil).address(path)) }
        }
        return Filters(
            action: path, label: "Partners",
            fields: [Filters.Input(name: "q", label: "Code or name", value: fields.typed("q")), mode],
            hidden: fields["role"].map { [Filters.Hidden(name: "role", value: $0)] } ?? [], chips: chips,
            applied: chips.isEmpty ? nil : "\(chips.count)")
    }

    static func terms(days: Int64?, kind: String?) -> String {
        guard let days, let kind else { return "-" }
        return kind == "end_of_month" ? (days == 0 ? "end of month" : "end of month + \(days)") : "net \(days)"
    }

    private static func table(_ rows: [PartnerListing.Row]) -> DataTable {
        var currency = DataTable.Column("Currency", .currency)
        currency.isTitleHidden = true
        let columns = [
            DataTable.Column("Code"), DataTable.Column("Name", .wrap, first: true), DataTable.Column("Pays"),
            DataTable.Column("Terms"), currency, DataTable.Column("Owes us", .number, first: true),
            DataTable.Column("Not billed", .number), DataTable.Column("Deposit", .number),
            DataTable.Column("We owe", .number, first: true),
        ]
        let digits = [\PartnerListing.Row.receivableMicros, \.unbilledMicros, \.depositMicros, \.owedMicros].map {
            amount in
            Amount.digits(of: rows.map { $0[keyPath: amount] }, atLeast: rows.map(\.minorDigits).max() ?? 2)
        }
        return DataTable(
            "cap-partners", "Customers and suppliers", hidesCaption: true, classes: " data-table--sticky",
            columns: columns,
            rows: rows.map { row in
                func amount(_ column: DataTable.Column, _ micros: Int128, _ digits: Int) -> Cell {
                    micros == 0
                        ? .none(column)
                        : .amount(
                            column, .exact(micros, digits: digits), label: "\(column.title), \(row.currency)")
                }
                return DataTable.Row(
                    cells: [
                        .key(columns[0], row.code, path(of: row.code)), .text(columns[1], row.name),
                        row.paymentMode.map { .text(columns[2], $0) } ?? .text(columns[2], "supplier"),
                        .text(columns[3], terms(days: row.paymentTermsDays, kind: row.paymentTermsKind)),
                        .text(columns[4], row.currency), amount(columns[5], row.receivableMicros, digits[0]),
                        amount(columns[6], row.unbilledMicros, digits[1]),
                        amount(columns[7], row.depositMicros, digits[2]),
                        amount(columns[8], row.owedMicros, digits[3]),
                    ], name: row.name)
            })
    }

    private static func export(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let listing = listing(request)
        let rows = try await request.read { try listing.rows(limit: Int64(TableFile.rowsMax) + 1, on: $0) }
        try TableFile.demand(rows: rows.count)
        let titles = [
            "code", "name", "role", "pays", "terms", "currency", "credit_limit", "owes_us", "not_billed", "deposit",
            "we_owe",
            "as_of",
        ]
        return try TableFile.response(
            request,
            [titles]
                + rows.map { row in
                    [
                        row.code, row.name, row.role, row.paymentMode ?? "",
                        terms(days: row.paymentTermsDays, kind: row.paymentTermsKind), row.currency,
                        row.creditLimitMicros.map { Amount.plain(micros: $0) } ?? "",
                        Amount.plain(micros: row.receivableMicros),
                        Amount.plain(micros: row.unbilledMicros), Amount.plain(micros: row.depositMicros),
                        Amount.plain(micros: row.owedMicros), row.asOf,
                    ]
                }, name: "partners-\(request.session.entityCode)", as: form)
    }
}
