import Foundation
import Postgres
import TestSupport
import Testing

/// A folder into which a switch writes.
@Suite struct WatchFolderTests {
    private static let header =
        "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip\n"

    private static func calls(_ ids: [String], customer: String = "acme", called: String = "493012345678") -> String {
        header
            + ids.map { "\($0),\(customer),sup,4930123456,\(called),2026-10-01T10:00:00Z,60,200,\n" }.joined()
    }

    private struct Position: Decodable {
        var partner: String
        var unbilledMicros: Int64
        var unpostedSellMicros: Int64
        var unpostedDepositMicros: Int64
        var depositMicros: Int64
        var unpostedBuyMicros: Int64
    }

    /// A prepaid and a postpaid customer, a minute to Germany at 0.05.
    private static func prepare(_ run: ([String], String) throws -> String) throws {
        _ = try run(
            ["partner", "import", "-"],
            "partner,name,role,currency,payment_mode\nacme,Acme Ltd,customer,USD,postpaid\npre,Pre Ltd,customer,USD,prepaid\nsup,Sup Ltd,supplier,USD,\n"
        )
        _ = try run(["account", "import", "-"], "account,partner,side\nacme,acme,sell\npre,pre,sell\nsup,sup,buy\n")
        for (card, side, rates) in [
            ("usd", "sell", "49,Germany,0.05\n"), ("route", "buy", "33,France,0.02\n49,Germany,0.03\n"),
        ] {
            _ = try run(
                [
                    "ratecard", "import", "-", "--card", card, "--side", side, "--currency", "USD", "--effective",
                    "2026-09-01", "--approve",
                ], "prefix,destination,rate_per_min\n" + rates)
        }
        for (card, partner) in [("usd", "acme"), ("usd", "pre"), ("route", "sup")] {
            _ = try run(["ratecard", "assign", "--card", card, "--partner", partner], "")
        }
    }

    @Test
    func `whole files are loaded and moved, what cannot be is put aside with its reason, and calls count at once`()
        throws
    {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            func run(_ arguments: [String], _ input: String = "", status: Int32 = 0) throws -> String {
                let outcome = try program.run(arguments, input: input)
                #expect(outcome.status == status, "\(arguments): \(outcome.errors)\(outcome.output)")
                return outcome.output
            }
            try Self.prepare { try run($0, $1) }
            let folder = try TestFolder.shared.path + "/watch-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            func write(_ name: String, _ text: String) throws {
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
            }
            func names(_ subfolder: String = "") throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: folder + subfolder).sorted()
            }
            try write("a.csv", Self.calls(["a1", "a2"]))
            try write("b.csv", Self.calls(["b1"], customer: "pre"))
            try write("again.csv", Self.calls(["a1", "a2"]))
            try write("letter.csv", "Dear Sirs,\nthis is no file of calls.\n")
            try write("later.csv.part", Self.calls(["p1"]))
            try write("unrated.csv", Self.calls(["u1"], called: "33123456789"))
            // Somebody is still writing.
            let open = try #require(FileHandle(forUpdatingAtPath: "\(folder)/unrated.csv"))

            let report = try run(
                ["cdr", "watch", folder, "--once", "--settle", "0", "--close-every", "0", "--warn-unrated", "10"],
                status: 3)
            #expect(
                report.contains(" a.csv: 2 records loaded") && report.contains("again.csv: loaded before"), "\(report)")
            #expect(report.contains("letter.csv: refused: "))
            #expect(try names() == ["done", "later.csv.part", "refused", "unrated.csv"])
            #expect(try names("/done") == ["a.csv", "again.csv", "b.csv"])
            #expect(try names("/refused") == ["letter.csv", "letter.csv.why.txt"])
            // It is kept as it came, for as long as the setting says; what was loaded is kept for ever.
            #expect(try run(["cdr", "evidence"]).split(separator: "\n").count == 4)
            #expect(try run(["cdr", "evidence", "--clean"]) == "Nothing is old enough.\n")
            for path in try FileManager.default.subpathsOfDirectory(atPath: database.home.evidence)
            where path.utf8.count == 67 {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -91 * 86_400)],
                    ofItemAtPath: "\(database.home.evidence)/\(path)")
            }
            #expect(try run(["cdr", "evidence", "--clean"]).hasPrefix("Removed:\n"))
            #expect(try run(["cdr", "evidence"]) == "There are none.\n")
            #expect(
                try FileManager.default.subpathsOfDirectory(atPath: database.home.evidence)
                    .count { $0.utf8.count == 67 } == 2)

            // Nothing is closed, and yet it counts.
            #expect(try database.connect().query("SELECT count(*) AS n FROM closing").only().int("n") == 0)
            func positions() throws -> [Position] {
                let decoder = JSONDecoder()
                decoder.keyDecodingStrategy = .convertFromSnakeCase
                return try decoder.decode(
                    [Position].self, from: Data(run(["partner", "balance", "--json"]).utf8))
            }
            let before = try positions()
            #expect(before.map(\.partner) == ["acme", "pre", "sup"])
            #expect(
                before.map(\.unpostedSellMicros) == [100_000, 0, 0]
                    && before.map(\.unpostedDepositMicros) == [0, 50_000, 0])
            #expect(before.map(\.unbilledMicros) == [0, 0, 0] && before.map(\.unpostedBuyMicros) == [0, 0, 90_000])

            // The writer is done; a file of the same name comes again with other calls.
            try open.close()
            try write("a.csv", Self.calls(["a3"]))
            let second = try run(
                ["cdr", "watch", folder, "--once", "--settle", "0", "--warn-unrated", "10"], status: 3)
            #expect(second.contains("unrated.csv: loaded; warning: 1 of 1 calls have no price"))
            #expect(try names("/done") == ["a.csv", "a.csv.2", "again.csv", "b.csv", "unrated.csv"])
            #expect(try database.connect().query("SELECT files AS n FROM closing").only().int("n") == 4)
            let after = try positions()
            #expect(
                after.allSatisfy {
                    $0.unpostedSellMicros == 0 && $0.unpostedDepositMicros == 0 && $0.unpostedBuyMicros == 0
                })
            #expect(after.map(\.unbilledMicros) == [150_000, 0, 0] && after.map(\.depositMicros) == [0, -50_000, 0])
            #expect(try run(["check"]).contains("V8"))
        }
    }

    @Test func `a schedule of jobs imports a folder`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            func run(_ arguments: [String], _ input: String = "") throws -> String {
                let outcome = try program.run(arguments, input: input)
                #expect(outcome.status == 0, "\(arguments): \(outcome.errors)\(outcome.output)")
                return outcome.output
            }
            try Self.prepare { try run($0, $1) }
            let folder = try TestFolder.shared.path + "/watch-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let path = "\(folder)/a.csv"
            try Data(Self.calls(["a1", "a2"]).utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: path)
            let argument = ["--argument", "folder=\(folder)"]
            #expect(
                try run(["jobs", "schedule", "calls", "--kind", "cdr.folder", "--cron", "* * * * *"] + argument)
                    .contains("jobs cdr.folder"))
            #expect(try run(["jobs", "schedules"]).contains("calls"))
            #expect(try run(["jobs", "run", "cdr.folder"] + argument).contains("is done: 1 file loaded"))
            #expect(FileManager.default.fileExists(atPath: "\(folder)/done/a.csv"))
            #expect(try run(["jobs", "run", "books.close"]).contains("1 file closed"))
            let refused = try program.run(["jobs", "run", "cdr.folder"])
            #expect(refused.status == 1 && refused.output.contains("names no folder"), "\(refused.output)")
        }
    }
}
