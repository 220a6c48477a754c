import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Calls found by what is known of them, and explained down to the line of the deck.
@Suite struct CallSearchTests {
    private static let header =
        "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip\n"

    /// A carrier with a supplier, worked by its commands.
    private struct Clerk {
        let program: DidtronProgram
        let database: Database
        let folder: String

        init(_ database: Database) throws {
            self.database = database
            program = DidtronProgram(database: database)
            folder = database.home.path + "/clerk"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try run(
                "partner", "import", "-",
                input:
                    "partner,name,currency,role\nacme,Acme,USD,customer\nbolt,Bolt,USD,supplier\ncora,Cora,USD,supplier\n"
            )
            try run(
                "account", "import", "-", input: "account,partner,side\nA1,acme,sell\nB1,bolt,buy\nC1,cora,buy\n")
            try deck("bolt.csv", "44,UK,0.03\n447,UK mobile,0.05\n", card: "bolt", side: "buy", "--supplier", "bolt")
            try deck("cora.csv", "44,UK,0.02\n447,UK mobile,0.06\n", card: "cora", side: "buy", "--supplier", "cora")
        }

        @discardableResult
        func run(_ arguments: String..., input: String = "") throws -> String { try run(arguments, input: input) }

        @discardableResult
        func run(_ arguments: [String], input: String = "") throws -> String {
            let outcome = try program.run(arguments, input: input)
            #expect(outcome.status == 0, "\(arguments.joined(separator: " ")): \(outcome.errors)")
            return outcome.output
        }

        func refused(_ arguments: String...) throws -> String {
            let outcome = try program.run(arguments)
            #expect(outcome.status == 1, "\(arguments.joined(separator: " ")): \(outcome.output)")
            return outcome.errors
        }

        func deck(_ name: String, _ rates: String, card: String, side: String, _ more: String...) throws {
            let path = "\(folder)/\(name)"
            let rows = rates.replacing("\n", with: ",2026-09-01,60/60\n")
            try "prefix,destination,rate_per_min,effective_from,increments\n\(rows)".write(
                toFile: path, atomically: false, encoding: .utf8)
            try run(
                [
                    "ratecard", "import", path, "--card", card, "--side", side, "--currency", "USD", "--approve",
                    "--force",
                    "--confirm", "old-dates", "--confirm", "odd-prices",
                ] + more)
        }

        func load(_ name: String, _ records: String, _ more: String...) throws {
            let path = "\(folder)/\(name)"
            try (CallSearchTests.header + records).write(toFile: path, atomically: false, encoding: .utf8)
            try run(["cdr", "import", path] + more)
        }

        struct Page: Decodable {
            struct Place: Decodable {
                var file: String
                var line: Int?
            }
            struct Hit: Decodable {
                var state: String
                var call: String?
                var called: String
                var place: Place
                var other_call: String?
                var other_place: Place?
            }
            var hits: [Hit]
            var next: String?
            var left_out: [String]
        }

        func find(_ arguments: String...) throws -> Page {
            let text = try run(["cdr", "find"] + arguments + ["--json"])
            return try JSONDecoder().decode(Page.self, from: Data(text.utf8))
        }

        /// Numbers that were called, as hits have them.
        func called(_ arguments: [String]) throws -> [String] {
            let text = try run(["cdr", "find"] + arguments + ["--json"])
            return try JSONDecoder().decode(Page.self, from: Data(text.utf8)).hits.map(\.called)
        }
    }

    private func withClerk(_ body: (Clerk) throws -> Void) throws {
        try withTestDatabase { database in
            let clerk = try Clerk(database)
            try clerk.deck(
                "gold.csv", "44,UK,0.06\n447,UK mobile,0.09\n", card: "gold", side: "sell", "--customer", "acme")
            try clerk.load(
                "one.csv",
                """
                c1,A1,B1,15550100,442071234567,2026-10-03T10:00:00.250Z,61,200,192.0.2.1
                c2,A1,C1,15550100,447700900123,2026-10-03T11:00:00Z,30,200,192.0.2.1
                c3,A1,B1,15550199,33140123456,2026-10-04T12:00:00Z,30,200,192.0.2.1
                c4,A1,B1,15550100,not a number,2026-10-04T13:00:00Z,30,200,192.0.2.1
                c5,A1,B1,anonymous,442071234568,2026-10-05T14:00:00Z,0,486,192.0.2.1

                """)
            try clerk.load(
                "two.csv",
                """
                c9,A1,B1,15550100,442071239999,2026-10-06T08:00:00Z,10,200,192.0.2.1
                c1,A1,B1,15550100,442071234567,2026-10-03T10:00:00.250Z,61,200,192.0.2.1
                c2,A1,C1,15550100,447700900123,2026-10-03T11:00:00Z,45,200,192.0.2.1

                """)
            try body(clerk)
        }
    }

    @Test func `by its id a call is found with the file and line, and with the record that repeats it`() throws {
        try withClerk { clerk in
            let page = try clerk.find("c1")
            #expect(page.hits.map(\.state) == ["rated", "duplicate"])
            #expect(page.hits[0].call == "2026-10-03/1/0")
            #expect(page.hits[0].place.file == "one.csv" && page.hits[0].place.line == 2)
            #expect(page.hits[1].place.file == "two.csv" && page.hits[1].place.line == 3)
            #expect(page.hits[1].other_call == "2026-10-03/1/0")
            #expect(page.hits[1].other_place?.file == "one.csv" && page.hits[1].other_place?.line == 2)
            #expect(page.next == nil && page.left_out.isEmpty)
            let text = try clerk.run("cdr", "find", "c1")
            #expect(
                text.contains(
                    "Duplicate: file 2, two.csv, line 3 repeats call 2026-10-03/1/0 of file 1, one.csv, line 2"))
            #expect(text.contains("`didtron explain 2026-10-03/1/0` derives its price."))
        }
    }

    @Test func `a call that a later record changed is found with both revisions`() throws {
        try withClerk { clerk in
            let page = try clerk.find("c2")
            #expect(Set(page.hits.map(\.state)) == ["rated", "superseded"])
            let old = try #require(page.hits.first { $0.state == "superseded" })
            #expect(old.call == "2026-10-03/1/1" && old.other_call == "2026-10-03/2/2" && old.place.line == 3)
            #expect(try clerk.run("cdr", "find", "c2").contains("2026-10-03/1/1 is superseded by 2026-10-03/2/2"))
            // What holds is shown and explained.
            #expect(try clerk.run("cdr", "show", "c2").contains("duration  45 s"))
            #expect(try clerk.find("--state", "revised").hits.map(\.call) == ["2026-10-03/2/2"])
        }
    }

    @Test func `a reject is found by its id, by its number and by its state`() throws {
        try withClerk { clerk in
            #expect(try clerk.find("c4").hits.map(\.state) == ["reject"])
            let rejects = try clerk.find("--state", "reject")
            #expect(rejects.hits.map(\.place.line) == [5])
            #expect(
                try clerk.run("cdr", "find", "c4").contains(
                    "Reject: file 1, one.csv, line 5: called: called is not a number"))
            #expect(try clerk.find("--state", "reject", "--calling", "15550100").hits.count == 1)
            #expect(try clerk.find("--state", "reject", "--calling", "999").hits.isEmpty)
            #expect(try clerk.refused("explain", "c4").contains("No call has the id c4. `didtron cdr find c4`"))
        }
    }

    /// Options, and the numbers that were called, the last first.
    private static let searches: [(options: String, called: String)] = [
        ("--partner acme", "442071239999 442071234568 33140123456 447700900123 442071234567"),
        ("--called +44.7", "447700900123"),
        ("--calling 15550199", "33140123456"),
        ("--number 0044207123", "442071239999 442071234568 442071234567"),
        ("--partner cora", "447700900123"),
        ("--from 2026-10-04 --to 2026-10-06", "442071234568 33140123456"),
        ("--state unrated", "33140123456"),
        ("--state rated --called 4420", "442071239999 442071234568 442071234567"),
        ("--file 2 --from 2026-10-05", "442071239999"),
        ("--state duplicate", "442071234567"),
        ("--state duplicate --partner acme --called 44", "442071234567"),
        ("--state duplicate --partner cora", ""),
        ("--called 999", ""),
    ]

    @Test func `calls are found by number, partner, time, file and state, the last first`() throws {
        try withClerk { clerk in
            for search in Self.searches {
                let called = try clerk.called(search.options.split(separator: " ").map(String.init))
                #expect(called.joined(separator: " ") == search.called, "\(search.options)")
            }
            let nothing = try clerk.run("cdr", "find", "--called", "999")
            #expect(nothing == "Nothing fits.\n")
            let unknown = try clerk.refused("cdr", "find", "--partner", "nobody")
            #expect(unknown.contains("nobody"))
        }
    }

    @Test(arguments: [["--partner", "acme"], ["--state", "rated"], ["--number", "1555"]])
    func `pages follow each other without holes or repetitions`(criteria: [String]) throws {
        try withClerk { clerk in
            let whole = try clerk.find(criteria[0], criteria[1]).hits.map(\.call)
            var calls: [String?] = []
            var page = try clerk.find(criteria[0], criteria[1], "--limit", "1")
            while true {
                calls += page.hits.map(\.call)
                guard let next = page.next else { break }
                page = try clerk.find(criteria[0], criteria[1], "--limit", "1", "--after", next)
            }
            #expect(calls == whole && whole.count >= 3)
        }
    }

    @Test func `an id that several calls have is asked about`() throws {
        try withClerk { clerk in
            try clerk.load("three.csv", "c1,A1,B1,15550100,442071234567,2026-10-07T10:00:00Z,61,200,192.0.2.1\n")
            let said = try clerk.refused("explain", "c1")
            #expect(
                said.contains("2 calls have the id c1: 2026-10-07/3/0, 2026-10-03/1/0. State the address of one"),
                "\(said)")
            #expect(try clerk.find("c1", "--from", "2026-10-05").hits.map(\.call) == ["2026-10-07/3/0"])
        }
    }

    @Test func `an undone file's calls are found, and told to be taken back`() throws {
        try withClerk { clerk in
            try clerk.run("cdr", "undo", "two.csv", "--reason", "test", "--apply")
            let page = try clerk.find("c9")
            #expect(page.hits.map(\.state) == ["undone"])
            #expect(try clerk.run("cdr", "find", "c9").contains("was taken back with its file"))
        }
    }

    @Test func `a price is explained down to the line of the deck, also where later versions kept it`() throws {
        try withClerk { clerk in
            let first = try clerk.run("explain", "c1")
            #expect(first.contains("deck gold.csv, line 2, imported on "))
            #expect(first.contains("deck bolt.csv, line 2, imported on "))
            #expect(try clerk.run("explain", "c2").contains("deck gold.csv, line 3, imported on "))
            // An amendment leaves 44 as it was, and a call that is rated again names the version that stated it.
            try clerk.deck("more.csv", "33,France,0.05\n", card: "gold", side: "sell", "--amend")
            try clerk.run("rerate", "--card", "gold", "--from", "2026-10-01", "--apply")
            let kept = try clerk.run("explain", "c3")
            #expect(kept.contains("deck more.csv, line 2, imported on "), "\(kept)")
            let later = "c8,A1,B1,15550100,442071234567,2026-10-08T10:00:00Z,61,200,192.0.2.1\n"
            try clerk.load("four.csv", later)
            #expect(try clerk.run("explain", "c8").contains("the price is kept from version 1: deck gold.csv, line 2"))
        }
    }

    @Test func `a price of a generated card is explained by its rule and the suppliers' lines`() throws {
        try withTestDatabase { database in
            let clerk = try Clerk(database)
            try clerk.run(
                "ratecard", "generate", "--card", "silver", "--buy-card", "bolt", "--buy-card", "cora", "--currency",
                "USD",
                "--effective", "2026-09-15", "--percent", "10", "--decimals", "4", "--approve")
            try clerk.run("ratecard", "assign", "--card", "silver", "--partner", "acme")
            try clerk.load("one.csv", "c1,A1,B1,15550100,442071234567,2026-10-03T10:00:00Z,60,200,192.0.2.1\n")
            let text = try clerk.run("explain", "c1")
            #expect(
                text.contains("generated by rule, for all: the cheapest supplier + 10 %, rounded up to 4 decimals"),
                "\(text)")
            #expect(
                text.contains("cora version 1 (cora.csv, line 2): 0.0200 USD a minute for prefix 44: taken"), "\(text)")
            #expect(text.contains("bolt version 1 (bolt.csv, line 2): 0.0300 USD a minute for prefix 44\n"), "\(text)")
        }
    }

    @Test func `a call that names the wrong account is given another and priced by it`() throws {
        try withClerk { clerk in
            try clerk.load("odd.csv", "c7,AA1,B1,15550100,442071234567,2026-10-09T10:00:00Z,60,200,192.0.2.1\n")
            #expect(try clerk.run("cdr", "unrated").contains("AA1"))
            let unknown = try clerk.refused(
                "cdr", "correct", "--side", "sell", "--stated", "AA1", "--account", "A9", "--reason", "typo")
            #expect(unknown.contains("Account A9 is not known on the sell side of entity main"), "\(unknown)")
            let correct = [
                "cdr", "correct", "--side", "sell", "--stated", "AA1", "--account", "A1", "--reason", "typo",
            ]
            #expect(try clerk.run(correct + ["--dry-run"]).contains("1 call (60 s) would have account A1."))
            #expect(try clerk.run(correct).contains("1 call (60 s) now has account A1."))
            #expect(try clerk.run(correct).contains("No call that waits fits"))
            #expect(try clerk.run("cdr", "unrated", "--cause", "unknown_account").contains("A1"))
            try clerk.run("cdr", "unrated", "--rate-again")
            let explained = try clerk.run("explain", "c7")
            #expect(explained.contains("Sell: 0.06 USD, acme (Acme)"), "\(explained)")
            // The record stays what it was.
            #expect(explained.contains("c7,AA1,B1,"))
            #expect(
                try clerk.refused("cdr", "correct", "2026-10-09/3/0", "--side", "sell", "--account", "A1")
                    .contains("does not wait for a price"))
            try clerk.run("check")
        }
    }
}
