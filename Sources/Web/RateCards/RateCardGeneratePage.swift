import Accounts
import Foundation
import Hummingbird
import Money
import Operations
import Postgres
import RateBook
import RateCards
import Vocabulary

/// A sell card made of the cards of suppliers, by a rule.
struct RateCardGeneratePage: StatedAct {
    static let path = "\(RateCardListPage.path)/generate"
    static let routes: [Route] = RateCardGeneratePage().routes

    var path: String { Self.path }
    var permission: Permission { .changeCards }
    var act: String { "ratecard.generate" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    private static let rule = ["cost", "percent", "absolute", "floor", "decimals", "rounding"]

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let make = FieldMaker(fields, problems)
        return ActForm(
            title: "Generate a sell card", verb: "Generate", facts: [Fact("Entity", request.session.entityName)],
            note: "Each prefix is priced by what suppliers ask for it, and a rule on top.",
            fields: [
                make.text("card", "Card", "The sell card; it is made if there is none"),
                make.text("suppliers", "Cards of suppliers", "With blanks between them"),
                make.text("currency", "Currency", "Of a new card, such as USD", width: 8, optional: true),
                make.text("effective", "Start", "When the prices begin: a day or an instant", width: 20),
                make.choice(
                    "cost", "Cost", "Which price of the suppliers counts",
                    [
                        ("", "The cheapest"), ("second", "The second"), ("average", "The average"),
                    ]),
                make.text("percent", "Percent on top", "Such as 12.5", width: 12, optional: true),
                make.text("absolute", "Amount on top", "A minute, in units of the currency", width: 12, optional: true),
                make.text("floor", "Lowest price", "A minute, in units of the currency", width: 12, optional: true),
                make.text("decimals", "Decimals", "Of the price", width: 8, optional: true),
                make.choice(
                    "rounding", "Rounding", nil,
                    [
                        ("", "The usual"), ("up", "Up"), ("down", "Down"), ("half_up", "Half up"),
                        ("half_even", "Half to even"),
                    ]),
                make.choice(
                    "scheduled", "Scheduled versions that say otherwise", nil,
                    [("", "Ask"), ("keep", "Stay"), ("replace", "Are replaced")]),
                make.choice(
                    "force", "What looks like a mistake", nil, [("no", "Stops it"), ("yes", "Is right: take it")]),
            ],
            crumbs: [.billing, Shell.Crumb(title: "Rate cards", href: RateCardListPage.path)],
            cancel: RateCardListPage.path)
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, on connection: Connection
    ) throws -> DeckOutcome {
        var form = FormReader(fields)
        let card = form.text("card", missing: "Enter the name of the card.")
        let suppliers = form.text("suppliers", missing: "Enter the cards of suppliers.")
            .split(whereSeparator: { ", ".contains($0) }).map(String.init)
        let start = form.text("effective", missing: "Enter when the prices begin.")
        let effective = StatedMoment(start)
        if effective == nil, !start.isEmpty {
            form.problem("effective", "Enter a day such as 2026-11-01, or an instant.")
        }
        let currency = fields["currency"].flatMap { Currency(code: $0.uppercased()) }
        if fields["currency"] != nil, currency == nil { form.problem("currency", "Enter a currency such as USD.") }
        try form.check()
        guard let effective else { throw FormProblems("effective", "Enter when the prices begin.") }
        let stated = Self.rule.filter { fields[$0] != nil }
        var rules = PricingRules.none
        if !stated.isEmpty {
            do {
                rules = try PricingRules(
                    Array((CSVLine.text(stated) + CSVLine.text(stated.map { fields[$0] ?? "" })).utf8))
            } catch {
                throw FormProblems(fieldsOf: error) ?? error
            }
        }
        var generation = RateCardGeneration(
            card: card, suppliers: suppliers, rules: rules, effective: effective,
            nowMicros: Int64(Date().timeIntervalSince1970 * 1_000_000), actor: request.session.mail,
            clock: ZoneClock.clock(of:))
        generation.exchangeDaysMax = try ExchangeBasis.present(connection).daysMax
        generation.currency = currency
        generation.entity = request.session.entityCode
        generation.isForced = fields["force"] == "yes"
        generation.scheduled = fields["scheduled"].flatMap(ScheduledAnswer.init)
        return DeckOutcome(try generation.run(on: connection))
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ outcome: DeckOutcome, on connection: Connection
    ) throws -> ActEffects { outcome.report.map { RateCardReportView(report: $0).effects } ?? ActEffects() }

    func done(_ request: PageRequest, _ known: Void, _ outcome: DeckOutcome) -> (path: String, flash: Flash) {
        outcome.done
    }
}
