import Hummingbird
import Receivables

/// Rates of a customer that are in effect or announced.
enum PortalRatePage {
    static let path = "\(PortalPage.path)/rates"

    static let routes: [Route] = [
        .get(path, .needs(.seePortal), rates),
        .get("\(path).csv", .needs(.seePortal)) { try await rateFile($0, as: .csv) },
        .get("\(path).xlsx", .needs(.seePortal)) { try await rateFile($0, as: .xlsx) },
    ]

    private static let size = 50

    private static func rates(_ request: PageRequest) async throws -> Response {
        let fields = request.query.removing(["after", "before"])
        let listPlace = ListPlace(request.query)
        let place = listPlace.id.map { (prefix: listPlace.key ?? "", id: $0) }
        let found = try await request.read(.portal) {
            try PortalAccount.rates(sought: fields["q"], after: place, limit: Int64(size + 1), on: $0)
        }
        let rows = Array(found.prefix(size))
        let chips = fields["q"].map { [Filters.Chip(text: "prefix or destination \($0)", href: path)] } ?? []
        var sheet = Sheet(
            header: PageHeader(title: "Rates"),
            facts: [Fact("Of", "what is in effect or announced"), Fact("Zone", "UTC")],
            filters: Filters(
                action: path, label: "Rates",
                fields: [Filters.Input(name: "q", label: "Prefix or destination", value: fields.typed("q"))],
                chips: chips,
                applied: chips.isEmpty ? nil : "1"))
        if let first = rows.first, let last = rows.last {
            let columns = [
                DataTable.Column("Prefix", .code), DataTable.Column("Destination", .wrap, first: true),
                DataTable.Column("\(first.currency) a minute", .number, first: true),
                DataTable.Column("Set-up", .number),
                DataTable.Column("Increments", first: true), DataTable.Column("For"), DataTable.Column("From"),
                DataTable.Column("Until"),
            ]
            let decimals = Amount.rateDecimals(rows.map(\.nanosPerMinute))
            sheet.table = DataTable(
                "cap-rates", "Rates by prefix", hidesCaption: true, columns: columns,
                rows: rows.map { rate in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], rate.prefix, nil), .text(columns[1], rate.destination),
                            rate.blocked
                                ? .text(columns[2], "blocked")
                                : .amount(columns[2], .rate(rate.nanosPerMinute, decimals: decimals)),
                            rate.setupFeeNanos == 0
                                ? .none(columns[3]) : .amount(columns[3], .rate(rate.setupFeeNanos)),
                            .text(columns[4], "\(rate.initialS)/\(rate.incrementS)"),
                            .text(columns[5], rate.variant ?? "all calls"),
                            rate.fromAt.map { .instant(columns[6], $0) } ?? .none(columns[6]),
                            rate.untilAt.map { .instant(columns[7], $0) } ?? .none(columns[7]),
                        ], name: rate.prefix)
                })
            sheet.foot = TableFoot(
                place: listPlace, rows: rows.count, hasMore: found.count > size, matching: nil, fields: fields,
                path: path, first: (first.rateID, first.prefix), last: (last.rateID, last.prefix), goesBack: false)
        } else {
            sheet.empty =
                chips.isEmpty
                ? EmptyState(title: "No rates yet", text: "Your prices appear here when they are agreed on.")
                : EmptyState(
                    title: "No rate matches", text: "There is none with that.", action: "All rates", href: path)
        }
        return request.page("portal/sheet", Shell(request, title: "Rates"), sheet)
    }

    private static func rateFile(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let sought = request.query["q"]
        let rates = try await request.read(.portal) {
            try PortalAccount.rates(sought: sought, after: nil, limit: 200_001, on: $0)
        }
        try TableFile.demand(rows: rates.count, max: 200_000)
        let titles = [
            "prefix", "destination", "product", "currency", "rate_per_min", "setup_fee", "increments", "for", "from",
            "until",
            "blocked",
        ]
        return try TableFile.response(
            request,
            [titles]
                + rates.map {
                    [
                        $0.prefix, $0.destination, $0.product, $0.currency, RateCardView.plain($0.nanosPerMinute),
                        RateCardView.plain($0.setupFeeNanos), "\($0.initialS)/\($0.incrementS)", $0.variant ?? "",
                        $0.fromAt ?? "", $0.untilAt ?? "", $0.blocked ? "yes" : "",
                    ]
                }, name: "rates", as: form)
    }
}
