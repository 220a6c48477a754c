import Catalog
import Database
import Foundation
import Money
import Postgres
import RateBook
import RateCards
import Synchronization
import SyntheticCarrier

/// What COPY … TO gives of a table in the binary format.
struct TableDump: Sendable {
    var table: String
    /// As COPY names them.
    var columns: String
    var bytes: [UInt8]
}

/// A private, durable PostgreSQL of the benchmark's own, with the workload's catalog in it.
struct BenchDatabase: Sendable {
    let database: Database

    init(_ workload: Workload) throws {
        var environment = ProcessInfo.processInfo.environment
        environment["DATABASE_URL"] = nil
        database = try Database.open(
            environment: environment, home: Home(path: workload.folder.appending(path: "home").path))
        let carrier = workload.carrier
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        try BenchDatabase.act("partner.import", on: connection) {
            _ = try CatalogImport(.partners).run(Array(carrier.partnersCSV.utf8), on: connection)
        }
        try BenchDatabase.act("account.import", on: connection) {
            _ = try CatalogImport(.accounts).run(Array(carrier.accountsCSV.utf8), on: connection)
        }
        for deck in carrier.sellDecks + carrier.buyDecks {
            guard let currency = Currency(code: deck.currency) else { continue }
            var deckImport = RateCardImport(
                card: deck.name, side: deck.side == .sell ? .sell : .buy, currency: currency,
                nowMicros: Int64(carrier.firstDay) * 86_400_000_000, clock: { _ in { $0 } })
            deckImport.approves = true
            let csv =
                SyntheticCarrier.RateRow.csvHeader + carrier.rates(of: deck).map { $0.csv(deck: deck.name) }.joined()
            try BenchDatabase.act("ratecard.import", on: connection) {
                _ = try deckImport.run(Array(csv.utf8), source: deck.name, on: connection)
            }
        }
        try BenchDatabase.act("ratecard.assign", on: connection) {
            _ = try CatalogImport(.assignments).run(Array(carrier.assignmentsCSV.utf8), on: connection)
        }
    }

    /// What changes the business is refused outside an act.
    private static func act(_ name: String, on connection: Connection, _ body: () throws -> Void) throws {
        try connection.transaction {
            try connection.run(
                job: "begin_act",
                [
                    "kind": "system", "actor": "benchmark", "entity_id": nil, "name": .text(name),
                    "origin": "benchmark", "reason": nil, "is_long": false, "key": nil, "body": .bytes([]),
                ])
            try body()
        }
    }

    /// Forgets every call, file and received copy; the partitions stay, empty.
    func forgetCalls() throws {
        let connection = try database.connectAsAdministrator()
        defer { connection.close() }
        // The triggers that keep records from being changed are for everybody else.
        try connection.execute(
            """
            SET session_replication_role = replica;
            TRUNCATE call, call_reject, suspense, suspense_resolution, call_mark, usage_delta_block, chunk, cdr_file, closing CASCADE
            """)
        try connection.execute("CHECKPOINT")
        if FileManager.default.fileExists(atPath: database.home.evidence) {
            try FileManager.default.removeItem(atPath: database.home.evidence)
        }
    }

    /// The tables with rows whose names match a LIKE pattern, largest first.
    func tables(like pattern: String) throws -> [String] {
        let connection = try database.connectAsAdministrator()
        defer { connection.close() }
        return try connection.query(
            """
            SELECT oid::regclass::text AS name FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname LIKE $1 AND pg_relation_size(oid) > 0
            ORDER BY pg_relation_size(oid) DESC, relname
            """, [.text(pattern)], name: "tables"
        ).map { try $0.string("name") }
    }

    func dump(_ table: String, columns: String) throws -> TableDump {
        let connection = try database.connectAsAdministrator()
        defer { connection.close() }
        var bytes: [UInt8] = []
        // The message lives while it is appended.
        try unsafe connection.copyOut("COPY \(table) (\(columns)) TO STDOUT (FORMAT binary)") { message in
            unsafe bytes.append(contentsOf: message)
        }
        return TableDump(table: table, columns: columns, bytes: bytes)
    }

    /// Copies dumps into their tables over so many connections, each in one transaction.
    func copy(_ dumps: [TableDump], connections: Int) throws {
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: connections) { share in
            do {
                let connection = try database.connect(role: .loader)
                defer { connection.close() }
                try connection.transaction {
                    for index in dumps.indices where index % connections == share {
                        let dump = dumps[index]
                        let sql = "COPY \(dump.table) (\(dump.columns)) FROM STDIN (FORMAT binary)"
                        try connection.copyIn(sql) { writer in try writer.write(dump.bytes) }
                    }
                }
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// Records of all files that were loaded.
    func recordCount() throws -> Int {
        let connection = try database.connectAsAdministrator()
        defer { connection.close() }
        let row = try connection.query(
            "SELECT coalesce(sum(rows_read), 0)::bigint AS records FROM chunk", name: "record_count"
        ).only()
        return Int(try row.int("records"))
    }

    /// Writes what was changed to the disk, so that it is not written while something is measured.
    func settle() throws {
        let connection = try database.connectAsAdministrator()
        defer { connection.close() }
        try connection.execute("CHECKPOINT")
    }

    /// Stops the server.
    func end() throws { try database.stopServer() }

    /// Sums that two ways of loading must agree on.
    func totals() throws -> String {
        let connection = try database.connectAsAdministrator()
        defer { connection.close() }
        let row = try connection.query(
            """
            SELECT count(*) AS rows, sum(duration_ns)::text AS ns, sum(sell_micros)::text AS sell, sum(buy_micros)::text AS buy
            FROM call
            """, name: "totals"
        ).only()
        return try
            "\(row.int("rows")) rows, \(row.string("ns")) ns, \(row.string("sell")) and \(row.string("buy")) micros"
    }
}
