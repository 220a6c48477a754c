import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Exchange rates that are added, corrected and forgotten, and what becomes of the calls that were rated by them.
@Suite struct ExchangeRateTests {
    /// A customer in dollars with a card of 1 EUR a minute, as a clerk works with it.
    private struct Clerk {
        let program: DidtronProgram
        let database: Database

        @discardableResult
        func run(_ arguments: String..., input: String = "") throws -> String {
            let outcome = try program.run(arguments, input: input)
            #expect(outcome.status == 0, "\(arguments.joined(separator: " ")): \(outcome.errors)")
            return outcome.output
        }

        func refused(_ arguments: String..., input: String = "") throws -> String {
            let outcome = try program.run(arguments, input: input)
            #expect(outcome.status != 0, "\(arguments.joined(separator: " ")): \(outcome.output)")
            return outcome.errors
        }

        /// Rates as `EUR,USD,2026-10-01,1.1`.
        @discardableResult
        func exchange(_ rates: String..., options: String...) throws -> String {
            let input = "from,to,effective_on,rate\n" + rates.map { $0 + "\n" }.joined()
            let outcome = try program.run(["fx", "import", "-"] + options, input: input)
            return outcome.status == 0 ? outcome.output : outcome.errors
        }

        /// Loads calls of a minute at noon of these days of October.
        func load(_ days: Int...) throws {
            try load(days.map { "call \($0),c1,,1,447700900000,2026-10-\($0)T12:00:00Z,60,200," })
        }

        func load(_ records: [String]) throws {
            let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip"
            try run("cdr", "import", "-", input: ([header] + records).map { $0 + "\n" }.joined())
        }

        /// Explains the only call of a kind (o, r, p) of the 23rd.
        func explain(_ kind: String) throws -> String {
            let connection = try database.connect(role: .reporter)
            defer { connection.close() }
            let row = try connection.query(
                "SELECT chunk_id, ordinal FROM call WHERE kind = $1 AND start_at < '2026-10-24Z'", [.text(kind)],
                name: "address"
            ).only()
            return try run("explain", "2026-10-23/\(row.int("chunk_id"))/\(row.int("ordinal"))")
        }

        /// Day, kind and price of all rows of calls.
        func prices() throws -> [String] {
            let connection = try database.connect(role: .reporter)
            defer { connection.close() }
            return try connection.query(
                """
                SELECT to_char(start_at AT TIME ZONE 'UTC', 'DD') AS day, kind, sell_micros AS micros, chunk_id
                FROM call ORDER BY day, chunk_id, kind DESC
                """, name: "prices"
            ).map { "\(try $0.string("day")) \(try $0.string("kind")) \(try $0.int("micros"))" }
        }
    }

    private func withClerk(_ body: (Clerk) throws -> Void) throws {
        try withTestDatabase { database in
            let clerk = Clerk(program: DidtronProgram(database: database), database: database)
            try clerk.run("partner", "import", "-", input: "partner,role,currency\nacme,customer,USD\n")
            try clerk.run("account", "import", "-", input: "account,partner,side\nc1,acme,sell\n")
            try clerk.run(
                "ratecard", "import", "--confirm", "old-dates", "-", "--card", "gold", "--side", "sell", "--currency",
                "EUR", "--approve",
                input: "prefix,destination,effective_from,rate,increments\n44,UK,2026-01-01,1,60/60\n")
            try clerk.exchange("EUR,USD,2026-10-01,1.1")
            try clerk.run("ratecard", "assign", "--card", "gold", "--partner", "acme")
            try body(clerk)
        }
    }

    @Test func `a rate added later leaves the explanation of a call as it was`() throws {
        try withClerk { clerk in
            try clerk.load(23)
            try clerk.exchange("EUR,USD,2026-10-20,1.2")
            let explained = try clerk.explain("o")
            #expect(explained.contains("1.0000 EUR x 1.1000 (USD for 1 EUR from 2026-10-01 on): 1.1000 USD"))
            #expect(explained.contains("another exchange rate for that day became known since"))
            #expect(try clerk.run("rerate", "--from", "2026-10-01", "--apply").contains("1 price changes"))
            let again = try clerk.explain("p")
            #expect(again.contains("x 1.2000") && !again.contains("became known since"))
            try clerk.run("check")
        }
    }

    @Test func `a mistyped rate is corrected with a reason, and a re-rate takes the correction`() throws {
        try withClerk { clerk in
            try clerk.load(23)
            #expect(
                try clerk.exchange("EUR,USD,2026-10-01,1.2").contains(
                    "another rate, 1.1, is stored for this pair and day; if that one is wrong, state why with --reason")
            )
            let corrected = try clerk.exchange(
                "EUR,USD,2026-10-01,1.2", options: "--reason", "typing error", "--as", "ann")
            #expect(
                corrected == """
                    Exchange rates: 0 added, 1 corrected, 0 unchanged
                    Calls rated before keep their prices; didtron rerate --from 2026-10-01 shows which would change.

                    """)
            #expect(
                try clerk.exchange("EUR,USD,2026-10-01,1.2", options: "--reason", "again").contains(
                    "0 added, 1 unchanged"))
            #expect(try clerk.explain("o").contains("x 1.1000"))
            try clerk.load(24)
            #expect(try clerk.run("explain", "2026-10-24/2/0").contains("x 1.2000"))
            try clerk.run("rerate", "--from", "2026-10-01", "--apply")
            #expect(try clerk.prices() == ["23 o 1100000", "23 r -1100000", "23 p 1200000", "24 o 1200000"])
            #expect(try clerk.explain("o").contains("x 1.1000"))
            #expect(try clerk.explain("r").contains("x 1.1000"))
            #expect(try clerk.explain("p").contains("x 1.2000"))
            let list = try clerk.run("fx", "list", "--history")
            #expect(list.contains("typing error") && list.contains("1.1") && list.contains("1.2"))
            #expect(try !clerk.run("fx", "list").contains("1.1"))
            let audited = try clerk.database.connect(role: .reporter).query(
                """
                SELECT DISTINCT act.id, actor.name AS actor, after->>'revision' AS revision
                FROM audit_event JOIN act ON act.id = act_id JOIN actor ON actor.id = actor_id
                WHERE act.name = 'exchange_rate.import' AND subject_kind = 'exchange_rate' ORDER BY act.id
                """, name: "audited"
            ).map { "\(try $0.string("actor")) \(try $0.string("revision"))" }
            #expect(audited.last == "ann 2" && audited.count == 2)
            try clerk.run("check")
        }
    }

    @Test func `a rate is too old for a call after the limit, and the call waits`() throws {
        try withClerk { clerk in
            try clerk.run("settings", "set", "fx.days_max", "20")
            try clerk.load(21, 22)
            #expect(try clerk.prices() == ["21 o 1100000", "22 o 0"])
            let waiting = try clerk.run("cdr", "unrated", "--cause", "stale_exchange_rate")
            #expect(waiting.contains("2026-10-22/1/1") && !waiting.contains("2026-10-21/1/0"))
            try clerk.run("settings", "set", "fx.days_max", "21")
            try clerk.run("explain", "2026-10-21/1/0")
            try clerk.run("rerate", "--cause", "stale_exchange_rate", "--apply")
            #expect(try clerk.prices().last == "22 p 1100000")
            try clerk.run("check")
        }
    }

    @Test func `a rate that jumps is taken only by force`() throws {
        try withClerk { clerk in
            let jump = try clerk.exchange("EUR,USD,2026-10-20,11")
            #expect(
                jump.contains(
                    "more than 20 % from the rate before it, 1.1 from EUR to USD of 2026-10-01; if it is right, take it with "
                        + "--force"), "\(jump)")
            // Twenty percent exactly are none, in either direction: 1 / 1.32.
            #expect(try clerk.exchange("EUR,USD,2026-10-20,1.32").contains("1 added"))
            #expect(try clerk.exchange("USD,EUR,2026-10-21,1.32").contains("from EUR to USD of 2026-10-20"))
            #expect(try clerk.exchange("USD,EUR,2026-10-21,0.757575757576").contains("1 added"))
            #expect(try clerk.exchange("EUR,USD,2026-10-22,2", options: "--force").contains("1 added"))
            // A correction is held against the rate before it, not against the one that it corrects.
            #expect(
                try clerk.exchange("EUR,USD,2026-10-22,1.3", options: "--reason", "typed 2").contains("1 corrected"))
            #expect(try clerk.refused("fx", "import", "-", "--reason", " ", input: "x").contains("cannot be empty"))
        }
    }

    @Test func `a side that a re-rate leaves alone is explained by the rates that it was rated by`() throws {
        try withClerk { clerk in
            try clerk.run("partner", "import", "-", input: "partner,role,currency\nbeta,supplier,USD\n")
            try clerk.run("account", "import", "-", input: "account,partner,side\ns1,beta,buy\n")
            try clerk.run(
                "ratecard", "import", "--confirm", "old-dates", "-", "--card", "route", "--side", "buy", "--currency",
                "EUR", "--approve",
                input: "prefix,destination,effective_from,rate,increments\n44,UK,2026-01-01,0.5,60/60\n")
            try clerk.run("ratecard", "assign", "--card", "route", "--partner", "beta")
            try clerk.load(["a,c1,s1,1,447700900000,2026-10-23T12:00:00Z,60,200,"])
            try clerk.exchange("EUR,USD,2026-10-20,1.2")
            try clerk.run("rerate", "--partner", "acme", "--apply")
            let explained = try clerk.explain("p")
            #expect(explained.contains("1.0000 EUR x 1.2000") && explained.contains("0.5000 EUR x 1.1000"))
        }
    }
}
