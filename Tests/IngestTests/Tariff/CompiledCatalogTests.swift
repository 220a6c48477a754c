import CallRecords
import Catalog
import Money
import Postgres
import RateBook
import Rating
import TestSupport
import Testing

@Suite struct CompiledCatalogTests {
    private let hour: Int64 = 3_600_000_000
    /// 2026-10-01T00:00:00Z.
    private let october: Int64 = 1_790_812_800_000_000

    private func load(_ deck: String, card: String, side: Side = .sell, _ connection: Connection) throws {
        var request = RateCardImport(
            card: card, side: side, currency: try #require(Currency(code: "USD")), nowMicros: october
        ) { _ in { $0 } }
        request.approves = true
        let report = try request.run(Array(deck.utf8), source: "deck.csv", on: connection)
        #expect(report.state == .approved)
    }

    private func load(_ subject: CatalogSubject, _ text: String, _ connection: Connection) throws {
        _ = try CatalogImport(subject).run(Array(text.utf8), on: connection)
    }

    /// The sell side of one call of a minute.
    private func rated(_ catalog: CompiledCatalog, account: String, called: String, atMicros micros: Int64) -> RatedSide
    {
        var record = CallRecord()
        let text = Array((account + called).utf8)
        record.customer = TextRange(offset: 0, count: UInt32(account.utf8.count))
        record.called = TextRange(offset: UInt32(account.utf8.count), count: UInt32(called.utf8.count))
        record.startMicros = micros
        record.durationNanos = 60_000_000_000
        let chunk = Chunk(text: text)
        var result = RatedCall()
        // One record and one result, as the call says.
        unsafe withUnsafePointer(to: record) { record in
            unsafe withUnsafeMutablePointer(to: &result) { result in
                unsafe catalog.tariff.rate(
                    UnsafeBufferPointer(start: record, count: 1), text: chunk.buffer.base, buySideApplies: false,
                    into: result)
            }
        }
        return result.sell
    }

    @Test func `accounts are priced by the versions of their cards, each in its time`() throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            try load(
                .partners,
                "partner,currency,role,zone\nacme,USD,bilateral,Asia/Tokyo\nbolt,USD,customer,UTC\nidle,EUR,customer,UTC\n",
                connection)
            try load(
                .accounts, "account,partner,side\n10001,acme,sell\n501,acme,buy\n10002,bolt,sell\n10003,idle,sell\n",
                connection)
            let header =
                "prefix,destination,effective_from,rate_per_min,initial_s,increment_s,grace_s,grace_mode,max_cost\n"
            try load(
                header + "49,Germany,2026-10-01,0.01,60,60,,,\n49151,Mobile,2026-10-01,6,1,1,90,deduct,2\n",
                card: "gold", connection)
            try load(header + "49,Germany,2026-10-15,0.012,60,60,,,\n", card: "gold", connection)
            try load(header + "4,Zone 4,2026-10-01,0.5,1,1,,,\n", card: "silver", connection)
            try load(header + "49,DE,2026-10-01,0.005,1,1,,,\n", card: "buy", side: .buy, connection)
            try load(header + "49,DE,2026-10-01,0.004,1,1,,,\n", card: "unused", side: .buy, connection)
            try load(
                .assignments,
                "partner,card,from,to\nacme,gold,,2026-10-20\nacme,silver,2026-10-20,\nacme,buy,,\nbolt,gold,,\n",
                connection)

            let catalog = try CompiledCatalog.compile(entityID: 1, database: database, exchange: .newest(daysMax: nil))
            #expect(
                catalog.tariff.parties(.sell).map { String(decoding: $0.account, as: UTF8.self) } == [
                    "10001", "10002", "10003",
                ])
            #expect(catalog.tariff.parties(.buy).count == 1)
            #expect(catalog.tariff.rateCount == 5)
            #expect(catalog.zoneNames == ["Asia/Tokyo", "UTC"])
            #expect(catalog.zones[0].offset(atSeconds: 0) == 32_400)
            #expect(catalog.currencies == ["USD", "EUR"])
            let sell = catalog.tariff.parties(.sell)
            #expect(sell.map { catalog.zoneNames[Int($0.zone)] } == ["Asia/Tokyo", "UTC", "UTC"])
            #expect(sell.map { catalog.currencies[Int($0.currency)] } == ["USD", "USD", "EUR"])
            #expect(sell.map(\.assignments.count) == [3, 2, 0])

            let day = 24 * hour
            #expect(rated(catalog, account: "10001", called: "4930", atMicros: october).amountMicros == 10_000)
            #expect(
                rated(catalog, account: "10001", called: "4930", atMicros: october + 14 * day).amountMicros == 12_000)
            #expect(
                rated(catalog, account: "10001", called: "4930", atMicros: october + 19 * day).amountMicros == 500_000)
            #expect(
                rated(catalog, account: "10002", called: "4930", atMicros: october + 19 * day).amountMicros == 12_000)
            #expect(rated(catalog, account: "10001", called: "4930", atMicros: october - 1).reason == .noCard)
            #expect(rated(catalog, account: "10003", called: "4930", atMicros: october).reason == .noCard)
            #expect(rated(catalog, account: "99", called: "4930", atMicros: october).reason == .unknownAccount)
            // Ninety seconds of grace make a call of a minute free.
            let free = rated(catalog, account: "10001", called: "491511", atMicros: october)
            #expect((free.amountMicros, free.state) == (0, .priced))
            let mobile = try connection.query(
                "SELECT id, destination_id FROM rate WHERE prefix = '49151'", name: "mobile"
            ).only()
            #expect(try free.rateID == Int32(mobile.int("id")))
            #expect(try free.destination == Int32(mobile.int("destination_id")))
        }
    }

    @Test func `the hash tells catalogs apart that would price differently`() throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            func hash() throws -> [UInt8] {
                try CompiledCatalog.compile(entityID: 1, database: database, exchange: .newest(daysMax: nil)).hash
            }
            try load(.partners, "partner,currency\nacme,USD\n", connection)
            let empty = try hash()
            try load(.accounts, "account,partner\n10001,acme\n", connection)
            let unassigned = try hash()
            try load("prefix,rate,start date\n49,0.01,2026-10-01\n", card: "gold", connection)
            #expect(try hash() == unassigned)
            try load(.assignments, "partner,card\nacme,gold\n", connection)
            let assigned = try hash()
            #expect(try hash() == assigned)
            try load("prefix,rate,start date\n49,0.02,2026-10-01\n", card: "gold", connection)
            let dearer = try hash()
            try load(.partners, "partner,zone\nacme,Europe/Berlin\n", connection)
            let moved = try hash()
            #expect(Set([empty, unassigned, assigned, dearer, moved]).count == 5)
            #expect(empty.count == 32)
        }
    }

    @Test func `an exchange rate more is no other tariff, and a catalog knows those of its revision`() throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            try load(.partners, "partner,currency\nacme,USD\nbolt,EUR\n", connection)
            try load(.accounts, "account,partner\n10001,acme\n10002,bolt\n", connection)
            func state(_ rate: String, reason: String? = nil) throws {
                var options = ExchangeRateImport.Options()
                options.reason = reason
                let text = "from,to,effective_on,rate\nEUR,USD,2026-10-01,\(rate)\n"
                _ = try ExchangeRateImport.run(Array(text.utf8), options, on: connection)
            }
            func compile(_ basis: ExchangeBasis) throws -> CompiledCatalog {
                try CompiledCatalog.compile(entityID: 1, database: database, exchange: basis)
            }
            let newest = ExchangeBasis.newest(daysMax: 35)
            let before = try compile(newest)
            #expect(before.exchange == ExchangeBasis(revision: 0, daysMax: 35))
            try state("1.1")
            try state("1.2", reason: "typing error")
            let after = try compile(newest)
            #expect(after.hash == before.hash)
            #expect(after.exchange == ExchangeBasis(revision: 2, daysMax: 35))
            let day = Int32(october / 86_400_000_000)
            func rate(_ catalog: CompiledCatalog, onDay day: Int32) throws -> Int64? {
                let from = Int32(try #require(catalog.currencies.firstIndex(of: "EUR")))
                let to = Int32(try #require(catalog.currencies.firstIndex(of: "USD")))
                return catalog.tariff.exchangeRates.factor(from: from, to: to, onDay: day)?.numerator
            }
            #expect(try rate(after, onDay: day + 35) == 1_200_000_000_000)
            #expect(try rate(after, onDay: day + 36) == nil)
            let first = try compile(ExchangeBasis(revision: 1, daysMax: nil))
            #expect(try rate(first, onDay: day + 36) == 1_100_000_000_000)
            #expect(try rate(compile(.none), onDay: day) == nil)
            // A correction names its reason, in the database, too; and a rate is corrected once.
            for values in ["3, 2, NULL", "3, 1, 'again'", "3, NULL, 'again'", "2, 3, 'again'"] {
                let insertion = """
                    INSERT INTO exchange_rate (from_currency, to_currency, effective_on, rate, known_at, revision, supersedes, reason)
                    VALUES ('EUR', 'USD', '2026-10-01', 1, now(), \(values))
                    """
                #expect(throws: PostgresError.self) { try connection.execute(insertion) }
            }
        }
    }
}
