import Foundation
import Postgres
import TestSupport
import Testing

/// What the account of a load has to say beside its sums.
@Suite struct FindingsTests {
    private struct Findings: Decodable {
        struct Loss: Decodable {
            var destination: String
            var currency: String
            var calls: Int
            var loss_micros: Int
        }
        struct Surge: Decodable {
            var destination: String
            var billing_on: String
            var minutes: Int
            var mean_minutes: Int
            var factor_tenths: Int?
        }
        struct Call: Decodable {
            var address: String
            var duration_ns: Int
            var customer: String?
        }
        struct Route: Decodable {
            var supplier: String
            var destination: String
            var attempts: Int
            var answered: Int
            var asr_permille: Int
            var acd_s: Int?
            var pdd_ms: Int?
            var pdd_calls: Int?
            var pdd_unknown: Int?
        }
        var loss_calls: Int
        var losses: [Loss]
        var not_compared_calls: Int
        var surges: [Surge]
        var compared_days: Int
        var longest_calls: [Call]
        var routes: [Route]
    }

    private struct Report: Decodable { var findings: Findings? }

    /// Customers in dollars and euros, one supplier in dollars; 44 is sold at a loss, 49 is not.
    private static func prepare(_ run: ([String], String) throws -> String) throws {
        _ = try run(
            ["partner", "import", "-"],
            """
            partner,name,role,currency
            acme,Acme Ltd,customer,USD
            euro,Euro Ltd,customer,EUR
            sup,Sup Ltd,supplier,USD

            """)
        _ = try run(
            ["account", "import", "-"], "account,partner,side\nacme,acme,sell\neuro,euro,sell\nsup,sup,buy\n")
        for (card, side, currency, rates) in [
            ("usd", "sell", "USD", "44,UK,0.02\n49,Germany,0.05\n"), ("eur", "sell", "EUR", "44,UK,0.02\n"),
            ("route", "buy", "USD", "44,UK,0.03\n49,Germany,0.03\n"),
        ] {
            _ = try run(
                [
                    "ratecard", "import", "-", "--card", card, "--side", side, "--currency", currency, "--effective",
                    "2026-09-01", "--approve",
                ], "prefix,destination,rate_per_min\n" + rates)
        }
        for (card, partner) in [("usd", "acme"), ("eur", "euro"), ("route", "sup")] {
            _ = try run(["ratecard", "assign", "--card", card, "--partner", partner], "")
        }
    }

    private static let header =
        "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip\n"

    private static func line(_ id: String, _ customer: String, _ called: String, _ start: String, _ seconds: Int)
        -> String
    {
        "\(id),\(customer),sup,4930123456,\(called),\(start),\(seconds),\(seconds > 0 ? 200 : 487),\n"
    }

    @Test func `losses, long calls, routes and sudden volume are found and kept`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            func run(_ arguments: [String], _ input: String = "") throws -> String {
                let outcome = try program.run(arguments, input: input)
                #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
                return outcome.output
            }
            func load(_ calls: String) throws -> Findings {
                let output = try run(["cdr", "import", "-", "--json"], Self.header + calls)
                return try #require(JSONDecoder().decode([Report].self, from: Data(output.utf8)).first?.findings)
            }
            try Self.prepare(run)
            for (name, value) in [("cdr.surge_minutes", "1"), ("cdr.route_attempts", "2"), ("cdr.longest_calls", "2")] {
                _ = try run(["settings", "set", name, value])
            }
            // Four days of a minute to Germany each; a minute at 0.05 costs 0.03.
            let first = try load(
                (1...4).map { Self.line("g\($0)", "acme", "493012345678", "2026-10-0\($0)T10:00:00Z", 60) }.joined())
            #expect(first.loss_calls == 0 && first.losses.isEmpty && first.not_compared_calls == 0)
            // The fourth day is the first with three before it, and is like them.
            #expect(first.compared_days == 1 && first.surges.isEmpty)

            // On the fifth 6 minutes to Germany, and 3 to Britain, where there was none: 0.06 sold, 0.09 bought.
            let second = try load(
                Self.line("g5", "acme", "493012345678", "2026-10-05T10:00:00Z", 360)
                    + Self.line("u1", "acme", "442071234567", "2026-10-05T11:00:00Z", 180)
                    + Self.line("u2", "acme", "442071234567", "2026-10-05T12:00:00Z", 0)
                    + Self.line("u3", "euro", "442071234567", "2026-10-05T13:00:00Z", 60))
            #expect(second.losses.map { "\($0.currency) \($0.calls) \($0.loss_micros)" } == ["USD 1 30000"])
            #expect(second.loss_calls == 1 && second.not_compared_calls == 1)
            #expect(
                second.surges.map { "\($0.billing_on) \($0.minutes) \($0.mean_minutes) \($0.factor_tenths ?? -1)" } == [
                    "2026-10-05 4 0 -1", "2026-10-05 6 1 60",
                ])
            #expect(second.longest_calls.map(\.duration_ns) == [360_000_000_000, 180_000_000_000])
            // To Britain three attempts, two answered, of 180 and 60 seconds.
            #expect(
                second.routes.map {
                    "\($0.supplier) \($0.attempts) \($0.answered) \($0.asr_permille) \($0.acd_s ?? -1)"
                }
                    == ["sup 3 2 667 120"])

            // With an exchange rate they are compared: 0.03 USD / 1.1 = 0.027273 EUR for 0.02 EUR.
            _ = try run(["fx", "import", "-"], "from,to,effective_on,rate\nEUR,USD,2026-10-06,1.1\n")
            let third = try load(Self.line("u4", "euro", "442071234567", "2026-10-06T13:00:00Z", 60))
            #expect(third.losses.map { "\($0.currency) \($0.calls) \($0.loss_micros)" } == ["EUR 1 7273"])
            #expect(third.not_compared_calls == 0)
            // And so are margins: of u4, and not of u3, which is of a day without a rate.
            let tried = try run(
                ["rerate", "--period", "2026-10", "--card", "eur", "--what-if", "-"],
                "prefix,destination,rate_per_min\n44,UK,0.04\n")
            #expect(
                tried.contains("-0.007273  -36.4") && tried.contains("0.012727    31.8  EUR/USD"),
                "\(tried)")
            #expect(tried.contains("1 call in no margin: no exchange rate"), "\(tried)")
            #expect(tried.contains("Margins are in the currency of the customer"))

            // Kept as they were found, whatever the settings are later.
            _ = try run(["settings", "set", "cdr.longest_calls", "1"])
            let shown = try run(["cdr", "files", "2"])
            #expect(shown.contains("Sold below cost: 1 call."))
            #expect(shown.contains("Not compared: 1 call,"))
            let kept = try JSONDecoder().decode([Report].self, from: Data(run(["cdr", "files", "2", "--json"]).utf8))
            #expect(kept.first?.findings?.longest_calls.count == 2)
        }
    }

    @Test func `post-dial delay by route is the mean of what can be read, and rejects no call`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            func run(_ arguments: [String], _ input: String = "") throws -> String {
                let outcome = try program.run(arguments, input: input)
                #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
                return outcome.output
            }
            try Self.prepare(run)
            _ = try run(["settings", "set", "cdr.route_attempts", "1"])
            let header = "Call Time,Call ID,Customer,Provider,Source Number,Destination,Duration,SIP Code,PDD In\n"
            func line(_ id: Int, _ called: String, _ seconds: Int, _ delay: String) -> String {
                "2026-10-05 10:00:\(10 + id),c\(id),acme,sup,4930,\(called),\(seconds),\(seconds > 0 ? 200 : 487),\(delay)\n"
            }
            // To Britain 1200, 1801 and 0 ms are known: 1000.33 in the mean; three cannot be read.
            let calls =
                line(1, "442071234567", 60, "1200") + line(2, "442071234567", 60, "\"1800.5\"")
                + line(3, "442071234567", 0, "0") + line(4, "442071234567", 60, "")
                + line(5, "442071234567", 60, "soon")
                + line(6, "442071234567", 60, "-5") + line(7, "493012345678", 60, "n/a")
            let output = try run(
                ["cdr", "import", "-", "--json"], header + calls + line(1, "442071234567", 60, "1200"))
            let findings = try #require(JSONDecoder().decode([Report].self, from: Data(output.utf8)).first?.findings)
            #expect(
                findings.routes.map {
                    "\($0.attempts) \($0.pdd_ms ?? -1) \($0.pdd_calls ?? -1) \($0.pdd_unknown ?? -1)"
                }
                    == ["6 1000 3 3", "1 -1 0 1"])
            let shown = try run(["cdr", "files", "1"])
            #expect(shown.contains("PDD ms  without PDD"), "\(shown)")
            #expect(shown.contains("rejected      0"))

            // A file that does not say has no column of it, and seconds are told by the layout.
            let plain = try run(
                ["cdr", "import", "-"], Self.header + Self.line("x", "acme", "442071234567", "2026-10-06T10:00:00Z", 60)
            )
            #expect(!plain.contains("PDD"), "\(plain)")
            let layout = database.home.path + "/seconds.json"
            try #"""
            {"name": "seconds", "pddFormat": "seconds", "fields": {"call_id": ["id"], "customer_id": ["c"],
              "supplier_id": ["s"], "called": ["to"], "start_time": ["at"], "duration_s": ["len"], "pdd": ["wait"]}}
            """#.write(toFile: layout, atomically: false, encoding: .utf8)
            let seconds = try run(
                ["cdr", "import", "-", "--json", "--layout", layout],
                "id,c,s,to,at,len,wait\ny,acme,sup,442071234567,2026-10-07T10:00:00Z,60,1.25\n")
            let second = try #require(JSONDecoder().decode([Report].self, from: Data(seconds.utf8)).first?.findings)
            #expect(second.routes.map(\.pdd_ms) == [1_250])
        }
    }

    @Test func `a threshold that makes no sense is refused in a sentence`() throws {
        try withTestDatabase { database in
            let outcome = try DidtronProgram(database: database).run(["settings", "set", "cdr.surge_factor", "0.5"])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("cdr.surge_factor is a whole number from 2 to 1000000, not '0.5'"))
        }
    }
}
