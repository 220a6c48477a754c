import Foundation
import TestSupport
import Testing

/// Every folder under fixtures/rating is one call of `didtron rate` and what must come of it.
@Suite struct RateFixtureTests {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/rating")

    static let cases =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?
        .filter { !$0.hasSuffix(".md") }.sorted() ?? []

    @Test func `there are cases`() { #expect(!Self.cases.isEmpty) }

    @Test(arguments: cases, ["1", "2", "stdin", "tariff"])
    func `a golden case comes out as expected`(name: String, way: String) throws {
        let given = Self.folder.appending(path: name)
        let made = FileManager.default.temporaryDirectory.appending(path: "rate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: made) }
        var tables: [String] = []
        for table in ["rates", "customers", "suppliers"] {
            tables += ["--\(table)", given.appending(path: "\(table).csv").path]
        }
        // What tells calls apart beside the rates, where a case has it.
        for table in ["bands", "holidays", "origins", "states"] {
            let file = given.appending(path: "\(table).csv")
            if FileManager.default.fileExists(atPath: file.path) { tables += ["--\(table)", file.path] }
        }
        if let text = try? String(contentsOf: given.appending(path: "arguments.txt"), encoding: .utf8) {
            tables += text.split(separator: "\n").map(String.init)
        }
        if way == "tariff" {
            let compiled = made.appending(path: "compiled").path
            let result = try DidtronProgram().run(["tariff", "compile", "--output", compiled] + tables)
            #expect(result.status == 0, "\(result.errors)")
            tables = ["--tariff", compiled]
        }
        var arguments = ["rate"] + tables
        for (option, file) in [("output", "rows.csv"), ("rejects", "rejects.csv"), ("totals", "totals.csv")] {
            arguments += ["--\(option)", made.appending(path: file).path]
        }
        let calls = given.appending(path: "calls.csv")
        let result =
            way == "stdin"
            ? try DidtronProgram().run(arguments + ["-"], inputPath: calls.path)
            : try DidtronProgram().run(arguments + ["--threads", Int(way) == nil ? "1" : way, calls.path])
        #expect(result.status == 0, "\(result.errors)")
        let last = result.errors.split(separator: "\n").last.map(String.init) ?? ""
        let account = last.components(separatedBy: " in ")[0] + "\n"
        try Data(account.utf8).write(to: made.appending(path: "account.txt"))
        for file in ["rows.csv", "rejects.csv", "totals.csv", "account.txt"] {
            let actual = try Data(contentsOf: made.appending(path: file))
            let expected = given.appending(path: file)
            if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" { try actual.write(to: expected) }
            #expect(
                try String(decoding: actual, as: UTF8.self)
                    == String(decoding: Data(contentsOf: expected), as: UTF8.self))
        }
    }
}
