import Acts
import CallRecords
import Database
import Foundation
import Money
import Postgres
import Rating
import TestSupport

@testable import CallStore
@testable import Files
@testable import Ingest
@testable import RateBook

/// A carrier with two customers, two suppliers and a few rates in a database of its own, into which tests load files.
struct LoadFixture {
    let database: Database
    /// Who connects: may do what no role may.
    let owner: Connection
    var catalog: CompiledCatalog
    var layout = CallLayout.canonical
    var limits = LoadLimits()

    /// Accounts c1, c1-premium (one partner), c2 (another zone) and suppliers s1, s2.
    static let parties: [(account: String, side: Side, partner: Int32, product: Int16, zone: Int32, deck: Int)] = [
        ("c1", .sell, 1, 1, 0, 0), ("c1-premium", .sell, 1, 2, 0, 1), ("c2", .sell, 2, 1, 1, 0),
        ("s1", .buy, 3, 1, 0, 2), ("s2", .buy, 4, 1, 1, 2),
    ]
    static let zones = ["UTC", "Asia/Tokyo"]

    /// Prefix, rate id, destination, nanos per minute, initial and increment, per deck.
    static let decks: [[(prefix: String, id: Int32, destination: Int32, nanos: Int64, step: Int32)]] = [
        [("44", 1, 1, 10_000_000, 60), ("447", 2, 2, 25_000_000, 1), ("1", 3, 3, 7_000_000, 6)],
        [("44", 4, 1, 20_000_000, 60), ("1", 5, 3, 9_000_000, 1)],
        [("44", 6, 1, 4_000_000, 1), ("447", 7, 2, 11_000_000, 1), ("1", 8, 3, 3_000_000, 1)],
    ]

    init(
        _ database: Database,
        decks: [[(prefix: String, id: Int32, destination: Int32, nanos: Int64, step: Int32)]] = decks
    )
        throws
    {
        self.database = database
        owner = try database.connect()
        try owner.execute(
            """
            INSERT INTO entity (id, code, name, functional_currency) VALUES (1, 'main', 'Main Carrier Ltd', 'USD');
            INSERT INTO product (id, entity_id, code, name) VALUES (1, 1, 'standard', 'Standard'), (2, 1, 'premium', 'Premium');
            INSERT INTO switch (id, entity_id, code) VALUES (1, 1, 'sw1'), (2, 1, 'sw2');
            INSERT INTO partner (id, code, name)
            SELECT n, 'p' || n, 'Partner ' || n FROM generate_series(1, 4) AS n;
            WITH agreed AS (
                INSERT INTO agreement (entity_id, partner_id, role, currency)
                SELECT 1, n, 'bilateral', 'USD' FROM generate_series(1, 4) AS n
            )
            INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode, billing_zone)
            SELECT 1, n, side, 'postpaid', CASE WHEN n IN (2, 4) THEN 'Asia/Tokyo' ELSE 'UTC' END
            FROM generate_series(1, 4) AS n CROSS JOIN unnest(ARRAY['sell', 'buy']) AS side;
            """)
        catalog = try LoadFixture.compile(decks: decks)
    }

    static func compile(
        decks: [[(prefix: String, id: Int32, destination: Int32, nanos: Int64, step: Int32)]] = decks,
        without missing: Set<String> = []
    ) throws -> CompiledCatalog {
        let builder = Tariff.Builder(looksUpUnanswered: true)
        var indices: [Int32] = []
        for deck in decks {
            let rates = deck.map { row in
                var rate = Rate(prefix: Prefix(row.prefix)!, id: row.id, destination: row.destination)
                rate.nanosPerMinute = row.nanos
                rate.initialSeconds = row.step
                rate.incrementSeconds = row.step
                return rate
            }
            indices.append(try builder.addDeck(rates))
        }
        for party in parties where !missing.contains(party.account) {
            builder.addParty(
                Party(
                    account: Array(party.account.utf8), partnerID: party.partner, productID: party.product,
                    zone: party.zone, currency: 0, assignments: [Assignment(deck: indices[party.deck])]),
                side: party.side)
        }
        let hash = SHA256.digest(of: Array("\(decks) \(missing.sorted())".utf8))
        return CompiledCatalog(
            entityID: 1, tariff: try builder.build(), zones: zones.map { TimeZones.offsets($0)! }, zoneNames: zones,
            currencies: ["USD"], hash: hash, deckVersions: [])
    }

    static let header = "call_id,leg,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"

    /// A file of text in the fixture's home.
    func file(_ text: String, named name: String = "calls.csv") throws -> String {
        let path = "\(database.home.path)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    func load(
        path: String, switchCode: String = "sw1", threads: Int = 2, chunkBytes: Int = 1 << 17,
        markBytesMax: Int = 1 << 20, acceptsNewTariff: Bool = false, acceptsRejects: Bool = false,
        statedAt: Int64? = nil, compile: (@Sendable (ExchangeBasis?) throws -> CompiledCatalog)? = nil
    ) throws -> FileLoad.Result {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let source = try SwitchSource.find(switchCode: switchCode, entityCode: nil, connection)
        var options = FileLoad.Options(connections: threads)
        options.layout = layout
        options.chunkBytes = chunkBytes
        options.markBytesMax = markBytesMax
        options.acceptsNewTariff = acceptsNewTariff
        options.acceptsRejects = acceptsRejects
        options.limits = limits
        options.statedMicros = statedAt.map { $0 * 1_000_000 }
        let catalog = catalog
        return try FileLoad(database, source: source, options: options, by: .tests) { try compile?($0) ?? catalog }
            .run(.file(path))
    }

    /// Loads records under the header of the fixture.
    ///
    /// - Parameter statedAt: the instant of which the file speaks, in seconds since 1970 UTC.
    @discardableResult
    func load(
        _ records: [String], named name: String = "calls.csv", switchCode: String = "sw1", threads: Int = 2,
        statedAt: Int64? = nil
    ) throws -> FileLoad.Result {
        let text = (header + records).map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
        return try load(path: file(text, named: name), switchCode: switchCode, threads: threads, statedAt: statedAt)
    }

    private var header: [String] { [LoadFixture.header] }

    /// The rows of a query as texts, columns joined by blanks; null is `-`.
    func texts(_ sql: String) throws -> [String] {
        let rows = try owner.query(sql)
        return rows.map { row in rows.columns.map { row[$0] ?? "-" }.joined(separator: " ") }
    }

    /// Every row of `call` without what differs from load to load (chunk ids), sorted.
    func calls() throws -> [String] {
        try texts(
            """
            SELECT to_char(start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS start,
                COALESCE(calling::text, calling_text) AS calling, COALESCE(called::text, called_text) AS called, duration_ns, sip_code, kind, customer_id, supplier_id, sell_state,
                buy_state, sell_rate_id, buy_rate_id, sell_destination_id, buy_destination_id, sell_billed_s,
                buy_billed_s, sell_micros, buy_micros, sell_billing_on, buy_billing_on, sell_product_id, buy_product_id,
                entity_id
            FROM call ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22
            """)
    }
}

/// Runs `body` with a carrier in a database of its own.
func withLoadFixture(_ body: (LoadFixture) throws -> Void) throws {
    try withTestDatabase { try body(LoadFixture($0)) }
}

extension ActRequest {
    static let tests = ActRequest("cdr.load", by: Actor(.system, "tests"), from: "test")
}
