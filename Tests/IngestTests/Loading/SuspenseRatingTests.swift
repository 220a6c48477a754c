import Database
import Postgres
import Testing

@testable import CallStore
@testable import StoredCalls

@Suite struct SuspenseRatingTests {
    static let records = [
        "a,,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,61,200",
        "b,,c2,s1,anonymous,447700900123,2026-10-03T16:00:00Z,30,200",
        "c,,c2,s2,4930123456,861012345678,2026-10-03T16:00:01Z,30,200",
        "d,,nobody,s2,4930123456,442071234567,2026-10-04T16:00:01Z,30,200",
    ]

    @Test func `every reason that the suspense can have is known by name`() throws {
        try withLoadFixture { fixture in
            let constraint = try fixture.texts(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'suspense_reason_is_known'")
            let stored = constraint[0].split(separator: "'").enumerated().filter { $0.offset % 2 == 1 }.map {
                String($0.element)
            }
            #expect(stored.count > 5 && stored.sorted() == UnratedCall.reasons.sorted())
            #expect(Set(UnratedCall.ratableReasons) == Set(stored).subtracting(["ambiguous_leg"]))
        }
    }

    @Test func `calls get their price once the account is known, and count then`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.catalog = try LoadFixture.compile(without: ["c2"])
            try fixture.load(Self.records)
            #expect(try fixture.rateAgain().account == nil)

            fixture.catalog = try LoadFixture.compile()
            let result = try fixture.rateAgain()
            let account = try #require(result.account)
            #expect(result.calls == 3 && account.kind == "rerate" && account.addsUp)
            #expect(
                [account.read, account.rated, account.unrated, account.changed, account.callRows] == [2, 1, 1, 2, 4])
            #expect(
                try fixture.texts(
                    "SELECT kind, sell_state, buy_state, sell_micros, buy_micros, ordinal FROM call ORDER BY start_at, chunk_id, kind, ordinal"
                )
                    == [
                        "o p p 20000 4067 0", "o u p 0 5500 1", "p p p 12500 5500 0", "r u p 0 -5500 -1", "o u u 0 0 2",
                        "p u u 0 0 1", "r u u 0 0 -2", "o u p 0 2000 3",
                    ])
            let waiting = try fixture.unrated()
            #expect(waiting == ["buy no_prefix s2", "sell no_prefix c2", "sell unknown_account nobody"])
            try fixture.expectUsageIsOfCalls()
            try fixture.expectManifestsAreOfRows()
            #expect(try fixture.rateAgain().account == nil)
        }
    }

    @Test func `a side that has its price keeps it`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.catalog = try LoadFixture.compile(without: ["c2"])
            try fixture.load([Self.records[1]])
            // The supplier's rate has changed meanwhile; the call was priced by the former.
            var decks = LoadFixture.decks
            decks[2][1].nanos *= 2
            decks[2][1].id = 99
            fixture.catalog = try LoadFixture.compile(decks: decks)
            _ = try fixture.rateAgain()
            #expect(
                try fixture.texts("SELECT buy_micros, buy_rate_id, sell_micros FROM call WHERE kind = 'p'") == [
                    "5500 7 12500"
                ])
            #expect(
                try fixture.texts("SELECT side, attempts FROM usage_delta ORDER BY file_id, side") == ["b 1", "s 1"])
        }
    }

    @Test func `a batch that breaks is gone on with`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.catalog = try LoadFixture.compile(without: ["c2"])
            try fixture.load(Self.records)
            fixture.catalog = try LoadFixture.compile()
            try fixture.breakLoad(at: "chunk", chunk: 1)
            #expect(throws: PostgresError.self) { try fixture.rateAgain() }
            try fixture.mendLoad()
            #expect(try fixture.rateAgain().account?.rated == 1)
            #expect(
                try fixture.texts("SELECT count(*) AS n FROM cdr_file WHERE kind = 'rerate' AND chunks = 1") == ["1"])
        }
    }

    @Test func `a call found to be changed leaves suspense with its original`() throws {
        try withLoadFixture { fixture in
            try fixture.load([Self.records[3]], named: "1.csv")
            try fixture.load(["d,,c1,s2,4930123456,442071234567,2026-10-04T16:00:01Z,31,200"], named: "2.csv")
            #expect(try fixture.unrated().isEmpty)
            #expect(try fixture.rateAgain().calls == 0)
        }
    }
}

extension LoadFixture {
    func rateAgain(_ limits: LoadLimits = LoadLimits()) throws -> (calls: Int64, account: FileAccount?) {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let source = try SwitchSource.find(switchCode: "sw1", entityCode: nil, connection)
        let catalog = catalog
        var options = Rerating.Options(threads: 2)
        options.limits = limits
        let results = try Rerating(database, source: source, options: options, by: .tests) { catalog }
            .apply(.suspense()) { _ in }
        return (results.reduce(0) { $0 + $1.difference.callsRead }, results.compactMap(\.account).last)
    }

    fileprivate func unrated() throws -> [String] {
        try UnratedCall.list(reason: nil, fileID: nil, limit: nil, owner).map {
            "\($0.side) \($0.reason) \($0.account)"
        }
        .sorted()
    }
}
