import Catalog
import Hummingbird
import RateBook
import Vocabulary

/// The rate cards of an entity: which version counts now, for how many.
enum RateCardListPage {
    static let path = "/admin/billing/rate-cards"

    static let routes: [Route] = [
        .get(path, .needs(.seeRateCards), show),
        .get("\(path).csv", .needs(.seeRateCards)) { try await export($0, as: .csv) },
        .get("\(path).xlsx", .needs(.seeRateCards)) { try await export($0, as: .xlsx) },
    ]

    /// A card with the version in effect, as `RateCard.list` has it.
    private struct Card: Decodable, Sendable {
        var card: String
        var side: String
        var currency: String
        var zone: String
        var version: Int64?
        var effectiveFrom: String?
        var rates: Int64?
        var drafts: Int64
        var partners: Int64
        var entity: String
    }

    static func path(of card: String) -> String { "\(path)/\(FormFields.encoded(card))" }

    private static func cards(_ request: PageRequest) async throws -> (cards: [Card], entities: [Shell.EntityChoice]) {
        let entity = request.session.entityCode
        let sought = request.query["q"]?.lowercased()
        let side = request.query["side"]
        return try await request.read { connection in
            let cards: [Card] = try RateCard.list(on: connection).decoded()
            return (
                cards.filter { card in
                    card.entity == entity && (sought.map { card.card.lowercased().contains($0) } ?? true)
                        && (side.map { card.side == $0 } ?? true)
                }, try Shell.entities(request, on: connection)
            )
        }
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let (cards, entities) = try await cards(request)
        let fields = request.query
        let content = Sheet(
            header: PageHeader(
                title: "Rate cards",
                actions: [PageHeader.Action(title: "Compare", href: RateCardComparePage.path)]
                    + (request.may(.changeCards)
                        ? [
                            PageHeader.Action(title: "Generate", href: RateCardGeneratePage.path),
                            PageHeader.Action(title: "Import a deck", href: RateCardImportPage.path, isPrimary: true),
                        ] : [])),
            facts: [Fact("Entity", request.session.entityName), Fact("Zone", "of each card")],
            filters: filters(fields), table: cards.isEmpty ? nil : table(cards),
            foot: cards.isEmpty
                ? nil
                : TableFoot(
                    rows: AmountText.count(Int64(cards.count), "card"),
                    exports: TableFoot.Export.both(path, fields)),
            empty: cards.isEmpty ? empty(fields) : nil)
        return request.sheet(
            Shell(
                request, title: "Rate cards", crumbs: [.billing],
                entities: entities), content)
    }

    private static func empty(_ fields: FormFields) -> EmptyState {
        fields.encoded.isEmpty
            ? EmptyState(
                title: "No rate cards", text: "A deck, with its columns in any order, becomes a card.",
                command: "didtron ratecard import FILE")
            : EmptyState(
                title: "No card matches", text: "There is none with these filters.", action: "Clear filters", href: path
            )
    }

    private static func filters(_ fields: FormFields) -> Filters {
        let chosen = fields["side"] ?? ""
        var side = Filters.Input(name: "side", label: "Side", value: chosen)
        side.choices = [("", "Any"), ("sell", "Sell"), ("buy", "Buy")].map {
            Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == chosen)
        }
        let chips = [("q", "name"), ("side", "side")].compactMap { name, words in
            fields[name].map { Filters.Chip(text: "\(words) \($0)", href: fields.setting(name, nil).address(path)) }
        }
        return Filters(
            action: path, label: "Rate cards",
            fields: [Filters.Input(name: "q", label: "Card", value: fields.typed("q")), side], chips: chips,
            applied: chips.isEmpty ? nil : "\(chips.count)")
    }

    private static func table(_ cards: [Card]) -> DataTable {
        let columns = [
            DataTable.Column("Card", .wrap), DataTable.Column("State", .state), DataTable.Column("Side", first: true),
            DataTable.Column("Currency", first: true), DataTable.Column("Version", .number),
            DataTable.Column("In effect since"), DataTable.Column("Rates", .number, first: true),
            DataTable.Column("Partners", .number),
        ]
        return DataTable(
            "cap-cards", "Rate cards", hidesCaption: true, columns: columns,
            rows: cards.map { card in
                DataTable.Row(
                    cells: [
                        .key(columns[0], card.card, path(of: card.card), isShort: false),
                        .badge(
                            columns[1],
                            card.drafts > 0
                                ? Badge(.approved, card.drafts == 1 ? "Draft waits" : "\(card.drafts) drafts wait")
                                : card.version == nil ? Badge(.draft, "Not in effect") : Badge(.paid, "In effect")),
                        .text(columns[2], card.side), .text(columns[3], card.currency),
                        card.version.map { .amount(columns[4], .count($0)) } ?? .none(columns[4]),
                        card.effectiveFrom.map { .instant(columns[5], $0) } ?? .none(columns[5]),
                        card.rates.map { .amount(columns[6], .count($0)) } ?? .none(columns[6]),
                        .amount(columns[7], .count(card.partners)),
                    ], name: card.card)
            })
    }

    private static func export(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let rows = try await cards(request).cards.map { card in
            [
                card.card, card.side, card.currency, card.zone, card.version.map { "\($0)" } ?? "",
                card.effectiveFrom ?? "", card.rates.map { "\($0)" } ?? "", "\(card.drafts)", "\(card.partners)",
            ]
        }
        let titles = ["card", "side", "currency", "zone", "version", "effective_from", "rates", "drafts", "partners"]
        return try TableFile.response(
            request, [titles] + rows, name: "rate-cards-\(request.session.entityCode)", as: form)
    }
}
