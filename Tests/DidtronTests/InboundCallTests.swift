import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Calls to customers' numbers (DIDs), from the file to the invoice, by the program as a clerk runs it.
@Suite struct InboundCallTests {
    private static let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"

    /// acme and bolt have numbers; trunk lets them, and is paid for calls to those of `did`; sup terminates.
    private struct Carrier {
        let program: DidtronProgram
        let database: Database

        struct Failure: Error, CustomStringConvertible { var description: String }

        init(_ database: Database) throws {
            self.database = database
            program = DidtronProgram(database: database)
            try run(
                ["partner", "import", "-"],
                """
                partner,role,currency,zone
                acme,customer,USD,Europe/London
                bolt,customer,USD,America/New_York
                out,customer,USD,UTC
                sup,supplier,USD,UTC
                trunk,bilateral,USD,UTC

                """)
            try run(
                ["product", "import", "-"], "product,direction\nout,outbound\ndid,inbound\nfreephone,inbound\n")
            try run(
                ["account", "import", "-"],
                "account,partner,side,product\nout,out,sell,out\nsup,sup,buy,out\ntrunk,trunk,sell,out\n")
            for (card, side, rate) in [
                ("in", "sell", "44,UK,0.06"), ("paid", "buy", "44,UK,0.02"), ("gold", "sell", "44,UK,0.03"),
                ("route", "buy", "44,UK,0.01"),
            ] {
                try run(
                    [
                        "ratecard", "import", "-", "--card", card, "--side", side, "--currency", "USD", "--effective",
                        "2026-09-01", "--approve",
                    ], "prefix,destination,rate_per_min\n\(rate)\n")
            }
            try assign("in", "acme", "did")
            try assign("paid", "trunk", "did")
            try assign("gold", "out", "out")
            try assign("route", "sup", "out")
        }

        func assign(_ card: String, _ partner: String, _ product: String) throws {
            try run(["ratecard", "assign", "--card", card, "--partner", partner, "--product", product])
        }

        @discardableResult
        func run(_ arguments: [String], _ input: String = "") throws -> String {
            let outcome = try program.run(arguments, input: input)
            guard outcome.status == 0 else {
                throw Failure(description: "\(arguments): \(outcome.errors)\(outcome.output)")
            }
            return outcome.output
        }

        func load(_ calls: String) throws -> String { try run(["cdr", "import", "-"], header + calls) }

        func texts(_ sql: String) throws -> [String] {
            let connection = try database.connect(role: .reporter)
            defer { connection.close() }
            let rows = try connection.query(sql)
            return rows.map { row in rows.columns.map { row[$0] ?? "-" }.joined(separator: " ") }
        }

        /// The last revision of each call: customer and charge, supplier and cost.
        func calls() throws -> [String] {
            try texts(
                """
                SELECT to_char(start_at AT TIME ZONE 'UTC', 'DD"T"HH24:MI') AS start, customer.code AS customer, sell_state,
                    sell_micros, supplier.code AS supplier, buy_state, buy_micros
                FROM call LEFT JOIN partner AS customer ON customer.id = customer_id
                    LEFT JOIN partner AS supplier ON supplier.id = supplier_id
                WHERE kind <> 'r' AND NOT EXISTS (SELECT FROM call AS later WHERE later.kind = 'r'
                    AND later.replaces_chunk_id = call.chunk_id AND later.replaces_ordinal = call.ordinal)
                ORDER BY call.start_at, call.called
                """)
        }

        /// What `explain` says of the call that starts at an instant; it fails where it does not reproduce the price.
        func explain(_ start: String) throws -> String {
            let address = try texts(
                """
                SELECT to_char(start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || '/' || chunk_id || '/' || ordinal AS address
                FROM call WHERE start_at = '\(start)' AND kind <> 'r' ORDER BY chunk_id DESC LIMIT 1
                """)
            return try run(["explain", address[0]])
        }
    }

    /// 2 minutes in each call; the file names trunk or out as the customer, and sup or nobody as the supplier.
    private static let calls = """
        a,trunk,,4930,+442071838750,2026-10-03T10:00:00Z,120,200
        b,trunk,sup,4930,442071838751,2026-10-03T11:00:00Z,120,200
        c,out,sup,4930,442079460000,2026-10-03T12:00:00Z,120,200
        d,nobody,,4930,0044 2071838750,2026-10-03T13:00:00Z,0,487

        """.replacing("0044 ", with: "0044")

    private static let numbers = """
        number,partner,product,from,supplier
        442071838750,acme,did,2026-01-01,trunk
        442071838751,acme,did,2026-10-01,sup

        """

    @Test func `inbound and outbound calls are priced, invoiced, and explained`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            try carrier.run(["did", "import", "-"], Self.numbers)
            let report = try carrier.load(Self.calls)
            // Bought at 0.02 from trunk; sup has no card of the product, and is paid for termination only.
            #expect(
                try carrier.calls() == [
                    "03T10:00 acme p 120000 trunk p 40000", "03T11:00 acme p 120000 - n 0",
                    "03T12:00 out p 60000 sup p 20000", "03T13:00 acme p 0 trunk p 0",
                ])
            #expect(report.contains("No call was sold below what it cost"), "\(report)")
            // Calls to numbers go along no route.
            #expect(try carrier.texts("SELECT count(*) FROM suspense") == ["0"])

            let first = try carrier.explain("2026-10-03T10:00:00Z")
            #expect(first.contains("inbound: 442071838750 is a DID of acme from 2026-01-01\n"), "\(first)")
            #expect(first.contains("inbound: trunk lets 442071838750\n") && first.contains("card paid, version 1"))
            #expect(first.components(separatedBy: "= the stored").count == 3, "\(first)")
            let second = try carrier.explain("2026-10-03T11:00:00Z")
            #expect(
                second.contains(
                    "Buy: not applicable, inbound: sup lets 442071838751 and has no card of its product"), "\(second)")
            #expect(!(try carrier.explain("2026-10-03T12:00:00Z")).contains("inbound"))
            _ = try carrier.explain("2026-10-03T13:00:00Z")

            try carrier.run(["invoice", "run", "--period", "2026-10"])
            #expect(
                try carrier.texts(
                    "SELECT code, exact_micros FROM invoice JOIN partner ON partner.id = partner_id ORDER BY 1")
                    == ["acme 240000", "out 60000"])
            try carrier.run(["check"])
            let again = try carrier.run(["rerate", "--period", "2026-10", "--json"])
            #expect(again.contains("\"calls_changed\" : 0"), "\(again)")
        }
    }

    @Test func `a number moves, and calls go with its days`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            try carrier.assign("in", "bolt", "did")
            try carrier.run(
                ["did", "import", "-"],
                """
                number,partner,product,from,to
                442071838750,acme,did,2026-01-01,2026-10-14
                442071838750,bolt,did,2026-10-15,

                """)
            func call(_ id: String, _ start: String) -> String {
                "\(id),trunk,,4930,442071838750,\(start),60,200\n"
            }
            // acme's last day ends at 23:00 UTC, bolt's first begins at 04:00 UTC: the hours between stay with acme.
            _ = try carrier.load(
                call("a", "2026-10-14T22:59:59Z") + call("b", "2026-10-15T03:59:59Z")
                    + call("c", "2026-10-15T04:00:00Z"))
            #expect(
                try carrier.calls() == [
                    "14T22:59 acme p 60000 - n 0", "15T03:59 acme p 60000 - n 0", "15T04:00 bolt p 60000 - n 0",
                ])
            for start in ["2026-10-14T22:59:59Z", "2026-10-15T03:59:59Z"] {
                #expect(try carrier.explain(start).contains("a DID of acme from 2026-01-01 to 2026-10-14"))
            }
            #expect(try carrier.explain("2026-10-15T04:00:00Z").contains("a DID of bolt from 2026-10-15\n"))

            // Told late that it moved on the 10th: what was priced stays with whom it was priced for.
            try carrier.run(
                ["did", "import", "-"], "number,partner,product,from,to\n442071838750,acme,did,2026-01-01,2026-10-09\n")
            try carrier.run(
                ["did", "import", "-"],
                "number,partner,product,from,to\n442071838750,bolt,did,2026-10-10,2026-10-14\n")
            try carrier.run(["rerate", "--period", "2026-10", "--apply"])
            #expect(try carrier.calls()[0] == "14T22:59 acme p 60000 - n 0")
            let moved = try carrier.explain("2026-10-14T22:59:59Z")
            #expect(
                moved.contains("442071838750 is a DID of bolt from 2026-10-10 to 2026-10-14 now, and the call stays"),
                "\(moved)")
            // The same record in another file says nothing new, whose the number is now.
            let overlap = try carrier.load(call("a", "2026-10-14T22:59:59Z"))
            #expect(overlap.contains("duplicate     1") && !overlap.contains("Changed calls"), "\(overlap)")
            // A call that is loaded now is bolt's.
            _ = try carrier.load(call("d", "2026-10-13T12:00:00Z"))
            #expect(try carrier.calls().first == "13T12:00 bolt p 60000 - n 0")
            try carrier.run(["check"])
        }
    }

    @Test func `what a call to a number lacks is told, and it is rated once it is there`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            // Loaded before the numbers are known: trunk has no card, sup is taken for a terminating supplier.
            _ = try carrier.load(Self.calls)
            #expect(
                try carrier.calls().prefix(2) == ["03T10:00 trunk u 0 - u 0", "03T11:00 trunk u 0 sup p 20000"])
            try carrier.run(
                ["did", "import", "-"], Self.numbers + "442071838752,bolt,freephone,2026-10-01,\n")
            try carrier.run(["rerate", "--period", "2026-10", "--apply"])
            #expect(
                try carrier.calls().prefix(2) == [
                    "03T10:00 acme p 120000 trunk p 40000", "03T11:00 acme p 120000 - n 0",
                ])
            try carrier.run(["check"])

            // A customer without a card of the number's product.
            _ = try carrier.load("e,trunk,sup,4930,442071838752,2026-10-05T10:00:00Z,60,200\n")
            #expect(try carrier.calls().last == "05T10:00 bolt u 0 - n 0")
            let unrated = try carrier.run(["cdr", "unrated"])
            #expect(unrated.contains("no_card") && unrated.contains("442071838752 (bolt)"), "\(unrated)")
            #expect(try carrier.explain("2026-10-05T10:00:00Z").contains("a DID of bolt from 2026-10-01"))
            try carrier.assign("in", "bolt", "freephone")
            try carrier.run(["rerate", "--cause", "no_card", "--apply"])
            #expect(try carrier.calls().last == "05T10:00 bolt p 60000 - n 0")
            try carrier.run(["check"])
        }
    }

    @Test func `a saved tariff rates calls to numbers like the database`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            let file = database.home.path + "/inbound.tariff"
            try carrier.run(["tariff", "compile", "--output", file])
            let before = try carrier.run(["tariff", "show", file, "--json"])
            try carrier.run(["did", "import", "-"], Self.numbers)
            try carrier.run(["tariff", "compile", "--output", file])
            let after = try carrier.run(["tariff", "show", file, "--json"])
            func hash(_ text: String) -> Substring? { text.split(separator: "\n").first { $0.contains("\"hash\"") } }
            #expect(hash(before) != hash(after) && after.contains("\"dids\" : 2"))
            let rated = try carrier.run(["rate", "--tariff", file, "-"], Self.header + Self.calls)
            let rows = rated.split(separator: "\n").dropFirst()
            #expect(
                Array(rows) == [
                    "a,44,United Kingdom,120,120000,44,120,40000", "b,44,United Kingdom,120,120000,,0,0",
                    "c,44,United Kingdom,120,60000,44,120,20000",
                    "d,,,0,0,,0,0",
                ])
        }
    }
}
