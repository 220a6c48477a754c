import Catalog
import Foundation
import Hummingbird
import Money
import Operations
import Postgres
import RateBook
import RateCards
import Vocabulary

/// Who is cheapest where: prices of several cards side by side, at an instant.
enum RateCardComparePage {
    static let path = "\(RateCardListPage.path)/compare"

    static let routes: [Route] = [
        .get(path, .needs(.seeRateCards), show),
        .get("\(path).csv", .needs(.seeRateCards)) { try await export($0, as: .csv) },
        .get("\(path).xlsx", .needs(.seeRateCards)) { try await export($0, as: .xlsx) },
    ]

    private static let shown = 200
    private static let cardsMax = 6

    private static func names(_ fields: FormFields) -> [String] {
        (fields["cards"] ?? "").split(whereSeparator: { ", ".contains($0) }).map(String.init)
    }

    private static func compare(
        _ request: PageRequest, on connection: Connection
    ) throws -> SupplierComparison? {
        let fields = request.query
        let names = names(fields)
        guard !names.isEmpty else { return nil }
        guard (2...cardsMax).contains(names.count), Set(names).count == names.count else {
            throw FormProblems("cards", "Enter two to \(cardsMax) different cards, with blanks between them.")
        }
        var at = Int64(Date().timeIntervalSince1970 * 1_000_000)
        if let text = fields["at"] {
            guard let moment = StatedMoment(text) else {
                throw FormProblems("at", "Enter a day such as 2026-11-01, or an instant, in UTC.")
            }
            at = moment.utcMicros { $0 }
        }
        var terms = SupplierComparison.Terms(cards: names, atMicros: at)
        terms.prefix = fields["prefix"]
        terms.currency = fields["currency"].flatMap { Currency(code: $0.uppercased()) }
        terms.exchangeDaysMax = try ExchangeBasis.present(connection).daysMax
        do {
            return try SupplierComparison(terms, entityID: request.session.entityID, on: connection)
        } catch let refusal as Refusal where refusal.code != .busy {
            let field = refusal.reason.hasPrefix("prefix.") ? "prefix" : "cards"
            throw FormProblems(field, "\(RateCardReportView.worded(refusal.message)).")
        }
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let fields = request.query
        let (outcome, entities) = try await request.read {
            connection -> (Result<SupplierComparison?, FormProblems>, [Shell.EntityChoice]) in
            let entities = try Shell.entities(request, on: connection)
            do {
                return (.success(try compare(request, on: connection)), entities)
            } catch let problems as FormProblems {
                return (.failure(problems), entities)
            }
        }
        var problems = FormProblems([])
        var comparison: SupplierComparison?
        switch outcome {
        case .success(let found): comparison = found
        case .failure(let found): problems = found
        }
        func input(_ name: String, _ label: String, short: Bool = false) -> Filters.Input {
            Filters.Input(
                name: name, label: label, value: fields.typed(name), isShort: short, problem: problems.of(name))
        }
        var sheet = Sheet(
            header: PageHeader(title: "Compare rate cards"), facts: [Fact("Entity", request.session.entityName)],
            filters: Filters(
                action: path, label: "Comparison",
                fields: [
                    input("cards", "Cards, with blanks between them"), input("prefix", "Prefix", short: true),
                    input("at", "At, UTC", short: true), input("currency", "Currency", short: true),
                ], chips: [], applied: nil, isOpen: true))
        if let comparison {
            sheet.facts += [Fact("Currency", comparison.currency), Fact("At", Instant.short(comparison.at))]
            sheet.table = table(comparison)
            let wins = zip(comparison.cards, comparison.cheapest).map { "\($0) \(Amount.count(Int64($1)).text)" }
                .joined(separator: ", ")
            sheet.foot = TableFoot(
                rows: (comparison.lines.count > shown
                    ? "The first \(shown) of \(Amount.count(Int64(comparison.lines.count)).text)"
                    : "\(Amount.count(Int64(comparison.lines.count)).text) prefixes")
                    + "; cheapest: \(wins)"
                    + (comparison.unpriced > 0 ? "; \(comparison.unpriced) without a price" : ""),
                exports: TableFoot.Export.both(path, fields))
        } else if problems.problems.isEmpty {
            sheet.empty = EmptyState(
                title: "Which cards?",
                text: "Name the cards of suppliers, or a sell and a buy card, to see who is cheaper where.")
        }
        return request.sheet(
            Shell(
                request, title: problems.problems.isEmpty ? "Compare rate cards" : "Error: Compare rate cards",
                crumbs: [.billing, Shell.Crumb(title: "Rate cards", href: RateCardListPage.path)], entities: entities),
            sheet, status: problems.problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func table(_ comparison: SupplierComparison) -> DataTable {
        let columns =
            [DataTable.Column("Prefix", .code), DataTable.Column("Destination", .wrap, first: true)]
            + comparison.cards.map { DataTable.Column($0, .number, first: true) }
            + [DataTable.Column("Cheapest first", .wrap, first: true)]
        return DataTable(
            "cap-compare", "Prices a minute by prefix, \(comparison.currency)", hidesCaption: true,
            classes: " data-table--sticky", columns: columns,
            rows: comparison.lines.prefix(shown).map { line in
                var cells: [Cell] = [
                    .key(columns[0], line.prefix, nil),
                    .text(columns[1], [line.destination, line.kind].compactMap(\.self).joined(separator: ", ")),
                ]
                for (index, price) in line.prices.enumerated() {
                    cells.append(price.map { .text(columns[index + 2], $0) } ?? .none(columns[index + 2]))
                }
                let last = columns[columns.count - 1]
                cells.append(
                    line.ranking.isEmpty ? .none(last) : .text(last, line.ranking.joined(separator: ", ")))
                return DataTable.Row(cells: cells, name: line.prefix)
            })
    }

    private static func export(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let comparison = try await request.read { connection -> SupplierComparison? in
            do { return try compare(request, on: connection) } catch is FormProblems { return nil }
        }
        guard let comparison else { return request.redirect(to: request.query.address(path)) }
        try TableFile.demand(rows: comparison.lines.count, max: 1_000_000)
        let titles = ["prefix", "destination", "kind"] + comparison.cards + ["ranking", "currency"]
        let rows = comparison.lines.map { line in
            [line.prefix, line.destination, line.kind ?? ""] + line.prices.map { $0 ?? "" }
                + [line.ranking.joined(separator: " "), comparison.currency]
        }
        return try TableFile.response(request, [titles] + rows, name: "comparison", as: form)
    }
}
