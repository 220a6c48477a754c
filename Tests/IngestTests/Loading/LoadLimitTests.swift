import CallRecords
import Database
import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import CallStore
@testable import Catalog
@testable import StoredCalls

/// What a record may say, and files of which too many say nothing that can be used.
@Suite struct LoadLimitTests {
    static func record(_ id: Int, start: String = "2026-10-03T10:00:00Z", seconds: String = "60") -> String {
        "i\(id),,c1,s1,4930123456,442071234567,\(start),\(seconds),200"
    }

    /// A file of `rejected` records that are none behind `calls` that are.
    static func records(calls: Int, rejected: Int) -> [String] {
        (0..<calls).map { record($0) } + (0..<rejected).map { record($0, start: "yesterday") }
    }

    @Test func `F19: a start that is not plausible makes a reject, in the fast way and in the exact one`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.limits.startsFromMicros = 1_788_220_800_000_000  // 2026-09-01
            fixture.limits.startsUntilMicros = 1_793_491_200_000_000  // 2026-11-01
            let result = try fixture.load([
                Self.record(1, start: "2026-08-31T23:59:59.999Z"), Self.record(2, start: "2026-09-01T00:00:00Z"),
                Self.record(3, start: "2026-10-31T23:59:59.999Z"), Self.record(4, start: "2026-11-01T00:00:00Z"),
                Self.record(5, start: "2062-10-03T10:00:00Z"),
                "i6,,\"c\"\"1\",s1,4930123456,442071234567,1999-10-03T10:00:00Z,60,200",
            ])
            #expect([result.account.read, result.account.rated, result.account.rejected] == [6, 2, 4])
            #expect(
                try fixture.texts("SELECT line, column_number, field, reason FROM call_reject ORDER BY line") == [
                    "2 7 start_time start time is before the earliest plausible one",
                    "5 7 start_time start time is after the latest plausible one",
                    "6 7 start_time start time is after the latest plausible one",
                    "7 7 start_time start time is before the earliest plausible one",
                ])
            let partitions = try fixture.texts("SELECT to_regclass('call_20621003') AS p")
            #expect(partitions == ["-"])
        }
    }

    @Test func `a call that is too long waits in suspense, and gets its price when longer ones are allowed`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.limits.longestSeconds = 86_400
            let result = try fixture.load([
                Self.record(1, seconds: "86400"), Self.record(2, seconds: "86400.1"),
                Self.record(3, seconds: "2000000000"),
            ])
            #expect([result.account.rated, result.account.unrated] == [1, 2])
            #expect(
                try fixture.texts("SELECT ordinal, side, reason FROM suspense ORDER BY 1, 2") == [
                    "1 buy too_long", "1 sell too_long", "2 buy too_long", "2 sell too_long",
                ])
            #expect(try fixture.rateAgain(fixture.limits).account == nil)
            fixture.limits.longestSeconds = 100_000
            #expect(try fixture.rateAgain(fixture.limits).account?.rated == 1)
            #expect(
                try fixture.texts("SELECT ordinal, sell_micros FROM call WHERE kind = 'p'") == ["0 14410000"])
        }
    }

    /// At 10 units a second, 100,000 seconds cost a million units.
    @Test func `a side that costs more than a million units waits, and the database takes none`() throws {
        let decks = LoadFixture.decks.map {
            $0.map { ($0.prefix, $0.id, $0.destination, Int64(600_000_000_000), Int32(1)) }
        }
        try withTestDatabase { database in
            let fixture = try LoadFixture(database, decks: decks)
            try fixture.load([Self.record(1, seconds: "100000"), Self.record(2, seconds: "100001")])
            #expect(
                try fixture.texts("SELECT ordinal, sell_state, sell_micros, buy_state FROM call ORDER BY 1") == [
                    "0 p 1000000000000 p", "1 u 0 u",
                ])
            #expect(
                try fixture.texts("SELECT DISTINCT reason FROM suspense") == ["too_large"])
            #expect {
                try fixture.owner.execute("UPDATE call SET buy_micros = 1000000000001 WHERE ordinal = 0")
            } throws: {
                "\($0)".contains("call_side_is_not_too_large")
            }
        }
    }

    @Test func `a stored number that is none is one to nowhere, whatever its bytes`() throws {
        try withLoadFixture { fixture in
            try fixture.load((0..<40).map { Self.record($0) })
            #expect {
                try fixture.owner.execute("UPDATE call SET called = NULL, called_text = '44x' WHERE ordinal = 0")
            } throws: {
                "\($0)".contains("call_called_number_is_digits")
            }
            try fixture.owner.execute(
                """
                ALTER TABLE call DROP CONSTRAINT call_called_number_is_digits;
                UPDATE call SET called = NULL, called_text = repeat('ÿ~', 12) WHERE ordinal % 2 = 0;
                UPDATE call SET called = -442071234567 WHERE ordinal % 2 = 1;
                """)
            let connection = try fixture.database.connect(role: .loader)
            defer { connection.close() }
            let source = try SwitchSource.find(switchCode: "sw1", entityCode: nil, connection)
            let catalog = fixture.catalog
            let rerating = Rerating(fixture.database, source: source, options: Rerating.Options(threads: 1), by: .tests)
            { catalog }
            let result = try rerating.preview(RerateScope(title: "all"))
            let after = result.difference.sums.values.reduce(0) { $0 + $1.unpricedAfter }
            #expect(result.difference.callsChanged == 40 && after == 80)
        }
    }

    @Test(arguments: [(0, 3), (17, 2), (9, 1)])
    func `a first chunk with too many rejects is refused, and nothing is stored`(calls: Int, rejected: Int) throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.limits.rejectedPercentMax = 9
            let records = Self.records(calls: calls, rejected: rejected)
            #expect { try fixture.load(records) } throws: {
                ($0 as? Refusal)?.reason == "file.mostly_rejects"
                    && "\($0)".contains(
                        "\(rejected): start time is not a time, for instance line \(calls + 2), column 7")
            }
            for table in ["cdr_file", "chunk", "call", "call_reject", "call_mark", "usage_delta_block"] {
                #expect(try fixture.texts("SELECT count(*) FROM \(table)") == ["0"])
            }
            let text = (records + [""]).joined(separator: "\n")
            let path = try fixture.file(LoadFixture.header + text)
            let accepted = try fixture.load(path: path, acceptsRejects: true)
            #expect(accepted.account.rejected == Int64(rejected) && accepted.account.rated == Int64(calls))
        }
    }

    @Test(arguments: [(12, 1), (11, 0)])
    func `of few rejects the share does not matter, unless there is nothing else`(least: Int, calls: Int) throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.limits.rejectedPercentMax = 10
            fixture.limits.rejectedLeast = least
            let records = Self.records(calls: calls, rejected: 11)
            if calls > 0 {
                let account = try fixture.load(records).account
                #expect(account.rejected == 11)
            } else {
                #expect(throws: Refusal.self) { try fixture.load(records) }
            }
        }
    }

    @Test func `rejects within the limit, duplicates alone and a file of nothing are loaded`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.limits.rejectedPercentMax = 10
            let rejected = try fixture.load(Self.records(calls: 9, rejected: 1), named: "1.csv").account.rejected
            let duplicates = try fixture.load(Self.records(calls: 8, rejected: 0), named: "2.csv").account.duplicates
            let read = try fixture.load([], named: "3.csv").account.read
            #expect([rejected, duplicates, read] == [1, 8, 0])
        }
    }

    @Test(arguments: [1, 3])
    func `a file whose rejects become too many stops, and goes on when they are accepted`(threads: Int) throws {
        let records = Self.records(calls: 5_000, rejected: 5_000)
        let text = LoadFixture.header + records.map { $0 + "\n" }.joined()
        var expected: [String] = []
        try withLoadFixture { fixture in
            _ = try fixture.load(path: fixture.file(text))
            expected = try fixture.content()
        }
        try withLoadFixture { fixture in
            var fixture = fixture
            fixture.limits.rejectedPercentMax = 10
            let path = try fixture.file(text)
            #expect { try fixture.load(path: path, threads: threads) } throws: {
                ($0 as? Refusal)?.reason == "file.too_many_rejects" && "\($0)".contains("stopped before line")
            }
            let stopped = try fixture.texts(
                "SELECT state, (SELECT sum(rejected) * 100 / sum(rows_read) <= 10 FROM chunk) AS is_within FROM cdr_file"
            )
            #expect(stopped == ["stopped t"])
            let chunks = try fixture.texts("SELECT count(*) FROM chunk")
            #expect { try fixture.load(path: path, threads: threads) } throws: {
                "\($0)".contains("calls.csv is known as file 1 and is stopped")
            }
            #expect(try fixture.texts("SELECT count(*) FROM chunk") == chunks)
            // Accepted once, it goes on also after an interruption.
            try fixture.breakLoad(at: "commit", chunk: 4)
            #expect(throws: PostgresError.self) { try fixture.load(path: path, threads: threads, acceptsRejects: true) }
            try fixture.mendLoad()
            let result = try fixture.load(path: path, threads: threads)
            #expect(result.account.state == "loading" && result.account.addsUp)
            let found = try fixture.content()
            #expect(found == expected)
            // The act that stopped has ended; another one is that of the rest, and the attempt in between was refused, too.
            #expect(
                try fixture.texts("SELECT outcome FROM act WHERE id > 0 ORDER BY id") == ["refused", "refused", "done"])
            #expect(try fixture.texts("SELECT count(DISTINCT act_id) FROM chunk") == ["2"])
        }
    }

    @Test func `known bytes in another layout are an error that says so`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            let records = [Self.record(1)]
            try fixture.load(records)
            #expect(try fixture.load(records).wasLoaded)
            fixture.layout.fields[.startTime] = ["start_time", "started"]
            fixture.layout.name = "mine"
            #expect { try fixture.load(records, named: "again.csv") } throws: {
                ($0 as? Refusal)?.reason == "file.loaded_with_another_layout"
                    && "\($0)".contains(
                        "again.csv has the bytes of calls.csv, which is file 1 and was loaded with layout")
                    && "\($0)".contains("layout canonical: it cannot be loaded with layout mine, too")
            }
        }
    }

    /// What a kill between the entry of a file and its first chunk leaves behind.
    @Test func `a file of which nothing was loaded may be loaded in another way`() throws {
        try withLoadFixture { fixture in
            var fixture = fixture
            let path = try fixture.file(LoadFixture.header + Self.record(1) + "\n")
            try fixture.breakLoad(at: "chunk", chunk: 0)
            #expect(throws: PostgresError.self) { try fixture.load(path: path) }
            try fixture.mendLoad()
            fixture.layout.name = "mine"
            fixture.limits.longestSeconds = 30
            let result = try fixture.load(path: path)
            #expect(result.account.fileID == 1 && result.account.layout == "mine" && result.account.unrated == 1)
            #expect(try fixture.texts("SELECT count(*), min(longest_call_s) AS s FROM cdr_file") == ["1 30"])
        }
    }

    @Test func `absurd sides from before the bound are taken back, whatever else is rated again`() throws {
        try withLoadFixture { fixture in
            try fixture.load((0..<3).map { Self.record($0) })
            try fixture.owner.execute(
                """
                ALTER TABLE call DROP CONSTRAINT call_side_is_not_too_large;
                UPDATE call SET sell_micros = 9223372036854775807, sell_billed_s = 60;
                ALTER TABLE call ADD CONSTRAINT call_side_is_not_too_large
                    CHECK (sell_micros <= 1000000000000 AND buy_micros <= 1000000000000) NOT VALID;
                """)
            let connection = try fixture.database.connect(role: .loader)
            defer { connection.close() }
            let source = try SwitchSource.find(switchCode: "sw1", entityCode: nil, connection)
            let catalog = fixture.catalog
            let rerating = Rerating(fixture.database, source: source, options: Rerating.Options(threads: 1), by: .tests)
            { catalog }
            var scope = RerateScope(title: "the supplier")
            scope.partnerID = 3
            let result = try #require(try rerating.apply(scope) { _ in }.last)
            #expect(result.difference.callsChanged == 3)
            #expect(try fixture.texts("SELECT sum(sell_micros) FROM call") == ["30000"])
            #expect(
                try fixture.texts(
                    "SELECT sum(micros) FROM usage_delta WHERE file_id = \(result.account?.fileID ?? 0) AND side = 's'")
                    == ["\(30_000 - 3 * Int128(Int64.max))"])
        }
    }
}
