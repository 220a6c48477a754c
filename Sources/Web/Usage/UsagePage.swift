import Calendar
import Catalog
import Foundation
import Hummingbird
import Receivables
import Vocabulary

/// What was sold or bought in a month, by destination or by partner; each figure leads to what it is made of.
enum UsagePage {
    static let path = "\(FileListPage.path)/usage"

    static let routes: [Route] = [
        .get(path, .needs(.seeCalls), show),
        .get("\(path).csv", .needs(.seeCalls)) { try await export($0, as: .csv) },
        .get("\(path).xlsx", .needs(.seeCalls)) { try await export($0, as: .xlsx) },
    ]

    private static let size: Int64 = 250

    /// The request as read, with the problems of its fields.
    private struct Asked {
        var listing: UsageListing
        var period: BillingPeriod
        var problems: [String: String] = [:]

        init(_ request: PageRequest, today: CivilDay) {
            let fields = request.query
            let present = today.startOfMonth
            period = BillingPeriod(first: present, endBefore: present.startOfNextMonth)
            if let text = fields["period"] {
                if let stated = BillingPeriod(text), stated.days > 1 {
                    period = stated
                } else {
                    problems["period"] = "Enter the period as a month, such as 2026-10"
                }
            }
            listing = UsageListing(
                entityID: request.session.entityID, firstOn: "\(period.first)", untilOn: "\(period.endBefore)")
            listing.isSell = fields["side"] != "buy"
            listing.subject = fields["by"].flatMap(UsageListing.Subject.init) ?? .destination
            listing.partner = fields["partner"]
            listing.destination = fields["destination"]
        }

        var month: String { String("\(period.first)".prefix(7)) }
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let asked = Asked(request, today: .today)
        let (rows, entities) = try await request.read { connection in
            (try asked.listing.rows(limit: size, on: connection), try Shell.entities(request, on: connection))
        }
        let fields = request.query
        let isSell = asked.listing.isSell
        let content = Sheet(
            header: PageHeader(title: "Usage"),
            facts: [
                Fact("Service periods that begin in", asked.month), Fact("Side", isSell ? "sold" : "bought"),
                Fact("Zone", "each partner's billing zone"), Fact("Of", "closed files"),
            ], tabs: TrafficTabs.at(path), filters: filters(fields, asked),
            sections: rows.isEmpty
                ? []
                : shares(rows, asked, fields) + [
                    SheetSection(
                        "usage", asked.listing.subject == .partner ? "By partner" : "By destination",
                        note: "The largest amount first", table: table(rows, asked, fields), foot: foot(rows, fields),
                        empty: empty(fields))
                ], empty: rows.isEmpty ? empty(fields) : nil)
        return request.sheet(
            Shell(
                request, title: asked.problems.isEmpty ? "Usage" : "Error: Usage", crumbs: TrafficTabs.crumbs,
                entities: entities), content, status: asked.problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func empty(_ fields: FormFields) -> EmptyState {
        EmptyState(
            title: "No usage", text: "No closed file brought usage of this month with these filters.",
            action: fields.encoded.isEmpty ? nil : "Clear filters", href: fields.encoded.isEmpty ? nil : path)
    }

    private static func filters(_ fields: FormFields, _ asked: Asked) -> Filters {
        func choice(_ name: String, _ label: String, _ choices: [(String, String)], _ chosen: String) -> Filters.Input {
            var input = Filters.Input(name: name, label: label, value: chosen)
            input.choices = choices.map { Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == chosen) }
            return input
        }
        let chips = [("partner", "partner"), ("destination", "destination")].compactMap { name, words in
            fields[name].map {
                Filters.Chip(text: "\(words) \($0)", href: fields.setting(name, nil).address(path))
            }
        }
        return Filters(
            action: path, label: "Usage",
            fields: [
                Filters.Input(
                    name: "period", label: "Month", value: fields["period"] ?? asked.month, isShort: true,
                    problem: asked.problems["period"]),
                choice("side", "Side", [("sell", "Sold"), ("buy", "Bought")], asked.listing.isSell ? "sell" : "buy"),
                choice(
                    "by", "By", [("destination", "Destination"), ("partner", "Partner")],
                    asked.listing.subject.rawValue),
                Filters.Input(name: "partner", label: "Partner code", value: fields.typed("partner")),
                Filters.Input(name: "destination", label: "Destination", value: fields.typed("destination")),
            ], chips: chips, applied: chips.isEmpty ? nil : "\(chips.count)", isOpen: !asked.problems.isEmpty)
    }

    /// The largest parts of each currency, where there are enough to compare.
    private static func shares(_ rows: [UsageListing.Row], _ asked: Asked, _ fields: FormFields) -> [SheetSection] {
        let side = asked.listing.isSell ? "sold" : "bought"
        let bars = Dictionary(grouping: rows, by: \.currency).sorted { $0.key < $1.key }.compactMap {
            code, rows -> ShareBars? in
            guard rows.count >= 3, let whole = rows.first?.currencyMicros else { return nil }
            let own = rows.count == 6 ? 6 : min(rows.count, 5)
            var parts = rows.prefix(own).map { row in
                ShareBars.Part(name: row.name, value: row.micros, href: drill(row, asked, fields))
            }
            let shown = parts.reduce(Int128(0)) { $0 + $1.value }
            if rows.count > own {
                parts.append(ShareBars.Part(name: "All others", value: whole - shown, isOther: true))
            }
            return ShareBars(
                "shares-\(code)", title: "Share in \(code)", unit: "\(side), \(asked.month)", parts: parts,
                whole: whole, measure: .micros)
        }
        return bars.isEmpty ? [] : [SheetSection("shares", "The largest shares", shares: bars)]
    }

    /// To what a row is made of: of a partner its destinations, of a destination its partners.
    private static func drill(_ row: UsageListing.Row, _ asked: Asked, _ fields: FormFields) -> String? {
        let isByPartner = asked.listing.subject == .partner
        guard isByPartner ? asked.listing.destination == nil : asked.listing.partner == nil, row.name != "(none)" else {
            return nil
        }
        return
            (isByPartner
            ? fields.setting("by", "destination").setting("partner", row.code)
            : fields.setting("by", "partner").setting("destination", row.name)).address(path)
    }

    private static func table(_ rows: [UsageListing.Row], _ asked: Asked, _ fields: FormFields) -> DataTable {
        let isByPartner = asked.listing.subject == .partner
        var currency = DataTable.Column("Currency", .currency)
        currency.isTitleHidden = true
        let columns = [
            DataTable.Column(isByPartner ? "Partner" : "Destination", .wrap), DataTable.Column("Attempts", .number),
            DataTable.Column("Answered", .number, first: true),
            DataTable.Column("Minutes billed", .number, first: true),
            currency, DataTable.Column("Amount", .number, first: true),
        ]
        let table = rows.map { row in
            let href = drill(row, asked, fields)
            return DataTable.Row(
                cells: [
                    .key(columns[0], row.name, href, isShort: false), .amount(columns[1], .count(row.attempts)),
                    .amount(columns[2], .count(row.answered)), .amount(columns[3], .minutes(seconds: row.billedS)),
                    .text(columns[4], row.currency),
                    .amount(columns[5], .micros(row.micros), label: "Amount, \(row.currency)"),
                ], name: row.name)
        }
        let totals = Dictionary(grouping: rows, by: \.currency).sorted { $0.key < $1.key }.compactMap {
            code, rows -> DataTable.Row? in
            guard let first = rows.first else { return nil }
            return DataTable.Row(
                cells: [
                    .total("Total of all rows, \(code)", columns: 1),
                    .amount(columns[1], .count(first.currencyAttempts)),
                    .amount(columns[2], .count(first.currencyAnswered)),
                    .amount(columns[3], .minutes(seconds: first.currencyBilledS)), .text(columns[4], code),
                    .amount(columns[5], .micros(first.currencyMicros), label: "Amount, \(code)"),
                ], name: "", hasMore: false)
        }
        return DataTable(
            "cap-usage", "Usage, the largest amount first", hidesCaption: true, classes: " data-table--sticky",
            columns: columns, rows: table, foot: totals)
    }

    private static func foot(_ rows: [UsageListing.Row], _ fields: FormFields) -> TableFoot {
        let all = rows[0].matching
        return TableFoot(
            rows: all > Int64(rows.count)
                ? "The \(Amount.count(Int64(rows.count)).text) largest of \(Amount.count(all).text) rows; a file has all"
                : AmountText.count(all, "row"),
            exports: TableFoot.Export.both(path, fields))
    }

    private static func export(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let asked = Asked(request, today: .today)
        guard asked.problems.isEmpty else { return request.redirect(to: request.query.address(path)) }
        let rows = try await request.read { try asked.listing.rows(limit: Int64(TableFile.rowsMax) + 1, on: $0) }
        try TableFile.demand(rows: rows.count)
        let titles = [
            "month", "side", asked.listing.subject.rawValue, "code", "attempts", "answered", "billed_s", "currency",
            "amount",
        ]
        let texts = rows.map { row in
            [
                asked.month, asked.listing.isSell ? "sell" : "buy", row.name, row.code ?? "", "\(row.attempts)",
                "\(row.answered)", "\(row.billedS)", row.currency, Amount.plain(micros: row.micros),
            ]
        }
        return try TableFile.response(
            request, [titles] + texts, name: "usage-\(request.session.entityCode)-\(asked.month)", as: form)
    }
}
