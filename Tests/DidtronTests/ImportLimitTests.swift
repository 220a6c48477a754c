import Foundation
import Postgres
import TestSupport
import Testing

/// What a clerk sees of files that are not what they should be, with the settings as they are where nobody has set any.
@Suite struct ImportLimitTests {
    private static let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"

    /// A call that started so many seconds ago.
    private static func record(_ id: String, ago seconds: Double, lasts: Int = 60, account: String = "acme") -> String {
        let start = Date(timeIntervalSinceNow: -seconds).formatted(.iso8601)
        return "\(id),\(account),sup,4930,442071234567,\(start),\(lasts),200\n"
    }

    private func withProgram(_ body: (DidtronProgram, Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let owner = try database.connect()
            try owner.execute("DELETE FROM setting")
            let program = DidtronProgram(database: database)
            for (command, text) in [
                ("partner", "partner,role,currency\nacme,customer,USD\nsup,supplier,USD\n"),
                ("account", "account,partner,side\nacme,acme,sell\nsup,sup,buy\n"),
            ] {
                let outcome = try program.run([command, "import", "-"], input: text)
                try #require(outcome.status == 0, "\(outcome.errors)")
            }
            for (card, side, partner) in [("gold", "sell", "acme"), ("route", "buy", "sup")] {
                let outcome = try program.run(
                    [
                        "ratecard", "import", "-", "--card", card, "--side", side, "--currency", "USD", "--effective",
                        "2020-01-01", "--approve", side == "sell" ? "--customer" : "--supplier", partner,
                    ], input: "prefix,destination,rate_per_min\n44,UK,0.06\n")
                try #require(outcome.status == 0, "\(outcome.errors)")
            }
            try body(program, owner)
        }
    }

    @Test func `starts of more than two years ago or of later than tomorrow are rejects, unless they are stated`()
        throws
    {
        try withProgram { program, _ in
            let day = 86_400.0
            let calls = (0..<40).map { Self.record("c\($0)", ago: day * Double($0)) }.joined()
            let text =
                Self.header + calls + Self.record("old", ago: 740 * day) + Self.record("soon", ago: -0.9 * day)
                + Self.record("2062", ago: -36 * 365 * day) + Self.record("late", ago: 700 * day)
            let outcome = try program.run(["cdr", "import", "-", "--json"], input: text)
            let report = try #require(
                JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
            )[0]
            #expect(report["rated"] as? Int == 42 && report["rejected"] as? Int == 2, "\(outcome.errors)")
            let rejects = try program.run(["cdr", "rejects"]).output
            #expect(rejects.contains("start time is before the earliest plausible one"))
            #expect(rejects.contains("start time is after the latest plausible one"))

            let history = Self.header + Self.record("h", ago: 2_000 * day)
            let refused = try program.run(["cdr", "import", "-"], input: history)
            #expect(refused.status == 1 && refused.errors.contains("before the earliest plausible one"))
            let stated = try program.run(["cdr", "import", "-", "--starts-from", "2015-01-01"], input: history)
            #expect(stated.status == 0, "\(stated.errors)")
        }
    }

    @Test func `a wrong layout is noticed, and the right one loads the file`() throws {
        try withProgram { program, owner in
            let text =
                Self.header.replacing("start_time", with: "begun")
                + (0..<20).map { Self.record("c\($0)", ago: 60) }.joined()
            let folder = try #require(program.environment["DIDTRON_HOME"])
            func layout(_ format: String) throws -> String {
                let path = "\(folder)/\(format.count).json"
                try Data(
                    """
                    {"name": "ours", "fields": {"call_id": ["call_id"], "customer_id": ["customer_id"],
                    "supplier_id": ["supplier_id"], "called": ["called"], "start_time": ["begun"],
                    "duration_s": ["duration_s"]}, "timeFormats": ["\(format)"]}
                    """.utf8
                ).write(to: URL(filePath: path))
                return path
            }
            let wrong = try layout("dd/MM/yyyy HH:mm:ss")
            let right = try layout("iso8601")
            let path = "\(folder)/calls.csv"
            try Data(text.utf8).write(to: URL(filePath: path))
            let refused = try program.run(["cdr", "import", path, "--layout", wrong])
            #expect(refused.status == 1)
            #expect(
                refused.errors.contains(
                    "calls.csv is refused, and none of its calls is stored: 20 of its first 20 records are rejects (20: start "
                        + "time is not a time, for instance line 2, column 6). Does the layout ours fit the file?"),
                "\(refused.errors)")
            let counts = try owner.query("SELECT (SELECT count(*) FROM cdr_file) + (SELECT count(*) FROM chunk) AS n")
            #expect(try counts.only().int("n") == 0)
            let loaded = try program.run(["cdr", "import", path, "--layout", right])
            #expect(loaded.status == 0 && !loaded.output.contains("Already loaded"), "\(loaded.errors)")
            let again = try program.run(["cdr", "import", path, "--layout", wrong])
            #expect(again.status == 1 && again.errors.contains("calls.csv is known as file"), "\(again.errors)")
            let same = try program.run(["cdr", "import", path, "--layout", right])
            #expect(same.status == 0 && same.output.contains("Already loaded as file"))
        }
    }

    @Test func `a corrected account is billed, an old copy is stale, and a snapshot brings it back`() throws {
        try withProgram { program, owner in
            func load(_ name: String, _ records: String, _ options: [String] = []) throws -> String {
                let outcome = try program.run(
                    ["cdr", "import", "-"] + options, input: Self.header + records + Self.record(name, ago: 50))
                #expect(outcome.status == 0, "\(outcome.errors)")
                return outcome.output
            }
            func charge() throws -> Int64 {
                try owner.query("SELECT sum(sell_micros)::bigint AS n FROM call").only().int("n")
            }
            let first = Self.record("u1", ago: 100, account: "99999")
            let corrected = first.replacing("99999", with: "acme")
            let longer = corrected.replacing(",60,", with: ",600,")
            _ = try load("x1", first)
            #expect(try load("x2", corrected).contains("Changed calls, counted above: 1"))
            #expect(try charge() == 60_000 * 3)
            _ = try load("x3", longer)
            let old = try load("x4", corrected)
            #expect(old.contains("Stale records, counted as duplicates: 1"))
            #expect(try charge() == 60_000 * 14)
            #expect(try program.run(["cdr", "files"]).output.contains("stale"))
            _ = try load("x5", corrected, ["--stated-at", "2026-11-01T00:00Z"])
            #expect(try charge() == 60_000 * 6)
            let check = try program.run(["check"])
            #expect(check.status == 0, "\(check.output)")
        }
    }
}
