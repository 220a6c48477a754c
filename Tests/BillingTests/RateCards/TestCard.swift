import Catalog
import Database
import Money
import Postgres
import RateBook
import RateCards
import Rating
import TestSupport
import Testing

/// A card to which tests load decks; today is 2026-11-25T00:00:00Z.
struct TestCard {
    static let nowMicros: Int64 = 1_795_564_800_000_000

    var name = "gold"
    var side = Side.buy
    var currency = "USD"
    let connection: Connection

    struct Choices {
        var amends = false
        var isForced = false
        var approves = true
        var acceptsRefusals = false
        var refusedCodes = RefusedCodes.Treatment.keep
        var asOf: String?
        var effective: String?
        var scheduled: ScheduledAnswer?
        var actor = "anna"
    }

    /// Loads a deck of lines `prefix,destination,rate,start`, with increments 60/60 unless a line states others.
    @discardableResult
    func load(_ lines: String, _ change: (inout Choices) -> Void = { _ in }) throws -> RateCardReport {
        let rows = lines.split(separator: "\n").map { line in
            line.split(separator: ",").last?.contains("/") == true ? "\(line)" : "\(line),60/60"
        }
        return try load(
            deck: "prefix,destination,rate,effective_from,increments\n" + rows.joined(separator: "\n"), change)
    }

    /// Loads a deck as it is, with its header.
    @discardableResult
    func load(deck: String, _ change: (inout Choices) -> Void = { _ in }) throws -> RateCardReport {
        var choices = Choices()
        change(&choices)
        var request = RateCardImport(
            card: name, side: side, currency: try #require(Currency(code: currency)), nowMicros: Self.nowMicros,
            actor: choices.actor
        ) { _ in { $0 } }
        request.amends = choices.amends
        request.isForced = choices.isForced
        request.approves = choices.approves
        request.asOf = choices.asOf.flatMap(StatedMoment.init)
        request.effective = choices.effective.flatMap(StatedMoment.init)
        request.acceptsRefusals = choices.acceptsRefusals
        request.scheduled = choices.scheduled
        request.refusedCodes = choices.refusedCodes
        return try connection.acting("ratecard.import", by: choices.actor) {
            try request.run(Array((deck + "\n").utf8), source: "deck.csv", on: connection)
        }
    }

    var stored: RateCard {
        get throws { try RateCard(named: name, entityID: Catalog.entityID(nil, on: connection), on: connection) }
    }

    var versions: [RateCardVersion] { get throws { try stored.versions(on: connection) } }

    /// A version, the latest approved one where no number is given, as `prefix price start` a rate.
    func rates(_ number: Int64? = nil) throws -> [String] {
        let versions = try versions
        let version = try #require(
            number.map { number in versions.first { $0.number == number } } ?? versions.latestApproved)
        return try connection.texts(
            """
            SELECT prefix, trim_scale(nanos_per_minute / 1000000000.0) AS price, effective_from::date AS start,
                nullif(effective_to, 'infinity')::date AS "end"
            FROM rate WHERE version_id = $1::integer ORDER BY prefix, effective_from
            """, [.id(version.id)]
        ).map { $0.hasSuffix(" -") ? String($0.dropLast(2)) : $0 }
    }

    /// What decides which version prices calls: numbers and starts of the approved versions.
    func timeline() throws -> [String] {
        try versions.filter { $0.state == .approved }.sorted { $0.effectiveFromMicros < $1.effectiveFromMicros }
            .map { "\($0.number) \($0.effectiveFrom)" }
    }
}

/// Runs `body` with a card in a database of its own.
func withTestCard(_ body: (TestCard) throws -> Void) throws {
    try withTestDatabase { database in
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        try body(TestCard(connection: connection))
    }
}
