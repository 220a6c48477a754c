import Foundation
import TestSupport
import Testing

/// A CDR file of columns that nobody knows: looked at, its layout written, and loaded by it.
@Suite struct OwnLayoutTests {
    private static let calls = """
        Ref;A-Number;Dialled No;Begin;Finish
        r1;12025550101;442079460001;2026-10-01 12:00:00;2026-10-01 12:01:05
        r2;12025550102;442079460002;2026-10-01 12:10:00;2026-10-01 12:10:05

        """

    @Test func `a file is inspected, its layout kept, tried and loaded for one account`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            for (command, text) in [
                ("partner", "partner,role,currency\nacme,customer,USD\n"),
                ("account", "account,partner,side\nacme-1,acme,sell\n"),
            ] {
                let outcome = try program.run([command, "import", "-"], input: text)
                try #require(outcome.status == 0, "\(outcome.errors)")
            }
            let deck = try program.run(
                [
                    "ratecard", "import", "-", "--card", "gold", "--side", "sell", "--currency", "USD", "--effective",
                    "2026-01-01", "--approve", "--customer", "acme",
                ], input: "prefix,destination,rate_per_min\n44,UK,0.06\n")
            try #require(deck.status == 0, "\(deck.errors)")
            let folder = FileManager.default.temporaryDirectory.appending(path: "own-layout-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appending(path: "calls.csv").path
            let layout = folder.appending(path: "own.json").path
            try Data(Self.calls.utf8).write(to: URL(filePath: file))

            let unknown = try program.run(["cdr", "import", file])
            #expect(unknown.status == 1 && unknown.errors.contains("didtron cdr inspect"))
            let asked = try program.run(["cdr", "inspect", file, "--write-layout", layout])
            #expect(asked.status == 1 && asked.output.contains("State --column '#3=called'."))
            #expect(!FileManager.default.fileExists(atPath: layout))
            let answered = try program.run(
                ["cdr", "inspect", file, "--column", "Dialled No=called", "--zone", "UTC", "--write-layout", layout])
            #expect(answered.status == 0, "\(answered.output)")
            #expect(
                answered.output.contains(
                    "line 2: 2026-10-01T12:00:00Z  65 s  (no account)  12025550101 -> 442079460001"))
            let tried = try program.run(["cdr", "import", file, "--layout", layout, "--account", "acme-1", "--dry-run"])
            #expect(
                tried.status == 0 && tried.output.contains("65 s  acme-1  12025550101"),
                "\(tried.output)\(tried.errors)")
            #expect(try program.run(["cdr", "files"]).output.contains("calls.csv") == false)

            let loaded = try program.run(["cdr", "import", file, "--layout", layout, "--account", "acme-1", "--json"])
            let report = try #require(
                JSONSerialization.jsonObject(with: Data(loaded.output.utf8)) as? [[String: Any]], "\(loaded.errors)")
            #expect(report[0]["rated"] as? Int == 2)
            let json = try program.run(["cdr", "inspect", file, "--layout", layout, "--json"])
            let found = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect(found["questions"] as? [String] == [])
        }
    }
}
