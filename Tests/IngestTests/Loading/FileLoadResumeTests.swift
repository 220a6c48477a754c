import Foundation
import Postgres
import Synchronization
import Testing
import Vocabulary

@testable import Catalog
@testable import RateBook

@Suite struct FileLoadResumeTests {
    /// Tables in the order in which a chunk writes them, and how its transaction ends.
    static let steps = ["call", "usage_delta_block", "suspense", "call_reject", "call_mark", "chunk", "commit"]

    @Test(arguments: steps)
    func `a load that breaks at any step goes on to the result of an undisturbed one`(step: String) throws {
        var made = LoadedCarrierCalls(seed: 77)
        let records = made.records(7_000)
        let text = LoadFixture.header + records.map { $0 + "\n" }.joined()
        let expected = try undisturbed(text)
        try withLoadFixture { fixture in
            let path = try fixture.file(text)
            // These are written without waiting for earlier chunks: with several connections by the time that those which
            // `breakLoad` counts are committed, later ones may have written theirs.
            let threads = ["call_reject", "call_mark"].contains(step) ? 1 : 3
            for chunk in [0, 2, 3] {
                try fixture.breakLoad(at: step, chunk: chunk)
                #expect(throws: PostgresError.self) { try fixture.load(path: path, threads: threads) }
                #expect(try fixture.texts("SELECT count(*) AS n FROM chunk") == ["\(chunk)"])
                try fixture.expectUsageIsOfCalls()
                try fixture.expectManifestsAreOfRows()
            }
            try fixture.mendLoad()
            let result = try fixture.load(path: path, threads: 3)
            #expect(result.resumedAtChunk == 3 && result.account.addsUp)
            let found = try fixture.content()
            #expect(found == expected)
            // Whoever goes on takes up the act by which the file was begun.
            #expect(try fixture.texts("SELECT name, outcome FROM act WHERE id > 0") == ["cdr.load done"])
            #expect(
                try fixture.texts("SELECT DISTINCT chunk.act_id = file.act_id FROM chunk, cdr_file AS file") == ["t"])
        }
    }

    @Test func `a load whose connections are cut goes on`() throws {
        var made = LoadedCarrierCalls(seed: 78)
        let text = LoadFixture.header + made.records(7_000).map { $0 + "\n" }.joined()
        let expected = try undisturbed(text)
        try withLoadFixture { fixture in
            let path = try fixture.file(text)
            // A statement of the third chunk ends the session of whoever runs it.
            try fixture.breakLoad(at: "chunk", chunk: 2, with: "PERFORM pg_terminate_backend(pg_backend_pid())")
            #expect(throws: PostgresError.self) { try fixture.load(path: path) }
            try fixture.mendLoad()
            _ = try fixture.load(path: path)
            let found = try fixture.content()
            #expect(found == expected)
        }
    }

    @Test func `with another tariff the rest is refused, or loaded on demand`() throws {
        var made = LoadedCarrierCalls(seed: 79)
        let text = LoadFixture.header + made.records(5_000).map { $0 + "\n" }.joined()
        try withLoadFixture { fixture in
            var fixture = fixture
            let path = try fixture.file(text)
            try fixture.breakLoad(at: "chunk", chunk: 2)
            #expect(throws: PostgresError.self) { try fixture.load(path: path) }
            try fixture.mendLoad()
            fixture.catalog = try LoadFixture.compile(without: ["c2"])
            #expect { try fixture.load(path: path) } throws: {
                ($0 as? Refusal)?.reason == "file.tariff_changed"
            }
            _ = try fixture.load(path: path, acceptsNewTariff: true)
            #expect(
                try fixture.texts("SELECT number, tariff_hash IS NULL AS same FROM chunk ORDER BY 1").prefix(3)
                    == ["0 t", "1 t", "2 f"])
        }
    }

    @Test func `the rest of a file is rated by the exchange rates with which it began`() throws {
        var made = LoadedCarrierCalls(seed: 81)
        let text = LoadFixture.header + made.records(5_000).map { $0 + "\n" }.joined()
        try withLoadFixture { fixture in
            let path = try fixture.file(text)
            let asked = Mutex<[ExchangeBasis?]>([])
            func load(_ present: ExchangeBasis) throws {
                let catalog = fixture.catalog
                _ = try fixture.load(path: path) { kept in
                    asked.withLock { $0.append(kept) }
                    var catalog = catalog
                    catalog.exchange = kept ?? present
                    return catalog
                }
            }
            let (first, later) = (ExchangeBasis(revision: 3, daysMax: 35), ExchangeBasis(revision: 4, daysMax: 9))
            try fixture.breakLoad(at: "chunk", chunk: 2)
            #expect(throws: PostgresError.self) { try load(first) }
            try fixture.mendLoad()
            try load(later)
            #expect(asked.withLock { $0 } == [nil, first])
            #expect(try fixture.texts("SELECT DISTINCT fx_revision, fx_days_max FROM chunk") == ["3 35"])
            #expect(try fixture.texts("SELECT count(*) > 2 AS is_more FROM chunk") == ["t"])
        }
    }

    @Test func `a compressed file that was cut off is not loaded in part`() throws {
        var made = LoadedCarrierCalls(seed: 80)
        let text = LoadFixture.header + made.records(6_000).map { $0 + "\n" }.joined()
        let expected = try undisturbed(text)
        try withLoadFixture { fixture in
            let path = try fixture.file(text)
            try compress(path)
            let whole = try Data(contentsOf: URL(filePath: path + ".gz"))
            try whole.prefix(whole.count - 9).write(to: URL(filePath: path + ".cut.gz"))
            #expect { try fixture.load(path: path + ".cut.gz") } throws: {
                "\($0)".contains("calls.csv.cut.gz ends in the middle")
            }
            #expect(try fixture.texts("SELECT count(*) AS n FROM chunk") == ["0"])
            #expect(try fixture.texts("SELECT count(*) AS n FROM cdr_file") == ["0"])
            _ = try fixture.load(path: path + ".gz")
            let found = try fixture.content()
            #expect(found == expected)
        }
    }

    private func undisturbed(_ text: String) throws -> [String] {
        var content: [String] = []
        try withLoadFixture { fixture in
            _ = try fixture.load(path: fixture.file(text), threads: 1)
            content = try fixture.content()
        }
        return content
    }

    private func compress(_ path: String) throws {
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/bin/gzip")
        gzip.arguments = ["-k", path]
        try gzip.run()
        gzip.waitUntilExit()
    }
}

extension LoadFixture {
    /// Everything that a load leaves, without numbers that differ from load to load.
    func content() throws -> [String] {
        try calls()
            + texts(
                "SELECT number, byte_offset, first_line, rows_read, rated, unrated, duplicates, changed, rejected FROM chunk ORDER BY 1"
            )
            + texts("SELECT line, column_number, reason, text FROM call_reject ORDER BY 1")
            + texts(
                "SELECT number, ordinal, side, reason, account_value FROM suspense JOIN chunk ON chunk.id = chunk_id ORDER BY 1, 2, 3"
            )
            + texts(
                """
                SELECT number, start_hour, length(marks) AS bytes FROM call_mark JOIN chunk ON chunk.id = chunk_id
                ORDER BY 1, 2
                """)
            + texts(
                """
                SELECT side, partner_id, billing_on, rate_id, sum(attempts) AS a, sum(answered) AS b, sum(duration_ns) AS c,
                    sum(billed_s) AS d, sum(micros) AS e
                FROM usage_delta GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
                """)
    }

    /// Makes the chunk of this number fail when it writes to a table (or commits).
    func breakLoad(at table: String, chunk: Int, with action: String = "RAISE EXCEPTION 'broken on purpose'") throws {
        try mendLoad()
        let isAtCommit = table == "commit"
        // Chunks commit in order: once the one before is in, whoever writes next may be a later one, which must not be
        // committed before it either.
        try owner.execute(
            """
            CREATE FUNCTION break_load() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM chunk) \(isAtCommit ? ">" : ">=") \(chunk) THEN
                    \(action);
                END IF;
                RETURN NEW;
            END
            $$;
            CREATE \(isAtCommit ? "CONSTRAINT " : "")TRIGGER break_load \(isAtCommit ? "AFTER" : "BEFORE") INSERT
            ON \(isAtCommit ? "chunk DEFERRABLE INITIALLY DEFERRED" : table) FOR EACH ROW EXECUTE FUNCTION break_load();
            """)
    }

    func mendLoad() throws {
        try owner.execute("DROP FUNCTION IF EXISTS break_load() CASCADE")
    }
}
