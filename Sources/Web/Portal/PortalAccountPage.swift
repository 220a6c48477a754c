import Calendar
import Catalog
import Foundation
import Hummingbird
import Postgres
import Receivables
import Vocabulary

/// The account of a customer: where it stands, usage by day and destination, calls of a day, payments, rates, people.
enum PortalAccountPage {
    static let usagePath = "\(PortalPage.path)/usage"
    static let paymentsPath = "\(PortalPage.path)/payments"
    static let ratesPath = "\(PortalPage.path)/rates"
    static let peoplePath = "\(PortalPage.path)/people"

    static let routes: [Route] = [
        .get(usagePath, .needs(.seePortal), usage),
        .get("\(usagePath).csv", .needs(.seePortal)) { try await usageFile($0, as: .csv) },
        .get("\(usagePath).xlsx", .needs(.seePortal)) { try await usageFile($0, as: .xlsx) },
        .get("\(usagePath)/:day", .needs(.seePortal), calls),
        .get("\(usagePath)/:day/calls.csv", .needs(.seePortal)) { try await callFile($0, as: .csv) },
        .get("\(usagePath)/:day/calls.xlsx", .needs(.seePortal)) { try await callFile($0, as: .xlsx) },
        .get(paymentsPath, .needs(.seePortal), payments),
        .get(ratesPath, .needs(.seePortal), rates),
        .get("\(ratesPath).csv", .needs(.seePortal)) { try await rateFile($0, as: .csv) },
        .get("\(ratesPath).xlsx", .needs(.seePortal)) { try await rateFile($0, as: .xlsx) },
        .get(peoplePath, .needs(.seePortal), people),
    ]

    private static let size = 50
    private static let callsShown = 100

    private static func exports(_ path: String, _ fields: FormFields = FormFields()) -> [TableFoot.Export] {
        ["csv", "xlsx"].map { TableFoot.Export(title: $0.uppercased(), href: fields.address("\(path).\($0)")) }
    }

    // MARK: - Usage

    /// The month that is asked for; this one where none is.
    private static func period(_ fields: FormFields) -> (BillingPeriod, problem: String?) {
        let now = ISO8601DateFormatter.string(from: Date(), timeZone: .gmt, formatOptions: [.withFullDate])
        let thisMonth = BillingPeriod(String(now.prefix(7))) ?? BillingPeriod("2026-01")!
        guard let text = fields["period"] else { return (thisMonth, nil) }
        guard let period = BillingPeriod(text) else {
            return (thisMonth, "Enter the period as a month, such as 2026-10")
        }
        return (period, nil)
    }

    private static func usage(_ request: PageRequest) async throws -> Response {
        let fields = request.query
        let (period, problem) = period(fields)
        let (days, destinations) = try await request.read(.portal) { connection in
            (
                try PortalAccount.usage(of: period, byDay: true, limit: 400, on: connection),
                try PortalAccount.usage(of: period, byDay: false, limit: 200, on: connection)
            )
        }
        let name = "\(period.first)".prefix(7)
        var sheet = Sheet(
            header: PageHeader(title: "Usage"),
            facts: [
                Fact("Days", Period.text("\(period.first)", "\(period.last)")),
                Fact("Of", "what has been rated and closed"),
            ],
            filters: Filters(
                action: usagePath, label: "Usage",
                fields: [
                    Filters.Input(
                        name: "period", label: "Month",
                        value: fields.typed("period").isEmpty ? String(name) : fields.typed("period"),
                        isShort: true, problem: problem)
                ], chips: [], applied: nil, isOpen: problem != nil))
        if days.isEmpty {
            sheet.empty = EmptyState(
                title: "No usage in \(name)", text: "Your calls appear here within minutes of their end.")
        } else {
            sheet.sections = [
                section("days", "By day", days, isDay: true, exports(usagePath, fields)),
                section("destinations", "By destination", destinations, isDay: false, []),
            ]
        }
        return request.page(
            "portal/sheet", Shell(request, title: problem == nil ? "Usage" : "Error: Usage"), sheet,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    private static func section(
        _ id: String, _ title: String, _ rows: [PortalAccount.Usage], isDay: Bool, _ exports: [TableFoot.Export]
    ) -> SheetSection {
        let columns = [
            DataTable.Column(isDay ? "Day" : "Destination", isDay ? .text : .wrap),
            DataTable.Column("Attempts", .number),
            DataTable.Column("Calls", .number, first: true), DataTable.Column("Minutes", .number, first: true),
            DataTable.Column("Currency", .currency), DataTable.Column("Amount", .number, first: true),
        ]
        let digits = Amount.digits(
            of: rows.flatMap { [$0.micros, $0.allMicros] }, atLeast: rows.map(\.minorDigits).max() ?? 2)
        func row(
            _ name: Cell, _ attempts: Int64, _ calls: Int64, _ seconds: Int64, _ currency: String, _ micros: Int128,
            _ title: String
        )
            -> DataTable.Row
        {
            DataTable.Row(
                cells: [
                    name, .amount(columns[1], .count(attempts)), .amount(columns[2], .count(calls)),
                    .amount(columns[3], .minutes(seconds: seconds)), .text(columns[4], currency),
                    .amount(columns[5], .exact(micros, digits: digits), label: "Amount, \(currency)"),
                ], name: title)
        }
        var table = DataTable(
            "cap-\(id)", title, hidesCaption: true, columns: columns,
            rows: rows.map { usage in
                row(
                    .key(columns[0], usage.label, isDay ? "\(usagePath)/\(usage.label)" : nil, isShort: isDay),
                    usage.attempts, usage.answered, usage.billedS, usage.currency, usage.micros, usage.label)
            })
        table.foot = Dictionary(grouping: rows, by: \.currency).sorted { $0.key < $1.key }.map { currency, rows in
            var total = row(
                .total("Total", columns: 1), rows[0].allAttempts, rows[0].allAnswered, rows[0].allBilledS, currency,
                rows[0].allMicros, "")
            total.hasMore = false
            return total
        }
        let all = rows.first?.matching ?? 0
        return SheetSection(
            id, title, table: table,
            foot: TableFoot(
                rows: all > Int64(rows.count)
                    ? "The \(rows.count) largest of \(Amount.count(all).text); the total has all"
                    : AmountText.count(all, "row"),
                exports: exports), empty: EmptyState(title: "No usage", text: ""))
    }

    private static func usageFile(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let (period, problem) = period(request.query)
        guard problem == nil else { return request.redirect(to: request.query.address(usagePath)) }
        let rows = try await request.read(.portal) {
            try PortalAccount.usage(of: period, byDay: true, limit: 400, on: $0)
        }
        return try TableFile.response(
            request,
            [["day", "attempts", "calls", "billed_seconds", "currency", "amount"]]
                + rows.map {
                    [
                        $0.label, "\($0.attempts)", "\($0.answered)", "\($0.billedS)", $0.currency,
                        Amount.plain(micros: $0.micros),
                    ]
                }, name: "usage-\("\(period.first)".prefix(7))", as: form)
    }

    // MARK: - Calls of a day

    private static func day(_ request: PageRequest) throws -> CivilDay {
        guard let day = CivilDay(request.part("day")) else { throw Refusal.noPage }
        return day
    }

    private static func place(_ text: String) -> PortalAccount.CallPlace? {
        let parts = text.split(separator: ".").compactMap { Int64($0) }
        guard parts.count == 3, parts[1] > 0, parts[1] <= Int64(Int32.max), (0...Int64(Int32.max)).contains(parts[2])
        else {
            return nil
        }
        return PortalAccount.CallPlace(startMicros: parts[0], chunkID: parts[1], ordinal: parts[2])
    }

    private static func calls(_ request: PageRequest) async throws -> Response {
        let day = try day(request)
        let place = request.query["after"].flatMap(place)
        let (found, position) = try await request.read(.portal) { connection in
            (
                try PortalAccount.calls(on: day, after: place, limit: Int64(callsShown + 1), connection: connection),
                try PortalAccount.position(on: connection)
            )
        }
        let calls = Array(found.prefix(callsShown))
        let currency = position?.currency ?? ""
        let columns = [
            DataTable.Column("Started"), DataTable.Column("Called", .code, first: true),
            DataTable.Column("From", .code),
            DataTable.Column("Destination", .wrap, first: true), DataTable.Column("Billed, s", .number),
            DataTable.Column("Amount, \(currency)", .number, first: true),
        ]
        let own = "\(usagePath)/\(day)"
        var sheet = Sheet(header: PageHeader(title: "Calls of \(day)"), facts: [Fact("Starts", "in UTC")])
        if calls.isEmpty {
            sheet.empty = EmptyState(
                title: "No calls", text: "None of your calls counts on \(day).", action: "Usage", href: usagePath)
        } else {
            sheet.table = DataTable(
                "cap-calls", "Calls of \(day)", hidesCaption: true, columns: columns,
                rows: calls.map { call in
                    DataTable.Row(
                        cells: [
                            .instant(columns[0], call.startedAt).asKey, .text(columns[1], call.called),
                            .text(columns[2], call.calling),
                            call.destination.isEmpty ? .none(columns[3]) : .text(columns[3], call.destination),
                            .amount(columns[4], .count(call.billedS)),
                            .amount(columns[5], .micros(Int128(call.micros))),
                        ], name: call.startedAt)
                })
            var foot = TableFoot(
                rows: place == nil
                    ? "The first \(AmountText.count(Int64(calls.count), "call"))"
                    : AmountText.count(Int64(calls.count), "call"),
                exports: exports("\(own)/calls"))
            if place != nil { foot.links.append(TableFoot.Link(title: "First", href: own, rel: "first")) }
            if found.count > calls.count, let last = calls.last {
                foot.links.append(
                    TableFoot.Link(
                        title: "Next", href: "\(own)?after=\(last.startMicros).\(last.chunkID).\(last.ordinal)",
                        rel: "next"))
            }
            sheet.foot = foot
        }
        return request.page("portal/sheet", Shell(request, title: "Calls of \(day)"), sheet)
    }

    private static func callFile(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let day = try day(request)
        let (calls, position) = try await request.read(.portal) { connection in
            (
                try PortalAccount.calls(
                    on: day, after: nil, limit: Int64(TableFile.rowsMax + 1), connection: connection),
                try PortalAccount.position(on: connection)
            )
        }
        try TableFile.demand(rows: calls.count)
        return try TableFile.response(
            request,
            [["start_at", "called", "calling", "destination", "billed_seconds", "currency", "amount"]]
                + calls.map {
                    [
                        $0.startedAt, $0.called, $0.calling, $0.destination, "\($0.billedS)", position?.currency ?? "",
                        Amount.plain(micros: Int128($0.micros)),
                    ]
                }, name: "calls-\(day)", as: form)
    }

    // MARK: - Payments

    private static func payments(_ request: PageRequest) async throws -> Response {
        let listPlace = ListPlace(request.query)
        let place = listPlace.id.flatMap { id in
            listPlace.key.flatMap { CivilDay($0) }.map { (on: $0, id: id) }
        }
        let found = try await request.read(.portal) {
            try PortalAccount.payments(before: place, limit: Int64(size + 1), on: $0)
        }
        let rows = Array(found.prefix(size))
        var sheet = Sheet(header: PageHeader(title: "Payments"), facts: [Fact("Days", "as the bank counts them")])
        let columns = [
            DataTable.Column("Number"), DataTable.Column("Kind", first: true), DataTable.Column("State", .state),
            DataTable.Column("Day", first: true), DataTable.Column("Reference", .wrap),
            DataTable.Column("Currency", .currency),
            DataTable.Column("Amount", .number, first: true), DataTable.Column("Not used yet", .number),
        ]
        if let first = rows.first, let last = rows.last {
            sheet.table = DataTable(
                "cap-payments", "Payments", hidesCaption: true, columns: columns,
                rows: rows.map { payment in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], payment.numberText, nil), .text(columns[1], words(payment.purpose)),
                            .badge(
                                columns[2],
                                payment.state == "reversed" ? Badge(.void, "Taken back") : Badge(.paid, "Received")),
                            .day(columns[3], payment.valueOn),
                            payment.reference.map { .text(columns[4], $0) } ?? .none(columns[4]),
                            .text(columns[5], payment.currency),
                            .amount(
                                columns[6],
                                .minor(
                                    payment.isIncoming ? payment.totalMinor : -payment.totalMinor,
                                    digits: payment.minorDigits),
                                label: "Amount, \(payment.currency)"),
                            payment.leftMinor == 0
                                ? .none(columns[7])
                                : .amount(
                                    columns[7], .minor(payment.leftMinor, digits: payment.minorDigits),
                                    label: "Not used yet, \(payment.currency)"),
                        ], name: payment.numberText)
                })
            sheet.foot = TableFoot(
                place: listPlace, rows: rows.count, hasMore: found.count > size, matching: nil, fields: FormFields(),
                path: paymentsPath, first: (first.paymentID, first.valueOn), last: (last.paymentID, last.valueOn),
                exports: [], goesBack: false)
        } else {
            sheet.empty = EmptyState(title: "No payments yet", text: "What you pay appears here when it has arrived.")
        }
        return request.page("portal/sheet", Shell(request, title: "Payments"), sheet)
    }

    private static func words(_ purpose: PaymentPurpose) -> String {
        switch purpose {
        case .topUp: "Top-up"
        case .refundOfCredit, .refundOfDeposit: "Refund to you"
        case .depositTransfer: "From your deposit"
        default: "Payment"
        }
    }

    // MARK: - Rates

    private static func rates(_ request: PageRequest) async throws -> Response {
        let fields = request.query.removing(["after", "before"])
        let listPlace = ListPlace(request.query)
        let place = listPlace.id.map { (prefix: listPlace.key ?? "", id: $0) }
        let found = try await request.read(.portal) {
            try PortalAccount.rates(sought: fields["q"], after: place, limit: Int64(size + 1), on: $0)
        }
        let rows = Array(found.prefix(size))
        let chips = fields["q"].map { [Filters.Chip(text: "prefix or destination \($0)", href: ratesPath)] } ?? []
        var sheet = Sheet(
            header: PageHeader(title: "Rates"),
            facts: [Fact("Of", "what is in effect or announced"), Fact("Zone", "UTC")],
            filters: Filters(
                action: ratesPath, label: "Rates",
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
                path: ratesPath, first: (first.rateID, first.prefix), last: (last.rateID, last.prefix), goesBack: false)
        } else {
            sheet.empty =
                chips.isEmpty
                ? EmptyState(title: "No rates yet", text: "Your prices appear here when they are agreed on.")
                : EmptyState(
                    title: "No rate matches", text: "There is none with that.", action: "All rates", href: ratesPath)
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

    // MARK: - People

    private static func people(_ request: PageRequest) async throws -> Response {
        let people = try await request.read(.portal) { try PortalAccount.people(on: $0) }
        let columns = [
            DataTable.Column("Mail"), DataTable.Column("Name", .wrap, first: true), DataTable.Column("State", .state),
        ]
        return request.page(
            "portal/sheet", Shell(request, title: "People"),
            Sheet(
                header: PageHeader(
                    title: "People",
                    note: "Who may sign in for you. Ask us to invite somebody, or to shut somebody out."),
                table: DataTable(
                    "cap-people", "People", hidesCaption: true, columns: columns,
                    rows: people.map { person in
                        DataTable.Row(
                            cells: [
                                .key(columns[0], person.mail, nil), .text(columns[1], person.name),
                                .badge(
                                    columns[2],
                                    person.state == "active"
                                        ? Badge(.paid, "May sign in")
                                        : person.state == "invited"
                                            ? Badge(.draft, "Invited") : Badge(.void, "Shut out")),
                            ], name: person.mail)
                    })))
    }
}
