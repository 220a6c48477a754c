import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Time bands, origins, jurisdictions and currencies, from the files to the explained price, as a clerk works with them.
@Suite struct VariantPricingTests {
    /// Runs the program over a test database; files go to a folder of their own.
    private struct Clerk {
        let program: DidtronProgram
        let folder: String

        func file(_ name: String, _ text: String) throws -> String {
            let path = "\(folder)/\(name)"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }

        @discardableResult
        func run(_ arguments: String...) throws -> String {
            let outcome = try program.run(arguments)
            #expect(outcome.status == 0, "\(arguments.joined(separator: " ")): \(outcome.errors)")
            return outcome.output
        }

        func refused(_ arguments: String...) throws -> String {
            let outcome = try program.run(arguments)
            #expect(outcome.status != 0, "\(arguments.joined(separator: " "))")
            return outcome.errors
        }
    }

    private func withClerk(_ body: (Clerk, Database) throws -> Void) throws {
        try withTestDatabase { database in
            let folder = FileManager.default.temporaryDirectory.appending(path: "variants-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let clerk = Clerk(program: DidtronProgram(database: database), folder: folder)
            try clerk.run(
                "partner", "import",
                clerk.file(
                    "partners.csv",
                    "partner,name,role,payment_mode,currency,zone\nacme,Acme,customer,postpaid,USD,Europe/Berlin\n"
                        + "beta,Beta,supplier,postpaid,EUR,UTC\n"))
            try clerk.run(
                "account", "import",
                clerk.file("accounts.csv", "account,partner,side\nc1,acme,sell\ns1,beta,buy\n"))
            let sell = """
                prefix,destination,effective_from,rate,increments,time_band,origin,setup_fee
                44,UK,2026-01-01,0.06,60/6,,,0
                44,UK,2026-01-01,0.60,60/6,peak,,0.5
                44,UK,2026-01-01,0.90,60/6,,eea,0
                """
            let buy = "prefix,destination,effective_from,inter,intra,indeterminate,increments\n"
            try clerk.run(
                "ratecard", "import", "--confirm", "old-dates", clerk.file("sell.csv", sell), "--card", "sell",
                "--side", "sell", "--currency",
                "EUR", "--zone", "Europe/Berlin", "--approve")
            try clerk.run(
                "ratecard", "import", "--confirm", "old-dates",
                clerk.file("buy.csv", buy + "1,USA,2026-01-01,0.006,0.012,0.018,6/6\n"),
                "--card", "buy", "--side", "buy", "--currency", "EUR", "--approve")
            try clerk.run("ratecard", "assign", "--card", "buy", "--partner", "beta")
            try body(clerk, database)
        }
    }

    // As in fixtures/rating/time-bands: 66 s at 0.01 + 54 s at 0.001 + 0.5 = 1.214 EUR; x 1.2 = 1.4568 USD. The caller of
    // 49 pays 0.90 EUR; the 20th begins in Berlin at 22:00Z, so the rate is still 1.1.
    @Test func `each call has the price of its time band, origin and jurisdiction, in the currency of the agreement`()
        throws
    {
        try withClerk { clerk, database in
            #expect(
                try clerk.refused("ratecard", "assign", "--card", "sell", "--partner", "acme").contains(
                    "there is no exchange rate between them: import one first"))
            let rates = "from,to,effective_on,rate\nEUR,USD,2026-10-01,1.1\nEUR,USD,2026-10-20,1.2\n"
            let first = try clerk.run("fx", "import", clerk.file("fx.csv", rates))
            #expect(first == "Exchange rates: 2 added, 0 unchanged\n")
            #expect(try clerk.run("fx", "import", clerk.file("fx.csv", rates)).contains("0 added, 2 unchanged"))
            try clerk.run("ratecard", "assign", "--card", "sell", "--partner", "acme")
            try clerk.run(
                "ratecard", "bands", "import",
                clerk.file("bands.csv", "time_band,days,from,to\npeak,mon-fri,08:00,20:00\n"), "--card", "sell",
                "--pricing", "split")
            try clerk.run("origin", "import", clerk.file("origins.csv", "origin,prefix\nEEA,49\n"))
            try clerk.run("npanxx", "import", clerk.file("states.csv", "npa,state\n212,NY\n315,NY\n312,IL\n"))
            let calls = """
                call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip,lrn
                a,c1,,12125550100,447700900000,2026-10-23T17:58:57Z,115,200,,
                b,c1,,4930123,447700900000,2026-10-19T21:59:59Z,60,200,,
                c,,s1,12125550100,13125550100,2026-10-23T17:58:57Z,55,200,,
                d,,s1,12125550100,13125550100,2026-10-23T17:58:57Z,55,200,,3155550000
                e,c1,,12125550100,447700900000,2026-09-30T12:00:00Z,60,200,,
                f,,s1,442071838750,13125550100,2026-10-23T17:58:57Z,55,200,,

                """
            try clerk.run("cdr", "import", clerk.file("calls.csv", calls))
            let stored = try database.connect(role: .reporter).query(
                "SELECT ordinal, sell_micros, buy_micros FROM call ORDER BY ordinal", name: "prices"
            ).map { "\(try $0.int("ordinal")) \(try $0.int("sell_micros")) \(try $0.int("buy_micros"))" }
            #expect(
                stored == ["0 1456800 0", "1 990000 0", "2 0 6000", "3 0 12000", "4 0 0", "5 0 18000"])
            #expect(try clerk.run("cdr", "unrated", "--cause", "no_exchange_rate").contains("2026-09-30/1/4"))

            let split = try clerk.run("explain", "2026-10-23/1/0")
            #expect(split.contains("starts in time band peak, by the clock of Europe/Berlin"))
            #expect(
                split.contains(
                    "66 s in peak x 0.6000 a minute + 54 s in no time band x 0.0600 a minute + setup fee 0.5000: 1.2140"
                ))
            #expect(split.contains("1.2140 EUR x 1.2000 (USD for 1 EUR from 2026-10-20 on): 1.4568 USD"))
            #expect(try clerk.run("explain", "2026-10-19/1/1").contains("the caller is of origin eea"))
            #expect(
                try clerk.run("explain", "2026-10-23/1/3").contains(
                    "jurisdiction intrastate, called by its routing number 13155550000"))
            // The price a minute is the card's; what is billed is the agreement's.
            try clerk.run("invoice", "run", "--period", "2026-10")
            let invoice = try clerk.run("invoice", "show", "1")
            #expect(invoice.contains("UK (peak)"))
            #expect(invoice.contains("0.60 EUR") || invoice.contains("0.6000 EUR"))
            #expect(invoice.contains("Rates in another currency are converted call by call"))
            try clerk.run("check")

            // What is exported is imported as the same again.
            let exported = try clerk.run("ratecard", "export", "--card", "sell")
            #expect(exported.hasPrefix("deck_id,prefix,destination,effective_from,rate_per_min"))
            #expect(exported.split(separator: "\n")[0].hasSuffix("min_cost,time_band,origin,jurisdiction"))
            #expect(
                try clerk.run(
                    "ratecard", "import", "--confirm", "old-dates", clerk.file("again.csv", exported), "--card", "sell",
                    "--side", "sell",
                    "--currency", "EUR"
                ).contains("Nothing changes"))
        }
    }

    @Test func `stored calls are rated again, and decks tried, by their bands, origins and routing numbers`() throws {
        try withClerk { clerk, database in
            try clerk.run(
                "fx", "import",
                clerk.file("fx.csv", "from,to,effective_on,rate\nEUR,USD,2026-10-01,1.1\nEUR,USD,2026-10-20,1.2\n"))
            try clerk.run("ratecard", "assign", "--card", "sell", "--partner", "acme")
            try clerk.run(
                "ratecard", "bands", "import",
                clerk.file("bands.csv", "time_band,days,from,to\npeak,mon-fri,08:00,20:00\n"), "--card", "sell",
                "--pricing", "split")
            try clerk.run("origin", "import", clerk.file("origins.csv", "origin,prefix\nEEA,49\n"))
            // A supplier of 44 at 0.01 USD a minute by the second.
            try clerk.run(
                "partner", "import", clerk.file("gamma.csv", "partner,role,currency\ngamma,supplier,USD\n"))
            try clerk.run("account", "import", clerk.file("s2.csv", "account,partner,side\ns2,gamma,buy\n"))
            try clerk.run(
                "ratecard", "import", "--confirm", "old-dates",
                clerk.file("gamma.csv", "prefix,destination,effective_from,rate\n44,UK,2026-01-01,0.01\n"),
                "--card", "gamma", "--side", "buy", "--currency", "USD", "--approve")
            try clerk.run("ratecard", "assign", "--card", "gamma", "--partner", "gamma")
            let states = "npa,state\n212,NY\n315,NY\n312,IL\n"
            try clerk.run("npanxx", "import", clerk.file("states.csv", states))
            let calls = """
                call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip,lrn
                a,c1,s2,12125550100,447700900000,2026-10-23T17:58:57Z,115,200,,
                b,c1,s2,4930123,447700900000,2026-10-19T21:59:59Z,60,200,,
                d,,s1,12125550100,13125550100,2026-10-23T17:58:57Z,55,200,,3155550000
                e,c1,s2,12125550100,447700900000,2026-09-30T12:00:00Z,60,200,,

                """
            try clerk.run("cdr", "import", clerk.file("calls.csv", calls))
            func prices() throws -> [String] {
                let connection = try database.connect(role: .reporter)
                defer { connection.close() }
                return try connection.query(
                    """
                    SELECT to_char(start_at AT TIME ZONE 'UTC', 'DD') AS day, sum(sell_micros)::bigint AS sell,
                        sum(buy_micros)::bigint AS buy
                    FROM call GROUP BY key, start_at ORDER BY start_at, sell
                    """, name: "prices"
                ).map { "\(try $0.string("day")) \(try $0.int("sell")) \(try $0.int("buy"))" }
            }
            // d is intrastate by its routing number; by the number dialled it would be 6000.
            #expect(try prices() == ["30 0 10000", "19 990000 10000", "23 0 12000", "23 1456800 19167"])
            func rerate() throws -> String { try clerk.run("rerate", "--from", "2026-09-01", "--apply") }
            #expect(try rerate().contains("no price changes"))

            // Peak at twice the price: 66 s at 0.02 + 54 s at 0.001 + 0.5 = 1.874 EUR, x 1.2. e has no exchange rate.
            let sell = """
                prefix,destination,rate,increments,time_band,origin,setup_fee
                44,UK,0.06,60/6,,,0
                44,UK,1.20,60/6,peak,,0.5
                44,UK,0.90,60/6,,eea,0
                44,UK,9.00,60/6,unheard of,,0
                """
            let tried = try clerk.run(
                "rerate", "--from", "2026-09-01", "--card", "sell", "--what-if", clerk.file("deck.csv", sell), "--json")
            #expect(tried.contains("\"margin_micros_before\" : 2417633"), "\(tried)")
            #expect(tried.contains("\"margin_micros_after\" : 3209633"), "\(tried)")
            // The same prices in dollars need no exchange rate.
            let dollars = try clerk.run(
                "rerate", "--from", "2026-09-01", "--card", "sell", "--what-if", clerk.file("deck.csv", sell), "--json",
                "--currency", "USD")
            #expect(dollars.contains("\"margin_micros_after\" : 4434833"), "\(dollars)")
            #expect(dollars.contains("\"calls_gained\" : 1"), "\(dollars)")

            // Lists are as they are now: a holiday has no peak, 49 is no group of callers any more, 315 is of another state.
            try clerk.run(
                "ratecard", "holidays", "import", clerk.file("days.csv", "date,name\n2026-10-23,Day off\n"), "--card",
                "sell")
            #expect(try clerk.refused("explain", "2026-10-23/1/0").contains("another price than the one stored"))
            try clerk.run("origin", "import", clerk.file("origins.csv", "origin,prefix\nEEA,33\n"))
            try clerk.run("npanxx", "import", clerk.file("states.csv", "npa,state\n315,NJ\n"))
            let changed = try rerate()
            #expect(changed.contains("3 prices change"), "\(changed)")
            #expect(try prices() == ["30 0 10000", "19 66000 10000", "23 0 6000", "23 144000 19167"])
            #expect(try rerate().contains("no price changes"))
            try clerk.run("check")
        }
    }

    @Test func `what tells calls apart is refused by line and never changed behind a price`() throws {
        try withClerk { clerk, _ in
            let faulty = """
                time_band,days,from,to
                peak,mon-fri,08:00,20:00
                night,all,20:00,08:00
                eve,fri,19:00,21:00
                x,funday,,
                """
            let bands = try clerk.refused(
                "ratecard", "bands", "import", clerk.file("faulty.csv", faulty), "--card", "sell")
            for fault in [
                "line 3, column 4 (to): not after the beginning",
                "line 4, column 2 (days): overlaps the window in line 2",
                "line 5, column 2 (days): not days such as",
            ] {
                #expect(bands.contains(fault))
            }
            let good = try clerk.file("good.csv", "time_band,days,from,to\npeak,weekdays,08:00,20:00\n")
            try clerk.run("ratecard", "bands", "import", good, "--card", "sell")
            #expect(
                try clerk.run("ratecard", "bands", "import", good, "--card", "sell").contains("has these bands already")
            )
            let other = try clerk.file("other.csv", "time_band,days,from,to\npeak,all,,\n")
            #expect(
                try clerk.refused("ratecard", "bands", "import", other, "--card", "sell").contains(
                    "State it with --effective"))
            try clerk.run("ratecard", "bands", "import", other, "--card", "sell", "--effective", "2026-11-01")
            let shown = try clerk.run("ratecard", "bands", "show", "--card", "sell")
            #expect(shown.contains("peak       mon-fri 08:00-20:00"))
            #expect(shown.contains("From 2026-10-31T23:00:00Z on"))
            #expect(shown.contains("peak       mon-sun 00:00-24:00"))

            let days = "date,name\n2026-12-25,Christmas\n2026-12-26,St Stephen\n"
            let holidays = try clerk.run(
                "ratecard", "holidays", "import", clerk.file("days.csv", days), "--card", "sell")
            #expect(holidays == "Holidays of card sell: 2 added, 0 changed, 0 removed, 0 unchanged\n")
            let fewer = try clerk.run(
                "ratecard", "holidays", "import", clerk.file("days.csv", "date,name\n2026-12-25,Christmas Day\n"),
                "--card",
                "sell")
            #expect(fewer == "Holidays of card sell: 0 added, 1 changed, 1 removed, 0 unchanged\n")

            try clerk.run("origin", "import", clerk.file("o.csv", "origin,prefix\nEEA,49\nEEA,33\n"))
            #expect(
                try clerk.run("origin", "import", clerk.file("o.csv", "origin,prefix\neea,49\nrow,41\n"))
                    == "Prefixes of callers: 1 added, 0 changed, 1 removed, 1 unchanged\n")
            #expect(
                try clerk.refused("origin", "import", clerk.file("o.csv", "origin,prefix\na,49\nb,+49\nc,0049\n"))
                    .contains("line 3, column 2 (prefix): prefix 49 is in line 2 already"))
            #expect(
                try clerk.refused("npanxx", "import", clerk.file("s.csv", "npa,state\n212,New York\n112,NY\n"))
                    .contains("line 3, column 1 (npa): not an area code"))
            try clerk.run("fx", "import", clerk.file("f.csv", "from,to,date,rate\nEUR,USD,2026-10-01,1.1\n"))
            let rates = try clerk.refused(
                "fx", "import",
                clerk.file(
                    "f.csv", "from,to,date,rate\nEUR,USD,2026-10-01,1.2\nEUR,USD,2026-10-02,0\nEUR,EUR,2026-10-02,1\n"))
            #expect(rates.contains("line 3, column 4 (rate): not above zero"))
            #expect(
                try clerk.refused("fx", "import", clerk.file("f.csv", "from,to,date,rate\nEUR,USD,2026-10-01,1.2\n"))
                    .contains("another rate, 1.1, is stored for this pair and day"))
        }
    }
}
