import Acts
import Database
import Foundation
import Ledger
import Postgres
import Synchronization
import TestSupport
import Vocabulary

/// A carrier with one entity in a database of its own, to which tests add partners, and files of calls that were rated by
/// hand. Calls, manifests and usage deltas are written as the loader writes them, so the checks hold.
struct TestCarrier {
    /// One call as the loader leaves it, priced on one side.
    struct Call {
        var partner: Int32
        var side: Side = .sell
        /// UTC instant of the start.
        var startAt: String
        /// Day in the billing zone of the partner.
        var billingOn: String
        var seconds: Int64 = 60
        var micros: Int64
        var rate: Rate
        /// A reversal carries negative seconds and micros.
        var isReversal = false
    }

    enum Side: String { case sell, buy }

    /// A rate of the one sell card; buy sides use the same rows.
    struct Rate {
        var id: Int32
        var destinationID: Int32
    }

    let database: Database
    /// Who connects: owns the cluster, so it may do what no role may.
    let owner: Connection
    /// Of partners, files and calls that are added; the entity's first product and its switch.
    private(set) var entityID: EntityID = 1
    private var productID: Int64 = 1
    private var switchID: Int64 = 1

    init(_ database: Database) throws {
        self.database = database
        owner = try database.connect()
        try owner.execute(
            """
            INSERT INTO entity (id, code, name, functional_currency) VALUES (1, 'main', 'Main Carrier Ltd', 'USD');
            INSERT INTO product (id, entity_id, code, name) VALUES (1, 1, 'standard', 'Standard'), (2, 1, 'premium', 'Premium');
            INSERT INTO switch (id, entity_id, code) VALUES (1, 1, 'main');
            INSERT INTO rate_card (id, entity_id, name, side, currency) VALUES (1, 1, 'Sell', 'sell', 'USD');
            INSERT INTO card_version (id, card_id, number, state, effective_from, content_hash, rates, source_name, approved_at)
            VALUES (1, 1, 1, 'approved', '2026-01-01', '', 0, 'by hand', '2026-01-01');
            CREATE TABLE call_of_tests PARTITION OF call DEFAULT;
            """)
    }

    /// Adds an entity in a zone; what is added through the result is that entity's.
    func addingEntity(_ code: String, zone: String = "UTC") throws -> TestCarrier {
        var other = self
        let id = try owner.query(
            "INSERT INTO entity (id, code, name, functional_currency, zone) SELECT max(id) + 1, $1::text, $1::text, 'USD', $2::text FROM entity RETURNING id",
            [.text(code), .text(zone)]
        ).only().int("id")
        other.entityID = EntityID(Int16(id))
        other.productID = try owner.query(
            "INSERT INTO product (id, entity_id, code, name) SELECT max(id) + 1, $1::smallint, 'standard', 'Standard' FROM product RETURNING id",
            [.int(id)]
        ).only().int("id")
        other.switchID = try owner.query(
            "INSERT INTO switch (id, entity_id, code) SELECT max(id) + 1, $1::smallint, $2::text FROM switch RETURNING id",
            [.int(id), .text(code)]
        ).only().int("id")
        return other
    }

    @discardableResult
    func addPartner(
        _ code: String, currency: String = "USD", paymentMode: String = "postpaid", cycle: String = "monthly",
        zone: String = "UTC", termsDays: Int64 = 30
    ) throws -> Int32 {
        let id = try owner.query(
            "INSERT INTO partner (code, name) VALUES ($1::text, initcap($1::text) || ' Telecom') RETURNING id",
            [.text(code)]
        ).only().int("id")
        try owner.query(
            """
            WITH agreed AS (
                INSERT INTO agreement (entity_id, partner_id, role, currency)
                VALUES ($7::smallint, $1::integer, 'bilateral', $3::text)
            )
            INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode, billing_zone, billing_cycle,
                payment_terms_days)
            SELECT $7::smallint, $1::integer, side, $2::text, $4::text, $5::text, $6::smallint
            FROM unnest(ARRAY['sell', 'buy']) AS side
            """,
            [
                .int(id), .text(paymentMode), .text(currency), .text(zone), .text(cycle), .int(termsDays),
                .id(entityID),
            ])
        return Int32(id)
    }

    /// Rewrites the terms of every partner, from their beginning: what no role may do once something was billed.
    func overwriteTerms(_ assignment: String) throws {
        try owner.execute(
            "SET session_replication_role = replica; UPDATE agreement_terms SET \(assignment); RESET session_replication_role"
        )
    }

    /// A rate to a destination that the card calls as the master list does.
    func addRate(_ prefix: String, _ destination: String, nanosPerMinute: Int64 = 10_000_000) throws -> Rate {
        let row = try owner.query(
            """
            WITH master AS (
                INSERT INTO destination (name) VALUES ($2::text)
                ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id
            ), own AS (
                INSERT INTO card_destination (card_id, name) VALUES (1, $2::text)
                ON CONFLICT (card_id, name) DO UPDATE SET name = excluded.name RETURNING id
            )
            INSERT INTO rate (version_id, prefix, destination_id, card_destination_id, initial_s, increment_s,
                effective_from, nanos_per_minute)
            SELECT 1, $1::text, master.id, own.id, 1, 1, '2026-01-01', $3::bigint FROM master, own
            RETURNING id, destination_id
            """, [.text(prefix), .text(destination), .int(nanosPerMinute)]
        ).only()
        return try Rate(id: Int32(row.int("id")), destinationID: Int32(row.int("destination_id")))
    }

    /// Loads a file of one chunk and returns its id; it is not closed.
    func load(_ calls: [Call], named name: String = UUID().uuidString) throws -> CallFileID {
        try owner.transaction {
            let file = try owner.query(
                """
                INSERT INTO cdr_file (entity_id, switch_id, sha256, name, bytes, layout, layout_definition, tariff_hash,
                    chunk_bytes, chunks)
                VALUES ($2::smallint, $3::smallint, sha256(convert_to($1::text, 'UTF8')), $1::text, 1, 'canonical', '{}', '', 1, 1)
                RETURNING id
                """, [.text(name), .id(entityID), .int(switchID)]
            ).only().int("id")
            let chunk = try owner.query("SELECT nextval('chunk_id') AS id").only().int("id")
            for (ordinal, call) in calls.enumerated() {
                try insert(call, chunk: chunk, ordinal: ordinal)
            }
            try owner.run(statements: Self.manifestAndDeltas, [.int(chunk), .int(file)])
            return CallFileID(Int32(file))
        }
    }

    /// Loads a file, closes it and posts it.
    @discardableResult
    func book(_ calls: [Call]) throws -> CallFileID {
        let file = try load(calls)
        try Books.bringUpToDate(database)
        return file
    }

    private func insert(_ call: Call, chunk: Int64, ordinal: Int) throws {
        let sells = call.side == .sell
        let sign: Int64 = call.isReversal ? -1 : 1
        let side: [Value] = [
            .int(Int64(call.partner)), .int(Int64(call.rate.id)), .int(Int64(call.rate.destinationID)),
            .int(call.seconds * sign), .int(call.micros * sign), .text(call.billingOn), .int(productID), "p",
        ]
        let other: [Value] = [nil, nil, nil, 0, 0, nil, nil, "n"]
        try owner.query(
            """
            INSERT INTO call (start_at, called, duration_ns, key, chunk_id, ordinal, entity_id, kind,
                customer_id, sell_rate_id, sell_destination_id, sell_billed_s, sell_micros, sell_billing_on,
                sell_product_id, sell_state,
                supplier_id, buy_rate_id, buy_destination_id, buy_billed_s, buy_micros, buy_billing_on,
                buy_product_id, buy_state)
            VALUES ($1::timestamptz, 49151, $2::bigint, gen_random_uuid(), $3::integer, $4::integer, $22::smallint, $5::"char",
                $6::integer, $7::integer, $8::integer, $9::integer, $10::bigint, $11::date, $12::smallint, $13::"char",
                $14::integer, $15::integer, $16::integer, $17::integer, $18::bigint, $19::date, $20::smallint, $21::"char")
            """,
            [
                .text(call.startAt), .int(call.seconds * sign * 1_000_000_000), .int(chunk), .int(Int64(ordinal)),
                .text(call.isReversal ? "r" : "o"),
            ] + (sells ? side + other : other + side) + [.id(entityID)])
    }

    /// From the rows of the chunk $1 of the file $2.
    private static let manifestAndDeltas = [
        """
        INSERT INTO chunk (id, file_id, number, byte_offset, byte_count, first_line, line_count, rows_read, calls, rated,
            unrated, duplicates, changed, rejected, rejected_bytes, call_rows, duration_ns, duplicate_ns, sell_micros,
            buy_micros, min_start_at, max_start_at, reversed_ns)
        SELECT $1::integer, $2::integer, 0, 0, 1, 1, 1, count(*) FILTER (WHERE kind <> 'r'),
            count(*) FILTER (WHERE kind <> 'r'), count(*) FILTER (WHERE kind <> 'r'), 0, 0, 0, 0, 0, count(*),
            COALESCE(sum(duration_ns), 0), 0, COALESCE(sum(sell_micros), 0), COALESCE(sum(buy_micros), 0),
            min(start_at), max(start_at), COALESCE(-sum(duration_ns) FILTER (WHERE kind = 'r'), 0)
        FROM call WHERE chunk_id = $1::integer
        """,
        """
        INSERT INTO usage_delta_block (chunk_id, file_id, entity_id, side, partner_id, product_id, currency, items)
        SELECT $1::integer, $2::integer, call.entity_id, side, agreement.partner_id, product_id, currency,
            usage_item(billing_on, destination_id, rate_id, sum(sign)::integer,
                sum(sign * (duration_ns <> 0)::integer)::integer, floor(sum(duration_ns) / 1000000000)::bigint,
                (sum(duration_ns) - floor(sum(duration_ns) / 1000000000) * 1000000000)::integer, sum(billed_s)::bigint,
                sum(micros)::bigint)
        FROM call
            CROSS JOIN LATERAL (VALUES
                ('s'::"char", sell_state, customer_id, sell_product_id, sell_billing_on, sell_destination_id,
                    sell_rate_id, sell_billed_s, sell_micros),
                ('b', buy_state, supplier_id, buy_product_id, buy_billing_on, buy_destination_id, buy_rate_id,
                    buy_billed_s, buy_micros))
                AS priced (side, state, partner_id, product_id, billing_on, destination_id, rate_id, billed_s, micros)
            CROSS JOIN LATERAL (SELECT CASE WHEN kind = 'r' THEN -1 ELSE 1 END AS sign) AS counted
            JOIN agreement ON agreement.partner_id = priced.partner_id AND agreement.entity_id = call.entity_id
        WHERE chunk_id = $1::integer AND state = 'p'
        GROUP BY call.entity_id, side, agreement.partner_id, product_id, billing_on, destination_id, rate_id, currency, ordinal
        """,
    ]
}

/// The number of the entity `main` in this year, which is that of its zone, UTC.
func invoiceNumber(_ number: Int) -> String {
    let year = Calendar(identifier: .iso8601).dateComponents(in: .gmt, from: .now).year ?? 0
    return "INV-main-\(year)-\(String(repeating: "0", count: 5))\(number)"
}

extension Connection {
    fileprivate func run(statements: [String], _ parameters: [Value]) throws {
        for statement in statements { try query(statement, parameters) }
    }

    /// The rows of a query as texts, columns joined by blanks; null is `-`.
    func texts(_ sql: String, _ parameters: [Value] = []) throws -> [String] {
        let rows = try query(sql, parameters)
        return rows.map { row in rows.columns.map { row[$0] ?? "-" }.joined(separator: " ") }
    }
}

extension Connection {
    /// `body` as an act of its own, of somebody at the command line.
    func acting<Value>(_ name: String, by actor: String, _ body: () throws -> Value) throws -> Value {
        let (id, value) = try Acts.begin(ActRequest(name, by: Actor(.shell, actor), from: "test"), on: self) { _ in
            try body()
        }
        try Acts.end(id, on: self)
        return value
    }
}

extension Books {
    @discardableResult
    static func bringUpToDate(
        _ database: Database, entityID: EntityID? = nil
    ) throws -> (closed: [Closing.ClosedFile], posted: [Posting.Total]) {
        try bringUpToDate(database, entityID: entityID, by: Actor(.system, "tests"), from: "test")
    }
}

/// Runs `body` with a carrier in a database of its own.
func withTestCarrier(_ body: (TestCarrier) throws -> Void) throws {
    try withTestDatabase { try body(TestCarrier($0)) }
}

/// Runs `body` in `count` threads at once, each with its number, and throws the first error.
func atOnce(_ count: Int, _ body: @Sendable (Int) throws -> Void) throws {
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: count) { index in
        do { try body(index) } catch { failures.add(error) }
    }
    if let error = failures.first { throw error }
}

private final class Failures: Sendable {
    private let errors = Mutex<[any Error]>([])

    func add(_ error: any Error) { errors.withLock { $0.append(error) } }
    var first: (any Error)? { errors.withLock { $0.first } }
}
