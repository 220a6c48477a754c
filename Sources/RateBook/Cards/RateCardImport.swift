internal import Catalog
internal import Database
import Money
public import Postgres
public import RateCards
public import Rating
internal import Vocabulary

/// Imports a deck as a version of a rate card: reads it, compares it with the version that it follows, stores it as a draft,
/// and approves it if that is asked for. The same deck again changes nothing.
public struct RateCardImport: Sendable {
    public var card: String
    public var side: Side
    public var currency: Currency
    /// Code of the entity; nil = the only one, which is made if there is none.
    public var entity: String?
    /// Zone of a new card; nil = UTC for a new card, whatever it is for one that exists.
    public var zone: String?
    /// Which deck of a file that holds several, by its `deck_id`; nil = the only one.
    public var deckID: String?
    /// Files of codes, where the deck has prices by name only.
    public var codes: [CodesPart] = []
    /// How the file is to be read, as far as it was stated; what is not is taken from the profile.
    public var settings = ReadingSettings()
    /// How the supplier's decks are read, and what they look like; nil = as it was saved with the card.
    public var profile: DeckProfile?
    /// What is odd about the deck and was confirmed.
    public var confirmed: Set<DeckWarning> = []
    /// Whether a deck is taken that looks other than the profile says.
    public var acceptsLayout = false
    /// Whether settings and layout are saved with the card for the next deck.
    public var savesProfile = false
    /// When the version takes over; nil = with its first new or changed rate.
    public var effective: StatedMoment?
    /// When the deck was received: it follows the version in effect then, or scheduled ones that its changes come after,
    /// and closes prefixes then where nothing else says when. Nil = now.
    public var asOf: StatedMoment?
    /// Now, in UTC microseconds.
    public var nowMicros: Int64
    /// What becomes of scheduled versions that say otherwise; nil = that is a question, and nothing is stored.
    public var scheduled: ScheduledAnswer?
    /// Code of a partner to whom the card is assigned with it, and of the product (nil = the only one).
    public var partner: String?
    public var product: String?
    /// Time bands of the card that come with the deck; nil = none do.
    public var bands: BandFile?
    public var approves = false
    /// Whether prefixes that the deck lacks stay as they are; otherwise it is a whole deck, and closes them.
    public var amends = false
    /// Whether the rates of a first version, which are all new, are listed in the report.
    public var listsNew = true
    /// Whether a deck is taken whose difference is implausible.
    public var isForced = false
    /// Who imports.
    public var actor: String
    /// Gets the report as soon as it says what differs, before the deck is stored; again where the work starts over.
    public var onCompared: @Sendable (RateCardReport) -> Void = { _ in }
    /// Gets a sentence before a wait for somebody else who changes the card.
    public var onWaiting: @Sendable (String) -> Void = { _ in }
    /// Whether a deck is taken without its refused rows.
    public var acceptsRefusals = false
    /// What becomes of the codes of refused rows then.
    public var refusedCodes = RefusedCodes.Treatment.keep
    /// The clock of a zone as a function from its time to UTC, both in microseconds; nil = no such zone.
    public var clock: @Sendable (_ zone: String) -> (@Sendable (Int64) -> Int64)?

    public init(
        card: String, side: Side, currency: Currency, nowMicros: Int64, actor: String = "system",
        clock: @escaping @Sendable (_ zone: String) -> (@Sendable (Int64) -> Int64)?
    ) {
        self.card = card
        self.side = side
        self.currency = currency
        self.nowMicros = nowMicros
        self.actor = actor
        self.clock = clock
    }

    /// Reads the deck and applies it in one transaction, with approval and assignment where they are asked for: all of it or
    /// nothing.
    ///
    /// - Throws: `TableError` where the file is no deck, `Refusal` for a card, zone, entity or assignment that does
    ///   not fit, `PostgresError`. Refused rows are part of the report.
    public func run(_ bytes: [UInt8], source: String, on connection: Connection) throws -> RateCardReport {
        do {
            return try connection.transactionRetrying { try apply(bytes, source: source, on: connection) }
        } catch let refused as Refused {
            return refused.report
        }
    }

    /// Leaves the transaction, so that a refused deck does not even make its card.
    private struct Refused: Error {
        let report: RateCardReport
    }

    private func apply(_ bytes: [UInt8], source: String, on connection: Connection) throws -> RateCardReport {
        var report = RateCardReport(card: card, side: side.name, currency: currency.code, source: source)
        let stored = try storedCard(&report, on: connection)
        guard let clock = clock(stored.zone) else {
            throw Refusal.zoneIsUnknown(stored.zone)
        }
        // Before the work, and without the lock of the catalog, which would keep everybody waiting until the deck is in.
        try named { try assignment?.check(on: connection) }
        let file = try DeckFile(bytes)
        var profile = profile
        if profile == nil, let saved = try stored.deckProfile(on: connection), !DeckReader.isExport(file) {
            profile = saved
        }
        var options = options(stored, profile, clock)
        options.confirmed = confirmed
        if !DeckReader.isExport(file) { options.receivedMicros = asOf?.utcMicros(clock) ?? nowMicros }
        let reading = try DeckReader.read(
            file, codes: CodesPart.parts(codes, of: file, options.settings), options: options)
        report.note(reading, options)
        if let layout = profile?.layout { report.hold(reading.shape, against: layout, accepted: acceptsLayout) }
        var drafting = RateCardDrafting(card: stored, nowMicros: nowMicros, actor: actor)
        drafting.statedStartMicros = effective?.utcMicros(clock)
        drafting.asOfMicros = asOf?.utcMicros(clock)
        drafting.scope = amends ? .amendment : .full
        drafting.isForced = isForced
        drafting.listsNew = listsNew
        drafting.approves = approves
        drafting.acceptsRefusals = acceptsRefusals
        drafting.onCompared = onCompared
        drafting.onWaiting = onWaiting
        drafting.scheduled = scheduled
        var sheet = try sheet(of: reading)
        sheet.refused.treatment = refusedCodes
        // Without a start there is nothing to compare with: the question about it is all that can be said.
        if drafting.statedStartMicros == nil, sheet.earliestStartMicros == .min { throw Refused(report: report) }
        try drafting.run(sheet, report: &report, on: connection)
        if savesProfile, report.state != .refused {
            try stored.save(
                DeckProfile(settings: options.settings, layout: reading.shape), source: source, on: connection)
        }
        if report.state == .refused { throw Refused(report: report) }
        if let bands { try store(bands, stored, clock, &report, on: connection) }
        if let partner, let assignment, try !named({ try assignment.run(on: connection) }).added.isEmpty {
            report.assignedTo = partner
        }
        return report
    }

    /// Stores the time bands that come with a deck. They are the card's and not the version's, so that others than it has may
    /// only come with a version that is approved, and hold from its start.
    private func store(
        _ bands: BandFile, _ card: RateCard, _ clock: @escaping @Sendable (Int64) -> Int64,
        _ report: inout RateCardReport, on connection: Connection
    ) throws {
        guard bands.refusals.isEmpty else { throw RowsRefused(bands.refusals) }
        let version = try card.versions(on: connection).first { $0.number == report.version }
        let isFirst = try TimeBandSet.list(cardID: card.id, on: connection).isEmpty
        let stored = try TimeBandImport(clock: clock).run(
            bands, card: card, start: isFirst ? nil : version?.effectiveFromMicros, on: connection)
        guard stored.isUnchanged || isFirst || version?.state == .approved else {
            throw Refusal(
                .conflict, "ratecard.bands_of_a_draft",
                "Card \(card.name) has other time bands, and new ones would hold from "
                    + "\(version?.effectiveFrom ?? "") on whether version \(report.version ?? 0) is approved or not",
                facts: ["card": card.name])
        }
        report.bands = stored
        if let version, !report.undefined.isEmpty {
            report.undefined = try RateCardDrafting.undefinedVariants(ofVersion: version.id, on: connection)
        }
    }

    /// The assignment that goes with the deck.
    private var assignment: StatedAssignment? {
        partner.map { StatedAssignment(card: card, partner: $0, product: product, entity: entity) }
    }

    /// Says of a refused assignment that the deck was not stored either.
    private func named<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let refused as RowsRefused {
            let reasons = refused.refusals.map(\.reason).joined(separator: "; ")
            throw Refusal(
                .conflict, "ratecard.not_assignable",
                "Card \(card) cannot be assigned to \(partner ?? ""): \(reasons). Nothing was stored",
                facts: ["card": card, "role": side == .sell ? "customer" : "supplier"])
        }
    }

    private func options(
        _ card: RateCard, _ profile: DeckProfile?, _ clock: @escaping @Sendable (Int64) -> Int64
    ) -> DeckOptions {
        var options = DeckOptions()
        options.settings = profile.map { settings.filled(from: $0.settings) } ?? settings
        options.groupsByDeckID = true
        options.deckID = deckID
        options.utcMicros = clock
        options.zone = card.zone
        options.currency = card.currency
        options.effectiveFromMicros = effective?.utcMicros(clock)
        options.rowsMax = DeckLimits.rows
        options.refusalsMax = DeckLimits.refusals
        return options
    }

    /// The deck that was asked for.
    private func sheet(of reading: DeckReading) throws -> RateSheet {
        let ids = reading.decks.map { String(decoding: $0.id, as: UTF8.self) }
        let listed = ids.prefix(10).joined(separator: ", ") + (ids.count > 10 ? " …" : "")
        if let deckID {
            guard let index = ids.firstIndex(of: deckID) else {
                throw Refusal(
                    .notFound, "deck.no_deck_of_that_id",
                    "The file has no deck '\(deckID)'; it has \(ids.isEmpty ? "none" : listed)")
            }
            return RateSheet(reading.decks[index], names: reading.destinations)
        }
        guard ids.count <= 1 else {
            throw Refusal(.invalid, "deck.several", "The file holds \(ids.count) decks (\(listed))")
        }
        return RateSheet(reading)
    }

    private func storedCard(_ report: inout RateCardReport, on connection: Connection) throws -> RateCard {
        if let zone, try !connection.run(query: "zone_is_known", ["zone": .text(zone)]).only().bool("is_known") {
            throw Refusal.zoneIsUnknown(zone)
        }
        if entity == nil, try Catalog.list(.entities, on: connection).isEmpty {
            try NamedLock.firstEntity.acquire(actor: actor, onWaiting: onWaiting, on: connection)
            report.madeEntity = try Catalog.addFirstEntity(currency: currency.code, on: connection)
        }
        let entityID = try Catalog.entityID(entity, on: connection)
        try NamedLock.card(card, entityID: entityID).acquire(actor: actor, onWaiting: onWaiting, on: connection)
        let row = try connection.run(
            job: "add_rate_card",
            [
                "entity_id": .id(entityID), "name": .text(card),
                "side": .text(side.name), "currency": .text(currency.code), "zone": .text(zone ?? "UTC"),
            ])["card"].only()
        let stored = try RateCard(row)
        guard stored.side == side.name else {
            throw Refusal(
                .conflict, "ratecard.other_side", "Card \(card) is one of the \(stored.side) side",
                facts: ["card": card])
        }
        guard stored.currency == currency.code else {
            throw Refusal(
                .conflict, "ratecard.other_currency", "Card \(card) is in \(stored.currency)", facts: ["card": card])
        }
        if let zone, zone != stored.zone {
            throw Refusal(
                .conflict, "ratecard.other_zone", "The zone of card \(card) is \(stored.zone), and it does not change",
                facts: ["card": card])
        }
        return stored
    }
}
