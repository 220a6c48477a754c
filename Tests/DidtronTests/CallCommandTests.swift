import Foundation
import Postgres
import TestSupport
import Testing

/// Calls from the command line: loaded, listed, mended, explained and billed, by the commands a clerk types.
@Suite struct CallCommandTests {
    /// A program on a database of its own, with a priced customer and supplier.
    private struct Clerk {
        let program: DidtronProgram

        /// Output of a command that must succeed.
        func run(_ arguments: [String], input: String = "") throws -> String {
            let outcome = try program.run(arguments, input: input)
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
            return outcome.output
        }

        func json(_ arguments: [String]) throws -> [[String: Any]] {
            let text = try run(arguments + ["--json"])
            return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        }

        func prepare() throws {
            _ = try run(
                ["partner", "import", "-"],
                input: "partner,name,currency,role\nacme,Acme Ltd,USD,customer\nbolt,Bolt,USD,supplier\n")
            _ = try run(["account", "import", "-"], input: "account,partner,side\nA1,acme,sell\nB1,bolt,buy\n")
            for (card, side, partner, rate) in [("gold", "sell", "acme", "0.0125"), ("iron", "buy", "bolt", "0.01")] {
                _ = try run(
                    [
                        "ratecard", "import", "--confirm", "old-dates", "-", "--card", card, "--side", side,
                        "--currency", "USD", "--approve",
                        side == "sell" ? "--customer" : "--supplier", partner,
                    ],
                    input: "prefix,destination,rate,effective_from,increments\n49,Germany,\(rate),2026-10-01,60/60\n")
            }
        }
    }

    private func withClerk(_ body: (Clerk) throws -> Void) throws {
        try withTestDatabase { database in
            let clerk = Clerk(program: DidtronProgram(database: database))
            try clerk.prepare()
            try body(clerk)
        }
    }

    /// Four calls, one of them without a price, and a record that is no call.
    private static let records = """
        call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip
        c1,A1,B1,15550100,4930123456,2026-10-03T10:00:00Z,61,200,192.0.2.1
        c2,A1,B1,15550100,4930123456,2026-10-03T11:00:00Z,12.5,200,192.0.2.1
        c3,A1,B1,15550100,33140123456,2026-10-03T12:00:00Z,30,200,192.0.2.1
        c4,A1,B1,15550100,not a number,2026-10-03T13:00:00Z,30,200,192.0.2.1
        c5,A1,B1,15550100,4930123456,2026-10-03T14:00:00Z,0,486,192.0.2.1

        """

    @Test func `what was loaded is listed, each record of it`() throws {
        try withClerk { clerk in
            let loaded = try clerk.run(["cdr", "import", "-"], input: Self.records)
            #expect(loaded.contains("Rejected: 68 bytes; `didtron cdr rejects 1` lists them."))
            let files = try clerk.json(["cdr", "files"])
            #expect(files.map { $0["read"] as? Int } == [5])
            #expect(files.map { $0["adds_up"] as? Bool } == [true])

            let rejects = try clerk.run(["cdr", "rejects"])
            #expect(rejects.contains("1     5       5  called  called is not a number  c4,A1,B1,15550100,not"))
            let reject = try #require(try clerk.json(["cdr", "rejects", "1"]).first)
            #expect(reject["line"] as? Int == 5)
            #expect(reject["field"] as? String == "called")
            #expect((reject["text"] as? String)?.hasPrefix("c4,A1,B1,15550100,not a number,") == true)

            let unrated = try clerk.run(["cdr", "unrated", "--cause", "no_prefix"])
            #expect(unrated.contains("2026-10-03/1/2  sell  no_prefix  A1       33140123456       30  1 stdin"))
            #expect(try clerk.json(["cdr", "unrated"]).count == 2)
            #expect(try clerk.run(["cdr", "unrated", "--cause", "blocked"]) == "No call waits for a price.\n")
        }
    }

    @Test func `a call is shown with its line and its price derived`() throws {
        try withClerk { clerk in
            _ = try clerk.run(["cdr", "import", "-"], input: Self.records)
            let shown = try clerk.run(["cdr", "show", "2026-10-03/1/0"])
            #expect(shown.contains("c1,A1,B1,15550100,4930123456,2026-10-03T10:00:00Z,61,200,192.0.2.1"))
            #expect(shown.contains("line 2"))
            // 61 s at 60/60 are 120 s: two minutes at 0.0125 and at 0.01.
            let explained = try clerk.run(["explain", "2026-10-03/1/0"])
            #expect(explained.contains("Sell: 0.025 USD, acme (Acme Ltd)"))
            #expect(explained.contains("Buy: 0.02 USD, bolt (Bolt)"))
            #expect(explained.contains("= the stored 0.025 for 120 s"))
            let missing = try clerk.program.run(["explain", "2026-10-04/1/0"])
            #expect(missing.status == 1)
            #expect(missing.errors.hasPrefix("didtron: There is no call 2026-10-04/1/0"))
        }
    }

    @Test func `suspense is priced once the deck is mended, then billed with the rest`() throws {
        try withClerk { clerk in
            _ = try clerk.run(["cdr", "import", "-"], input: Self.records)
            for (card, side) in [("gold", "sell"), ("iron", "buy")] {
                _ = try clerk.run(
                    [
                        "ratecard", "import", "--confirm", "old-dates", "-", "--card", card, "--side", side,
                        "--currency", "USD", "--approve",
                    ],
                    input: """
                        prefix,destination,rate,effective_from,increments
                        33,France,\(side == "sell" ? "0.02" : "0.015"),2026-10-01,1/1
                        49,Germany,\(side == "sell" ? "0.0125" : "0.01"),2026-10-01,60/60

                        """)
            }
            let again = try clerk.run(["cdr", "unrated", "--rate-again"])
            #expect(again.contains("1 call rated again, 1 price changes"))
            #expect(try clerk.run(["cdr", "unrated"]) == "No call waits for a price.\n")

            let dry = try clerk.run(["invoice", "run", "--period", "2026-10", "--dry-run"])
            #expect(dry.contains("acme"))
            #expect(try clerk.json(["invoice", "list"]).isEmpty)
            _ = try clerk.run(["invoice", "run", "--period", "2026-10"])
            _ = try clerk.run(["invoice", "approve", "--period", "2026-10"])
            _ = try clerk.run(["invoice", "issue", "--period", "2026-10"])
            let invoice = try #require(try clerk.json(["invoice", "list"]).first)
            let number = try #require(invoice["number"] as? String)
            let text = try clerk.run(["invoice", "show", number])
            // Germany: 120 s + 60 s = 3 min x 0.0125 = 0.0375 -> 0.04; France: 0.5 min x 0.02 = 0.01.
            #expect(text.contains("Germany"))
            #expect(text.contains("France"))
            #expect(text.contains("0.05"))

            let check = try clerk.run(["check"])
            #expect(!check.contains("✗"))
            #expect(try clerk.run(["ledger", "trial-balance"]).contains("revenue"))
            #expect(try clerk.run(["ledger", "accounts"]).contains("receivable"))
            #expect(try clerk.run(["ledger", "entries"]).contains(number))
        }
    }
}
