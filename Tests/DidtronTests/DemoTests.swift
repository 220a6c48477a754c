import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// The demonstration at a small size, as a newcomer runs it.
@Suite struct DemoTests {
    private static let arguments = [
        "demo", "--calls", "3000", "--rates", "400", "--sell-decks", "2", "--buy-decks", "1", "--customers", "20",
        "--suppliers", "4", "--malformed", "5000", "--duplicates", "10000", "--unknown-accounts", "5000",
    ]

    @Test func `the demo rates, loads, bills and checks, and does so again`() throws {
        try withTestHome { home in
            let demoHome = Home(path: "\(home.path)/demo")
            defer { _ = try? DidtronProgram(home: demoHome).run(["db", "stop"]) }
            for _ in 1...2 {
                let outcome = try DidtronProgram(home: home).run(Self.arguments)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let words = outcome.output.split { $0.isWhitespace }
                let read = words.firstIndex(of: "read").map { words[$0 + 1] }
                #expect(read == "3,000")
                #expect(outcome.output.contains("checks hold."))
                #expect(!outcome.output.contains("✗"))
                #expect(outcome.output.contains("Invoice INV-main-"))
                #expect(outcome.output.contains(" of it tax"))
                // The end fits a screen: from the account of the file to what to try.
                let showcase = outcome.output.components(separatedBy: "\nThe file\n").last ?? ""
                let lines = showcase.split(separator: "\n").count
                #expect((30...60).contains(lines), "\(lines) lines: \(showcase)")
                for part in [
                    "A record that is no call", "corrected", "How that price came about", "deck sell-", "margin",
                    "Total", "checks hold, recomputed from",
                    "cdr find --state duplicate",
                ] {
                    #expect(showcase.contains(part), "\(part): \(showcase)")
                }
                #expect(!outcome.output.contains("without an exchange rate"))
            }
            let again = try DidtronProgram(home: demoHome).run(["cdr", "import", "\(demoHome.path)/files/cdrs.csv"])
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.output.contains("Already loaded as file 1"))
        }
    }

    @Test func `generated files go through the filter`() throws {
        try withTestHome { home in
            let program = DidtronProgram(home: home)
            let folder = "\(home.path)/generated"
            let made = try program.run(
                ["dev", "generate", "--output", folder] + Self.arguments.dropFirst() + ["--unknown-prefixes", "0"])
            #expect(made.status == 0, "\(made.errors)")
            let rated = try program.run([
                "rate", "--rates", "\(folder)/rates.csv", "--customers", "\(folder)/customers.csv", "--suppliers",
                "\(folder)/suppliers.csv", "--format", "none", "\(folder)/cdrs.csv",
            ])
            #expect(rated.status == 0, "\(rated.errors)")
            #expect(rated.errors.contains("read 3000 rated"))
        }
    }

    @Test func `a wrong size is refused in a sentence`() throws {
        try withTestHome { home in
            let outcome = try DidtronProgram(home: home).run(["demo", "--customers", "0"])
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("--customers must be at least 1, not 0."))
        }
    }
}
