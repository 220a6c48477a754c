import Foundation
import Testing
import Vocabulary

@testable import Catalog

/// A fixture for several threads, which load files by it: each load has connections of its own.
private struct SharedFixture: @unchecked Sendable { let fixture: LoadFixture }

@Suite struct FileLoadTests {
    @Test func `a file becomes calls, suspense, rejects and usage, and its account adds up`() throws {
        try withLoadFixture { fixture in
            let result = try fixture.load([
                "a,,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,61,200",
                "b,,c2,s1,anonymous,447700900123,2026-10-03T16:00:00.250Z,30.5,200",
                "c,,nobody,s1,4930123456,442071234567,2026-10-03T10:00:02Z,10,200",
                "d,,c1,s2,4930123456,86101234567,2026-10-03T10:00:03Z,10,200",
                "e,,c1,s1,,15551234567,2026-10-04T00:00:00Z,0,486",
                "f,,c1,s1,4930123456,notdigits,2026-10-03T10:00:04Z,10,200",
            ])
            let account = result.account
            #expect(account.addsUp)
            #expect(
                [account.read, account.rated, account.unrated, account.duplicates, account.rejected] == [6, 3, 2, 0, 1])
            #expect(account.readNanos == 111_500_000_000 && account.unratedNanos == 20_000_000_000)
            #expect(account.state == "loading" && !result.wasLoaded)
            #expect(
                try fixture.calls() == [
                    "2026-10-03 10:00:00.000000 4930123456 442071234567 61000000000 200 o 1 3 p p 1 6 1 1 120 61 20000 4067 2026-10-03 2026-10-03 1 1 1",
                    "2026-10-03 10:00:02.000000 4930123456 442071234567 10000000000 200 o - 3 u p - 6 - 1 0 10 0 667 - 2026-10-03 - 1 1",
                    "2026-10-03 10:00:03.000000 4930123456 86101234567 10000000000 200 o 1 4 u u - - - - 0 0 0 0 2026-10-03 2026-10-03 1 1 1",
                    "2026-10-03 16:00:00.250000 anonymous 447700900123 30500000000 200 o 2 3 p p 2 7 2 2 31 31 12917 5683 2026-10-04 2026-10-03 1 1 1",
                    "2026-10-04 00:00:00.000000 - 15551234567 0 486 o 1 3 p p 3 8 3 3 0 0 0 0 2026-10-04 2026-10-04 1 1 1",
                ])
            #expect(
                try fixture.texts(
                    "SELECT ordinal, side, reason, account_value, called, duration_ns FROM suspense ORDER BY 1, 2") == [
                        "2 sell unknown_account nobody 442071234567 10000000000",
                        "3 buy no_prefix s2 86101234567 10000000000", "3 sell no_prefix c1 86101234567 10000000000",
                    ])
            let rejects = try fixture.texts(
                "SELECT line, column_number, byte_offset, field, convert_from(text, 'UTF8') AS text FROM call_reject")
            #expect(rejects == ["7 6 383 called f,,c1,s1,4930123456,notdigits,2026-10-03T10:00:04Z,10,200"])
            try fixture.expectUsageIsOfCalls()
        }
    }

    @Test func `numbers are read as the switch writes them, and the plan is frozen with the file`() throws {
        try withLoadFixture { fixture in
            try fixture.owner.execute(
                """
                UPDATE switch SET international_prefixes = '00 011', tech_prefixes = 'c1 77#', home_country = '44',
                    national_prefix = '0', national_digits = '10', number_separators = 'blank parentheses hyphen',
                    number_uris = 'yes', anonymous_callers = 'anonymous' WHERE code = 'sw2'
                """)
            let records = [
                "a,,,s1,sip:anonymous@anonymous.invalid,c1011442071234567,2026-10-03T10:00:00Z,61,200",
                "b,,c2,s1,(020) 7123-4567,sip:+442071234567;npdi;rn=+442000000000@h,2026-10-03T10:00:01Z,61,200",
            ]
            let result = try fixture.load(records, switchCode: "sw2")
            #expect(result.account.rated == 2 && result.account.addsUp)
            #expect(
                try fixture.texts(
                    "SELECT customer_id, called, called_text, calling, calling_text FROM call ORDER BY start_at") == [
                        "1 442071234567 - - anonymous", "2 442071234567 - 442071234567 -",
                    ])
            #expect(
                try fixture.texts("SELECT layout_definition -> 'numbers' ->> 'homeCountry' AS home FROM cdr_file") == [
                    "44"
                ])
        }
    }

    @Test func `the same bytes again change nothing`() throws {
        try withLoadFixture { fixture in
            let records = ["a,,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,61,200"]
            let first = try fixture.load(records)
            let again = try fixture.load(records, named: "other-name.csv")
            #expect(again.wasLoaded && again.account == first.account)
            #expect(try fixture.calls().count == 1)
        }
    }

    @Test func `F4: the same bytes under several names at once are one file`() throws {
        try withLoadFixture { fixture in
            let records = (0..<200).map { "i\($0),,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,61,200" }
            let text = LoadFixture.header + records.map { $0 + "\n" }.joined()
            let paths = try (0..<4).map { try fixture.file(text, named: "copy\($0).csv") }
            let shared = SharedFixture(fixture: fixture)
            DispatchQueue.concurrentPerform(iterations: 4) { index in
                do {
                    let result = try shared.fixture.load(path: paths[index])
                    #expect(result.account.read == 200)
                } catch {
                    // The others are told to wait; nothing else is a way to end.
                    #expect(Refusal(error)?.code == .busy, "\(error)")
                }
            }
            for path in paths { #expect(try fixture.load(path: path).wasLoaded) }
            #expect(try fixture.texts("SELECT count(*), sum(rows_read), sum(call_rows) FROM chunk") == ["1 200 200"])
            #expect(try fixture.texts("SELECT count(*) FROM cdr_file") == ["1"])
            try fixture.expectUsageIsOfCalls()
        }
    }

    @Test func `F45: where a day has no partition and none can be made, nothing is loaded, and it says so`() throws {
        try withLoadFixture { fixture in
            let records = (1...9).map { "i\($0),,c1,s1,4930123456,442071234567,2026-10-0\($0)T10:00:00Z,61,200" }
            let isMade = "SELECT add_call_partitions('{2026-10-01, 2026-10-02}')"
            try fixture.owner.execute(isMade)
            // As if the function did its work and some day were missing all the same.
            let function = try fixture.texts("SELECT pg_get_functiondef('add_call_partitions'::regproc)")[0]
            try fixture.owner.execute(
                """
                CREATE OR REPLACE FUNCTION add_call_partitions(days date[]) RETURNS date[] LANGUAGE sql SECURITY DEFINER
                AS $$ SELECT '{}'::date[] $$
                """)
            let error = #expect(throws: (any Error).self) { try fixture.load(records) }
            #expect("\(String(describing: error))".contains("2026-10-03"), "\(String(describing: error))")
            #expect(try fixture.texts("SELECT (SELECT count(*) FROM call), (SELECT count(*) FROM chunk)") == ["0 0"])
            try fixture.owner.execute(function)
            let result = try fixture.load(records)
            #expect(result.account.rated == 9 && result.account.addsUp)
            #expect(try fixture.texts("SELECT count(*) FROM call") == ["9"])
        }
    }

    @Test func `a header alone is a file without calls`() throws {
        try withLoadFixture { fixture in
            let result = try fixture.load([])
            #expect(result.account.read == 0 && result.account.addsUp)
            #expect(try fixture.texts("SELECT chunks FROM cdr_file") == ["0"])
        }
    }

    @Test func `F5: a call counts once over chunks, files and switches`() throws {
        try withLoadFixture { fixture in
            let call = "a,,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,61,200"
            let other = "b,,c1,s1,4930123456,442071234567,2026-10-03T10:00:01Z,61,200"
            #expect(try fixture.load([call, other, call], named: "1.csv").account.duplicates == 1)
            let second = try fixture.load([call, other], named: "2.csv")
            #expect(second.account.duplicates == 2 && second.account.rated == 0)
            #expect(second.account.duplicateNanos == 122_000_000_000)
            // Another switch may use the same call id for another call.
            #expect { try fixture.load([call, other, call], named: "3.csv", switchCode: "sw2") } throws: {
                "\($0)".contains("3.csv has the bytes of 1.csv, which is file 1 and was loaded as one of switch sw1")
            }
            #expect(try fixture.load([other, call, call], named: "4.csv", switchCode: "sw2").account.duplicates == 1)
            try fixture.expectUsageIsOfCalls()
        }
    }

    @Test func `a changed call is taken back and takes its own place`() throws {
        try withLoadFixture { fixture in
            let records = [
                "a,,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,61,200",
                "b,,nobody,s1,4930123456,442071234567,2026-10-03T10:00:01Z,10,200",
            ]
            try fixture.load(records, named: "1.csv")
            let changed = try fixture.load(
                [
                    "a,,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,122,200",
                    "b,,c1,s1,4930123456,442071234567,2026-10-03T10:00:01Z,11,200",
                ], named: "2.csv"
            ).account
            #expect([changed.read, changed.rated, changed.changed, changed.callRows] == [2, 2, 2, 4])
            #expect(changed.reversedNanos == 71_000_000_000 && changed.ratedNanos == 133_000_000_000)
            #expect(
                try fixture.texts(
                    """
                    SELECT kind, ordinal, duration_ns / 1000000000 AS s, sell_micros, sell_billed_s, replaces_on,
                        replaces_chunk_id, replaces_ordinal
                    FROM call ORDER BY start_at, chunk_id, ordinal <> 0, ordinal
                    """) == [
                        "o 0 61 20000 120 - - -", "p 0 122 30000 180 2026-10-03 1 0",
                        "r -1 -61 -20000 -120 2026-10-03 1 0",
                        "o 1 10 0 0 - - -", "r -2 -10 0 0 2026-10-03 1 1", "p 1 11 10000 60 2026-10-03 1 1",
                    ])
            #expect(try fixture.texts("SELECT ordinal, side, by_ordinal FROM suspense_resolution") == ["1 sell 1"])
            try fixture.expectUsageIsOfCalls()

            // Changed again, twice in one file: each takes the place of the last revision.
            let again = try fixture.load(
                [
                    "a,,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,5,200",
                    "a,,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,6,200",
                    "a,,c1,s1,4930123456,442071234567,2026-10-03T10:00:00Z,6,200",
                ], named: "3.csv"
            ).account
            #expect([again.rated, again.changed, again.duplicates] == [2, 2, 1])
            #expect(
                try fixture.texts(
                    "SELECT sum(duration_ns) / 1000000000 FROM call WHERE start_at = '2026-10-03 10:00:00Z'") == [
                        "6.0000000000000000"
                    ])
            try fixture.expectUsageIsOfCalls()
        }
    }

    @Test func `legs are calls of their own, and a record without leg means the one it can only be`() throws {
        try withLoadFixture { fixture in
            let tail = "2026-10-03T10:00:00Z"
            try fixture.load(
                [
                    "x,1,c1,s1,49301,442071234567,\(tail),60,200", "x,2,c1,s1,49301,442071234567,\(tail),60,200",
                    "y,1,c1,s1,49301,442071234567,\(tail),60,200",
                ], named: "legs.csv")
            let account = try fixture.load(
                [
                    "x,,c1,s1,49301,442071234567,\(tail),60,200", "y,,c1,s1,49301,442071234567,\(tail),60,200",
                    "y,,c1,s1,49301,442071234567,\(tail),70,200", "y,1,c1,s1,49301,442071234567,\(tail),70,200",
                ], named: "without.csv"
            ).account
            #expect([account.rated, account.unrated, account.duplicates, account.changed] == [1, 1, 2, 1])
            #expect(
                try fixture.texts("SELECT ordinal, side, reason, account_value FROM suspense ORDER BY side") == [
                    "0 buy ambiguous_leg s1", "0 sell ambiguous_leg c1",
                ])
            #expect(
                try fixture.texts("SELECT count(*) FROM call WHERE kind = 'o' AND sell_state = 'u' AND sell_micros = 0")
                    == ["1"])
            // The ambiguous one again is known by now.
            #expect(
                try fixture.load(["x,,c1,s1,49301,442071234567,\(tail),60,200"], named: "again.csv").account.duplicates
                    == 1)
            try fixture.expectUsageIsOfCalls()
        }
    }

    @Test func `what does not fit is said, and nothing is loaded`() throws {
        try withLoadFixture { fixture in
            let path = try fixture.file("call_id,called\n", named: "columns.csv")
            #expect { try fixture.load(path: path) } throws: { "\($0)".contains("columns.csv: Missing column") }
            #expect(throws: Refusal.self) { try fixture.load([], switchCode: "sw9") }
            #expect(try fixture.texts("SELECT count(*) FROM cdr_file") == ["0"])
        }
    }
}

extension LoadFixture {
    /// Usage deltas of each file are the sums of its calls, priced sides only.
    func expectUsageIsOfCalls(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let difference = try texts(
            """
            WITH side AS (
                SELECT chunk_id, 's'::"char" AS side, customer_id AS partner_id, sell_billing_on AS billing_on,
                    sell_product_id AS product_id, sell_rate_id AS rate_id, sell_destination_id AS destination_id, kind,
                    duration_ns, sell_billed_s AS billed_s, sell_micros AS micros
                FROM call WHERE sell_state = 'p' AND customer_id IS NOT NULL
                UNION ALL
                SELECT chunk_id, 'b', supplier_id, buy_billing_on, buy_product_id, buy_rate_id, buy_destination_id, kind,
                    duration_ns, buy_billed_s, buy_micros
                FROM call WHERE buy_state = 'p' AND supplier_id IS NOT NULL
            ), calls AS (
                SELECT chunk_id, side, partner_id, billing_on, product_id, rate_id, destination_id,
                    sum(CASE kind WHEN 'r' THEN -1 ELSE 1 END) AS attempts,
                    sum(CASE WHEN duration_ns = 0 THEN 0 WHEN kind = 'r' THEN -1 ELSE 1 END) AS answered,
                    sum(duration_ns) AS duration_ns, sum(billed_s) AS billed_s, sum(micros) AS micros
                FROM side GROUP BY 1, 2, 3, 4, 5, 6, 7
                -- What was taken back and counted again within one chunk may have a delta of zeros, or none.
                HAVING sum(CASE kind WHEN 'r' THEN -1 ELSE 1 END) <> 0 OR sum(duration_ns) <> 0 OR sum(micros) <> 0
            ), deltas AS (
                SELECT chunk_id, side, partner_id, billing_on, product_id, rate_id, destination_id, sum(attempts),
                    sum(answered), sum(duration_ns), sum(billed_s), sum(micros)
                FROM usage_delta GROUP BY 1, 2, 3, 4, 5, 6, 7
                HAVING sum(attempts) <> 0 OR sum(duration_ns) <> 0 OR sum(micros) <> 0
            )
            SELECT 'calls', * FROM (SELECT * FROM calls EXCEPT SELECT * FROM deltas) AS missing
            UNION ALL
            SELECT 'deltas', * FROM (SELECT * FROM deltas EXCEPT SELECT * FROM calls) AS extra
            """)
        #expect(difference.isEmpty, sourceLocation: sourceLocation)
    }
}
