internal import Catalog
internal import Database
public import Postgres
import Rating
public import Vocabulary

/// A rate card as it is stored.
public struct RateCard: Sendable, Equatable {
    public let id: CardID
    public let entityID: EntityID
    public let name: String
    /// `sell` or `buy`.
    public let side: String
    public let currency: String
    /// IANA zone in which a date without a time begins.
    public let zone: String

    /// - Throws: `Refusal` where the entity has no card of that name.
    public init(named name: String, entityID: EntityID, on connection: Connection) throws {
        let rows = try connection.run(query: "rate_card_named", ["entity_id": .id(entityID), "name": .text(name)])
        guard let row = rows.first else {
            throw Refusal(.notFound, "ratecard.not_found", "There is no rate card '\(name)'", facts: ["card": name])
        }
        try self.init(row)
    }

    init(_ row: Row) throws {
        id = try row.id("id")
        entityID = try row.id("entity_id")
        name = try row.string("name")
        side = try row.string("side")
        currency = try row.string("currency")
        zone = try row.string("zone")
    }

    /// Lets one change of the card at a time go on, until the end of the transaction.
    ///
    /// - Parameters:
    ///   - actor: who changes it, for those who wait meanwhile.
    ///   - onWaiting: gets a sentence before a wait for somebody else.
    func lock(actor: String, onWaiting: (String) -> Void, on connection: Connection) throws {
        try NamedLock.card(name, entityID: entityID).acquire(actor: actor, onWaiting: onWaiting, on: connection)
    }

    /// All cards with the version in effect at an instant (as PostgreSQL reads it; nil = now).
    public static func list(at instant: String? = nil, on connection: Connection) throws -> Rows {
        try connection.run(query: "rate_card_list", ["code": .null, "at": .text(instant ?? "now")])
    }

    /// What was done to the card, the latest first.
    public func history(on connection: Connection) throws -> Rows {
        try connection.run(query: "card_history", ["card_id": .id(id)])
    }

    /// The card's versions, the latest first.
    public func versions(on connection: Connection) throws -> [RateCardVersion] {
        try connection.run(query: "card_version_list", ["card_id": .id(id)]).map(RateCardVersion.init)
    }
}

/// One version of a card: a whole deck.
public struct RateCardVersion: Sendable {
    public enum State: String, Sendable, Encodable { case draft, approved, withdrawn }

    /// What a version was made from.
    public enum Scope: String, Sendable, Encodable {
        /// A whole deck: prefixes that it lacks are closed.
        case full
        /// A deck that left the prefixes it lacks as they were.
        case amendment
        /// Decks of suppliers, and rules.
        case generated
    }

    /// Where a version stands in its life.
    ///
    ///     draft --approve--> scheduled --(its start)--> in effect --(the next one's start)--> superseded
    ///       |                    |
    ///       +----- withdraw -----+--> withdrawn        (also by a version that takes its place)
    public enum Stage: String, Sendable, Encodable {
        case draft
        case scheduled
        case inEffect = "in effect"
        case superseded
        case withdrawn
    }

    public let id: CardVersionID
    /// 1, 2, 3 … within the card.
    public let number: Int64
    public let state: State
    /// When it takes over, in UTC microseconds.
    public let effectiveFromMicros: Int64
    /// The same as text.
    public let effectiveFrom: String
    public let rates: Int64
    /// Name of the file that it came from.
    public let source: String
    public let scope: Scope
    public let createdAt: String
    /// Who imported it; nil in versions older than this record.
    public let importedBy: String?
    public let approvedAt: String?
    public let approvedBy: String?
    public let withdrawnAt: String?
    public let withdrawnBy: String?
    /// When its deck was received, in UTC microseconds.
    public let receivedMicros: Int64
    /// Of a generated version, as JSON: what it was made from, and the rules.
    public let generation: String?
    /// Ids of the version it was compared with, and of the one that withdrew it.
    let baseID: CardVersionID?
    let displacedByID: CardVersionID?
    /// Ids of versions that its approval withdraws, and of approved ones that take over after it as they are, as known when
    /// it was made.
    let replacedIDs: Set<CardVersionID>
    let keptIDs: Set<CardVersionID>
    let contentHash: [UInt8]

    init(_ row: Row) throws {
        id = try row.id("id")
        number = try row.int("number")
        let name = try row.string("state")
        let scopeName = try row.string("scope")
        guard let state = State(rawValue: name), let scope = Scope(rawValue: scopeName) else {
            throw PostgresError(
                .unexpectedResult, "A card version is \(name) and \(scopeName), which this program does not know")
        }
        self.state = state
        self.scope = scope
        effectiveFromMicros = try row.int("effective_micros")
        effectiveFrom = try row.string("effective_from")
        rates = try row.int("rates")
        source = try row.string("source_name")
        createdAt = try row.string("created_at")
        importedBy = try row.optionalString("imported_by")
        approvedAt = try row.optionalString("approved_at")
        approvedBy = try row.optionalString("approved_by")
        withdrawnAt = try row.optionalString("withdrawn_at")
        withdrawnBy = try row.optionalString("withdrawn_by")
        receivedMicros = try row.int("received_micros")
        generation = try row.optionalString("generation")
        baseID = try row.optionalID("base_id")
        displacedByID = try row.optionalID("displaced_by_id")
        replacedIDs = Set(
            try row.string("replaced_ids").split(separator: " ").compactMap { Int32($0).map(CardVersionID.init) })
        keptIDs = Set(try row.string("kept_ids").split(separator: " ").compactMap { Int32($0).map(CardVersionID.init) })
        contentHash = try row.bytes("content_hash")
    }
}

extension RateCardVersion: Encodable {
    private enum CodingKeys: CodingKey {
        case id, number, state, effectiveFrom, effectiveFromMicros, rates, source, scope, createdAt, importedBy,
            approvedAt, approvedBy, withdrawnAt, withdrawnBy, generation
    }
}

extension [RateCardVersion] {
    /// The approved version in effect at an instant in UTC microseconds.
    public func inEffect(atMicros micros: Int64) -> RateCardVersion? {
        filter { $0.state == .approved && $0.effectiveFromMicros <= micros }
            .max { $0.effectiveFromMicros < $1.effectiveFromMicros }
    }

    /// The approved version that takes over last.
    public var latestApproved: RateCardVersion? { inEffect(atMicros: .max) }

    /// Those with these ids.
    package func with(ids: Set<CardVersionID>) -> [RateCardVersion] { filter { ids.contains($0.id) } }

    /// Those without these ids.
    func without(ids: Set<CardVersionID>) -> [RateCardVersion] { filter { !ids.contains($0.id) } }

    /// Where a version of these stands at an instant in UTC microseconds.
    public func stage(of version: RateCardVersion, atMicros micros: Int64) -> RateCardVersion.Stage {
        switch version.state {
        case .draft: .draft
        case .withdrawn: .withdrawn
        case .approved where version.effectiveFromMicros > micros: .scheduled
        case .approved: inEffect(atMicros: micros)?.id == version.id ? .inEffect : .superseded
        }
    }

    /// Approved versions that take over after an instant, the next first.
    public func scheduled(afterMicros micros: Int64) -> [RateCardVersion] {
        filter { $0.state == .approved && $0.effectiveFromMicros > micros }
            .sorted { $0.effectiveFromMicros < $1.effectiveFromMicros }
    }
}
