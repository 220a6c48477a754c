import Foundation
import TestSupport
import Testing

/// Every deck under fixtures/decks is imported as a user would, and its report compared; behind `NAME.before` where there is one.
@Suite struct DeckFixtureTests {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/decks")

    static let decks =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?
        .filter { $0.hasSuffix(".csv") }.sorted() ?? []

    @Test func `there are decks`() { #expect(Self.decks.count == 13) }

    @Test(arguments: decks)
    func `a deck is taken or refused as expected`(deck: String) throws {
        try withTestDatabase { database in
            let before = Self.folder.appending(path: deck.replacing(".csv", with: ".before"))
            if FileManager.default.fileExists(atPath: before.path) {
                let first = try DidtronProgram(database: database).run([
                    "ratecard", "import", "--confirm", "old-dates", before.path, "--card", "example", "--side", "buy",
                    "--currency", "USD",
                    "--approve",
                ])
                try #require(first.status == 0)
            }
            let stated = Self.folder.appending(path: deck.replacing(".csv", with: ".options"))
            let options =
                (try? String(contentsOf: stated, encoding: .utf8))?.split(separator: "\n").map(String.init) ?? []
            let codes = Self.folder.appending(path: deck.replacing(".csv", with: ".codes"))
            let result = try DidtronProgram(database: database).run(
                [
                    "ratecard", "import", "--confirm", "old-dates", Self.folder.appending(path: deck).path, "--card",
                    "example", "--side", "buy",
                    "--currency", "USD", "--effective", "2026-10-01", "--date-format", "dmy",
                ] + options + (FileManager.default.fileExists(atPath: codes.path) ? ["--codes", codes.path] : []))
            let expected = Self.folder.appending(path: deck.replacing(".csv", with: ".txt"))
            let said = (result.output + result.errors).replacing(Self.folder.path + "/", with: "")
            let actual = "exit status \(result.status)\n\(said)"
            if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
                try Data(actual.utf8).write(to: expected)
            }
            #expect(actual == (try String(decoding: Data(contentsOf: expected), as: UTF8.self)))
        }
    }
}
