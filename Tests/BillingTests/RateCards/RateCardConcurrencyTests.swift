import Catalog
import Database
import Foundation
import Money
import Postgres
import RateBook
import Rating
import Synchronization
import TestSupport
import Testing

/// Several people who change cards at once.
@Suite struct RateCardConcurrencyTests {
    private static let november = "33,France,0.02,2026-11-01\n44,UK,0.01,2026-11-01"

    /// What those who wait are told.
    private final class Waits: Sendable {
        private let sentences = Mutex<[String]>([])

        @Sendable func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }

        var all: [String] { sentences.withLock { $0 } }

        /// Returns when somebody has begun to wait; gives up after ten seconds.
        func waitForFirst() {
            for _ in 0..<1000 where all.isEmpty { Thread.sleep(forTimeInterval: 0.01) }
        }
    }

    /// Work on a thread of its own.
    private final class Beside<Value: Sendable>: Sendable {
        private let outcome = Mutex<Result<Value, any Error>?>(nil)

        init(_ body: @escaping @Sendable () throws -> Value) {
            Thread { self.outcome.withLock { $0 = Result { try body() } } }.start()
        }

        func value() throws -> Value {
            while true {
                if let outcome = outcome.withLock({ $0 }) { return try outcome.get() }
                Thread.sleep(forTimeInterval: 0.01)
            }
        }
    }

    private func request(
        _ card: String, _ actor: String = "ben", _ change: (inout RateCardImport) -> Void = { _ in }
    ) throws -> RateCardImport {
        var request = RateCardImport(
            card: card, side: .buy, currency: try #require(Currency(code: "USD")), nowMicros: TestCard.nowMicros,
            actor: actor
        ) { _ in { $0 } }
        request.approves = true
        change(&request)
        return request
    }

    private func load(_ lines: String, _ request: RateCardImport, on database: Database) throws -> RateCardReport {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        let rows = lines.split(separator: "\n").map { "\($0),60/60" }.joined(separator: "\n")
        return try request.run(
            Array("prefix,destination,rate,effective_from,increments\n\(rows)\n".utf8), source: "deck.csv",
            on: connection)
    }

    /// Runs `body` while somebody's import holds the card gold, which has a version and a draft; then lets it end.
    private func whileImporting(_ database: Database, _ body: @escaping @Sendable () -> Void) throws {
        let report = try load(
            "33,France,0.025,2026-12-01\n44,UK,0.01,2026-11-01",
            request("gold", "anna") { $0.onCompared = { _ in body() } }, on: database)
        #expect(report.state == .approved)
    }

    @Test func `an import keeps nobody from another card, and who wants the same one is told what it waits for`() throws
    {
        try withTestDatabase { database in
            _ = try load(Self.november, request("gold"), on: database)
            let waits = Waits()
            let others = Mutex<(silver: RateCardReport?, gold: Beside<RateCardReport>?)>((nil, nil))
            try whileImporting(database) {
                others.withLock { others in
                    others.silver = try? load(Self.november, request("silver"), on: database)
                    others.gold = Beside {
                        try load(
                            "33,France,0.02,2026-11-01\n44,UK,0.012,2026-12-01",
                            request("gold", "cleo") { $0.onWaiting = waits.add }, on: database)
                    }
                }
                waits.waitForFirst()
            }
            #expect(others.withLock { $0.silver?.state } == .approved)
            let sentence = try #require(waits.all.first)
            #expect(sentence.hasPrefix("Card gold is being changed by another command (since 20"))
            #expect(sentence.contains("Z by anna, process "))
            // Compared with what the first has made: both begin on December 1, and the later deck holds.
            let report = try #require(try others.withLock { $0.gold }?.value())
            #expect((report.state, report.version, report.comparedWith, report.withdrawn) == (.approved, 3, 2, [2]))
        }
    }

    @Test func `an approval waits for an import, and is refused where that made its draft untrue`() throws {
        try withTestDatabase { database in
            _ = try load(Self.november, request("gold"), on: database)
            _ = try load(
                "33,France,0.02,2026-11-01\n44,UK,0.013,2026-12-05", request("gold") { $0.approves = false },
                on: database)
            let waits = Waits()
            let approval = Mutex<Beside<Int64>?>(nil)
            try whileImporting(database) {
                approval.withLock {
                    $0 = Beside {
                        let connection = try database.connect(role: .app)
                        defer { connection.close() }
                        let card = try RateCard(
                            named: "gold", entityID: Catalog.entityID(nil, on: connection), on: connection)
                        return try RateCardApproval.approve(
                            card, number: 2, atMicros: TestCard.nowMicros, actor: "cleo", onWaiting: waits.add,
                            on: connection
                        ).version.number
                    }
                }
                waits.waitForFirst()
            }
            #expect(waits.all.count == 1)
            #expect {
                try approval.withLock { $0 }?.value()
            } throws: {
                "\($0)".contains("was made against version 1, but it would follow version 3 now")
            }
        }
    }

    @Test func `two imports that make the same card at once become two versions of it`() throws {
        try withTestDatabase { database in
            _ = try load(Self.november, request("other"), on: database)
            try atOnce(2) { number in
                _ = try load(
                    "33,France,0.02,2026-11-01\n4\(number),Nowhere \(number),0.01,2026-11-0\(number + 1)",
                    request("new"),
                    on: database)
            }
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            let card = try RateCard(named: "new", entityID: Catalog.entityID(nil, on: connection), on: connection)
            #expect(try card.versions(on: connection).map(\.number) == [2, 1])
        }
    }

    @Test func `who adds destinations waits for another who does, and is told so`() throws {
        try withTestDatabase { database in
            _ = try load(Self.november, request("gold"), on: database)
            let waits = Waits()
            let holder = try database.connect(role: .app)
            defer { holder.close() }
            let other = try holder.transaction {
                _ = try holder.query(
                    "SELECT pg_advisory_xact_lock(hashtextextended('didtron.destinations', 0))", name: "hold")
                // Known names wait for nobody.
                #expect(try load(Self.november, request("silver"), on: database).state == .approved)
                let other = Beside {
                    try load(
                        "99999,Atlantis,0.02,2026-11-01", request("bronze") { $0.onWaiting = waits.add }, on: database)
                }
                waits.waitForFirst()
                return other
            }
            #expect(try other.value().state == .approved)
            #expect(
                waits.all.first?.hasPrefix("The list of destinations is being changed by another command (process ")
                    == true)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `forty thousand rates without names are stored in seconds`() throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            let list = "prefix,destination\n" + (10...59).map { "\($0),Land \($0)\n" }.joined()
            _ = try DestinationImport.run(Array(list.utf8), on: connection)
            var deck = "prefix,rate,effective_from,increments\n"
            for number in 0..<40_000 { deck += "\(100_000 + number * 20),0.01,2026-11-01,60/60\n" }
            let report = try request("gold").run(Array(deck.utf8), source: "deck.csv", on: connection)
            #expect((report.state, report.rates) == (.approved, 40_000))
            #expect(
                try connection.texts(
                    """
                    SELECT count(*) FILTER (WHERE own.name LIKE 'Land __') AS known,
                        count(*) FILTER (WHERE own.name = 'Prefix ' || rate.prefix) AS unknown
                    FROM rate JOIN card_destination AS own ON own.id = rate.card_destination_id
                    """) == ["25000 15000"])
        }
    }
}
