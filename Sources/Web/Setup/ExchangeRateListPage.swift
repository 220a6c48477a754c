import Accounts
import Catalog
import Hummingbird
import Postgres
import Vocabulary

/// Exchange rates with their days; corrected ones among them where they are asked for.
enum ExchangeRateListPage {
    static let path = "\(SetupPage.path)/exchange-rates"

    static let routes: [Route] =
        [
            .get(path, .needs(.seeSetup), show),
            .get("\(path).csv", .needs(.seeSetup)) { try await export($0, as: .csv) },
            .get("\(path).xlsx", .needs(.seeSetup)) { try await export($0, as: .xlsx) },
        ] + ExchangeRateImportPage().routes + ExchangeRateAddPage().routes

    static let crumbs = SetupPage.crumbs + [Shell.Crumb(title: "Exchange rates", href: path)]
    private static let shown = 200

    /// As `ExchangeRateImport.list` has them.
    private struct Rate: Decodable, Sendable {
        var fromCurrency: String
        var toCurrency: String
        var effectiveOn: String
        var rate: String
        var revision: Int64
        var knownAt: String
        var correctedBy: Int64?
        var reason: String?
    }

    private static func stored(_ request: PageRequest, on connection: Connection) throws -> [Rate] {
        let currency = request.query["currency"].map { String($0.prefix(3)) }
        let isHistory = request.query["view"] == "history"
        let rows = try ExchangeRateImport.list(currency: currency, history: isHistory, on: connection)
        let rates = try rows.decoded(as: Rate.self)
        return rates.sorted { $0.effectiveOn > $1.effectiveOn }
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let (rates, entities) = try await request.read { connection in
            (try stored(request, on: connection), try Shell.entities(request, on: connection))
        }
        let fields = request.query
        let chips =
            fields["currency"].map {
                [Filters.Chip(text: "currency \($0)", href: fields.setting("currency", nil).address(path))]
            } ?? []
        var sheet = Sheet(
            header: PageHeader(title: "Exchange rates"),
            facts: [
                Fact("Of", "the whole installation"), Fact("Rate", "units of the second currency for one of the first"),
            ],
            tabs: Tabs(
                label: "Exchange rates",
                links: [("", "In effect"), ("history", "With corrected ones")].map { view, title in
                    Tabs.Link(
                        title: title, href: fields.setting("view", view.isEmpty ? nil : view).address(path), count: nil,
                        isCurrent: (fields["view"] ?? "") == view)
                }),
            filters: Filters(
                action: path, label: "Exchange rates",
                fields: [
                    Filters.Input(name: "currency", label: "Currency", value: fields.typed("currency"), isShort: true)
                ], hidden: fields["view"].map { [Filters.Hidden(name: "view", value: $0)] } ?? [], chips: chips,
                applied: chips.isEmpty ? nil : "1"))
        if request.may(.changeTerms) {
            sheet.header.actions = [
                PageHeader.Action(title: "Import a file", href: ExchangeRateImportPage.path),
                PageHeader.Action(title: "Add one", href: ExchangeRateAddPage.path, isPrimary: true),
            ]
        }
        if rates.isEmpty {
            sheet.empty = EmptyState(
                title: "No exchange rates", text: "Cards in another currency than the agreement need them.",
                command: "didtron fx import FILE")
        } else {
            let columns = [
                DataTable.Column("Pair"), DataTable.Column("In effect from", first: true),
                DataTable.Column("Rate", .number, first: true), DataTable.Column("Known since"),
                DataTable.Column("State", .state), DataTable.Column("Reason", .wrap),
            ]
            let rows = rates.prefix(shown).map { rate -> DataTable.Row in
                let pair = "\(rate.fromCurrency) to \(rate.toCurrency)"
                let state = rate.correctedBy == nil ? Badge(.paid, "Stands") : Badge(.void, "Corrected")
                let cells: [Cell] = [
                    .key(columns[0], pair, nil), .day(columns[1], rate.effectiveOn), .text(columns[2], rate.rate),
                    .instant(columns[3], rate.knownAt), .badge(columns[4], state),
                    rate.reason.map { .text(columns[5], $0) } ?? .none(columns[5]),
                ]
                return DataTable.Row(cells: cells, name: "\(pair) of \(rate.effectiveOn)")
            }
            sheet.table = DataTable(
                "cap-fx", "Exchange rates, the latest day first", hidesCaption: true, columns: columns, rows: rows)
            sheet.foot = TableFoot(
                rows: rates.count > shown
                    ? "The latest \(shown) of \(Amount.count(Int64(rates.count)).text); the files have all"
                    : AmountText.count(Int64(rates.count), "rate"),
                exports: TableFoot.Export.both(path, fields))
        }
        return request.sheet(
            Shell(request, title: "Exchange rates", crumbs: SetupPage.crumbs, entities: entities), sheet)
    }

    private static func export(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let rates = try await request.read { try stored(request, on: $0) }
        try TableFile.demand(rows: rates.count)
        let titles = [
            "from", "to", "effective_on", "rate", "revision", "known_at", "corrected_by", "reason",
        ]
        let rows = rates.map { rate -> [String] in
            [
                rate.fromCurrency, rate.toCurrency, rate.effectiveOn, rate.rate, "\(rate.revision)", rate.knownAt,
                rate.correctedBy.map { "\($0)" } ?? "", rate.reason ?? "",
            ]
        }
        return try TableFile.response(request, [titles] + rows, name: "exchange-rates", as: form)
    }

    static func effects(_ report: ExchangeRateImport.Report) -> ActEffects {
        var effects = ActEffects(effects: [
            Confirmation.Effect(what: AmountText.count(Int64(report.added), "rate"), detail: "added"),
            Confirmation.Effect(
                what: AmountText.count(Int64(report.changed), "rate"), detail: "corrected; the old ones stay listed"),
            Confirmation.Effect(what: AmountText.count(Int64(report.unchanged), "rate"), detail: "there already"),
        ])
        if let day = report.firstChangedOn {
            effects.warning =
                "Calls rated before keep their prices; rating again from \(day) on shows which would change."
        }
        return effects
    }

    static func sentence(_ report: ExchangeRateImport.Report) -> String {
        "Exchange rates: \(report.added) added, \(report.changed) corrected, \(report.unchanged) there already."
    }

    static func options(_ fields: FormFields) -> ExchangeRateImport.Options {
        var options = ExchangeRateImport.Options()
        options.reason = fields["reason"]
        options.takesJumps = fields["jumps"] == "yes"
        return options
    }

    static func asked(_ fields: FormFields, _ problems: FormProblems) -> [Field] {
        [
            Field(
                "reason", "Reason", hint: "Needed where a rate corrects one that is stored",
                error: problems.of("reason"),
                value: fields.typed("reason"), isOptional: true),
            Field(
                "jumps", "Rates that jump", hint: "From the rate before by more than the setting fx.jump_percent",
                choices: [
                    Filters.Choice(title: "Refuse them", value: "no", isChosen: fields["jumps"] != "yes"),
                    Filters.Choice(title: "Take them", value: "yes", isChosen: fields["jumps"] == "yes"),
                ]),
        ]
    }
}
