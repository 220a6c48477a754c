internal import Catalog
internal import Database
import Foundation
public import Money
public import Postgres
public import RateCards
internal import Vocabulary

/// Makes a version of a sell card from the decks of suppliers, by rules. The same decks and rules again change nothing.
public struct RateCardGeneration: Sendable {
    public var card: String
    /// Names of the cards of suppliers; of equal prices that of the first counts as the cheapest.
    public var suppliers: [String]
    public var rules: PricingRules
    /// When the prices begin.
    public var effective: StatedMoment
    /// The instant whose supplier prices count; nil = when the sell prices begin.
    public var at: StatedMoment?
    /// Of the card where it is new.
    public var currency: Currency?
    /// Code of the entity; nil = the only one.
    public var entity: String?
    /// UTC microseconds.
    public var nowMicros: Int64
    /// Who generates.
    public var actor: String
    /// Days from the day of an exchange rate to that of the prices at most; nil = without a limit.
    public var exchangeDaysMax: Int32?
    public var approves = false
    /// Whether implausible differences are taken.
    public var isForced = false
    /// What becomes of scheduled versions that say otherwise; nil = that is a question, and nothing is stored.
    public var scheduled: ScheduledAnswer?
    /// Gets a sentence before a wait for somebody else who changes the card.
    public var onWaiting: @Sendable (String) -> Void = { _ in }
    /// The clock of a zone as a function from its time to UTC, both in microseconds; nil = no such zone.
    public var clock: @Sendable (_ zone: String) -> (@Sendable (Int64) -> Int64)?

    public init(
        card: String, suppliers: [String], rules: PricingRules, effective: StatedMoment, nowMicros: Int64,
        actor: String,
        clock: @escaping @Sendable (_ zone: String) -> (@Sendable (Int64) -> Int64)?
    ) {
        self.card = card
        self.suppliers = suppliers
        self.rules = rules
        self.effective = effective
        self.nowMicros = nowMicros
        self.actor = actor
        self.clock = clock
    }

    /// What is kept with the version.
    private struct Record: Encodable {
        let at: String
        let sources: [SupplierSource]
        let rules: String
    }

    /// Generates and stores in one transaction.
    ///
    /// - Throws: `Refusal` for cards that do not fit, `GeneratedSheet.Fault`, `PostgresError`.
    public func run(on connection: Connection) throws -> RateCardReport {
        do {
            return try connection.transactionRetrying { try generate(on: connection) }
        } catch let refused as Refused {
            return refused.report
        }
    }

    /// Leaves the transaction, so that a refused version does not even make its card.
    private struct Refused: Error {
        let report: RateCardReport
    }

    private func generate(on connection: Connection) throws -> RateCardReport {
        let entityID = try Catalog.entityID(entity, on: connection)
        let stored = try storedCard(entityID: entityID, on: connection)
        guard let clock = clock(stored.zone) else { throw Refusal.zoneIsUnknown(stored.zone) }
        let start = effective.utcMicros(clock)
        let instant = at?.utcMicros(clock) ?? start
        let prices = try SupplierPrices(
            cards: suppliers, currency: stored.currency, entityID: entityID, atMicros: instant,
            exchange: .newest(daysMax: exchangeDaysMax), on: connection)
        try prices.requireSameVariants(on: stored, atMicros: instant, on: connection)
        let generated = try GeneratedSheet(from: prices.lists, rules: rules, startMicros: start)
        let named = prices.sources.map { "\($0.card) version \($0.version)" }.joined(separator: ", ")
        var report = RateCardReport(
            card: card, side: stored.side, currency: stored.currency, source: "generated from \(named)")
        report.notes.append(
            "\(generated.unionCount) prefixes of all suppliers: \(generated.sheet.rates.count) rates, "
                + "\(generated.redundantCount) left out because a shorter prefix says the same, "
                + "\(generated.blockedCount) blocked.")
        for source in prices.sources {
            guard let exchange = source.exchange else { continue }
            report.notes.append(
                "Prices of card \(source.card), in \(source.currency), were converted by \(exchange), and rounded up to 9 decimals."
            )
        }
        let versions = try stored.versions(on: connection)
        let before = try versions.inEffect(atMicros: start).map { try StoredRates.sheet($0, on: connection) }
        let sheet = before.map(generated.sheet.keepingStarts) ?? generated.sheet
        var drafting = RateCardDrafting(card: stored, nowMicros: nowMicros, actor: actor)
        drafting.scope = .generated
        drafting.statedStartMicros = start
        drafting.generation = String(
            decoding: try JSONEncoder().encode(
                Record(at: RateSheet.text(utcMicros: instant), sources: prices.sources, rules: rules.text)),
            as: UTF8.self)
        drafting.isForced = isForced
        drafting.scheduled = scheduled
        drafting.onWaiting = onWaiting
        drafting.approves = approves
        try drafting.run(sheet, report: &report, on: connection)
        if report.state == .refused { throw Refused(report: report) }
        return report
    }

    private func storedCard(entityID: EntityID, on connection: Connection) throws -> RateCard {
        try NamedLock.card(card, entityID: entityID).acquire(actor: actor, onWaiting: onWaiting, on: connection)
        if let currency {
            try connection.run(
                job: "add_rate_card",
                [
                    "entity_id": .id(entityID), "name": .text(card), "side": "sell", "currency": .text(currency.code),
                    "zone": "UTC",
                ])
        }
        let stored: RateCard
        do {
            stored = try RateCard(named: card, entityID: entityID, on: connection)
        } catch let refusal as Refusal where currency == nil && refusal.reason == "ratecard.not_found" {
            throw Refusal(.notFound, "ratecard.not_found_to_generate", refusal.message, facts: refusal.facts)
        }
        guard stored.side == "sell" else {
            throw Refusal(
                .conflict, "ratecard.generated_on_sell_side",
                "Card \(card) is one of the buy side; a sell card is generated from those", facts: ["card": card])
        }
        if let currency, currency.code != stored.currency {
            throw Refusal(
                .conflict, "ratecard.other_currency", "Card \(card) is in \(stored.currency)", facts: ["card": card])
        }
        return stored
    }
}
