public import Postgres
import Rating

/// A rate card as it is stored.
public struct RateCard: Sendable, Equatable {
    public let id: Int64
    public let name: String
    /// `sell` or `buy`.
    public let side: String
    public let currency: String
    /// IANA zone in which a date without a time begins.
    public let zone: String

    /// - Throws: `Catalog.NameError` where the entity has no card of that name.
    public init(named name: String, entityID: Int64, on connection: Connection) throws {
        let rows = try connection.run(query: "rate_card_named", ["entity_id": .int(entityID), "name": .text(name)])
        guard let row = rows.first else {
            throw Catalog.NameError("There is no rate card '\(name)'; `didtron ratecard list` shows those there are.")
        }
        try self.init(row)
    }

    init(_ row: Row) throws {
        id = try row.int("id")
        name = try row.string("name")
        side = try row.string("side")
        currency = try row.string("currency")
        zone = try row.string("zone")
    }

    /// All cards with the version in effect at an instant (as PostgreSQL reads it; nil = now).
    public static func list(at instant: String? = nil, on connection: Connection) throws -> Rows {
        try connection.run(query: "rate_card_list", ["code": .null, "at": .text(instant ?? "now")])
    }

    /// The card's versions, the latest first.
    public func versions(on connection: Connection) throws -> [RateCardVersion] {
        try connection.run(query: "card_version_list", ["card_id": .int(id)]).map(RateCardVersion.init)
    }
}

/// One version of a card: a whole deck.
public struct RateCardVersion: Sendable, Encodable {
    public enum State: String, Sendable, Encodable { case draft, approved, withdrawn }

    public let id: Int64
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
    public let createdAt: String
    public let approvedAt: String?
    let contentHash: [UInt8]

    init(_ row: Row) throws {
        id = try row.int("id")
        number = try row.int("number")
        let name = try row.string("state")
        guard let state = State(rawValue: name) else {
            throw PostgresError(.unexpectedResult, "A card version is \(name), which this program does not know")
        }
        self.state = state
        effectiveFromMicros = try row.int("effective_micros")
        effectiveFrom = try row.string("effective_from")
        rates = try row.int("rates")
        source = try row.string("source_name")
        createdAt = try row.string("created_at")
        approvedAt = try row.optionalString("approved_at")
        contentHash = try row.bytes("content_hash")
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
}
