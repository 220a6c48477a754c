import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Stored calls rated again, by the program as a clerk runs it.
@Suite struct RerateTests {
    private static let calls = """
        call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip
        c1,acme,sup,4930123456,442071234567,2026-10-03T10:00:00Z,61,200,
        c2,acme,sup,4930123456,447700900123,2026-10-03T11:00:00Z,30,200,
        c3,acme,sup,4930123456,442071234567,2026-10-03T12:00:00Z,0,487,
        c4,acme,sup,4930123456,493012345678,2026-10-04T10:00:00Z,30,200,
        c5,prep,sup,4930123456,442071234567,2026-10-04T11:00:00Z,60,200,
        c6,nobody,sup,4930123456,442071234567,2026-10-04T12:00:00Z,60,200,

        """

    /// 60/60, from September on.
    private static func deck(_ rates: [String: String]) -> String {
        rates.sorted { $0.key < $1.key }.reduce(
            "prefix,destination,effective_from,rate_per_min,initial_s,increment_s\n"
        ) {
            $0 + "\($1.key),Prefix \($1.key),2026-09-01,\($1.value),60,60\n"
        }
    }

    // MARK: - A small carrier, worked out by hand

    @Test func `F26: an invoice keeps its calls, and their difference waits for a note`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            try carrier.addPartners()
            try carrier.approve(Self.deck(["44": "0.06", "447": "0.12"]), card: "gold", side: "sell")
            try carrier.approve(Self.deck(["44": "0.03", "49": "0.03"]), card: "route", side: "buy")
            try carrier.assign()
            try carrier.load(Self.calls)
            // c1 is 2 minutes at 0.06, c2 one at 0.12; c4 has no price yet.
            #expect(try carrier.texts("SELECT sum(amount_minor)::text FROM invoice_line") == ["-"])
            try carrier.run("invoice", "run", "--period", "2026-10")
            #expect(try carrier.texts("SELECT exact_micros FROM invoice") == ["240000"])

            // 44 rises by a half, 447 stays, 49 is new.
            try carrier.approve(Self.deck(["44": "0.09", "447": "0.12", "49": "0.30"]), card: "gold", side: "sell")
            let preview = try carrier.run("rerate", "--period", "2026-10", "--json")
            #expect(try carrier.texts("SELECT count(*) FROM cdr_file") == ["1"])
            #expect(try Batch.read(preview).calls == 6)
            let applied = try Batch.read(carrier.run("rerate", "--period", "2026-10", "--apply", "--json"))
            #expect(try Batch.read(preview).differs(from: applied) == false)
            #expect(applied.calls_changed == 3)
            #expect(
                applied.partners.map {
                    "\($0.side ?? "-") \($0.code ?? "-") \($0.calls) \($0.micros_before) \($0.micros_after)"
                }
                    == ["sell acme 2 120000 480000", "sell prep 1 60000 90000"])
            #expect(applied.invoices.map { "\($0.name) \($0.calls) \($0.micros_difference)" } == ["draft 1 1 60000"])
            // The old price leaves under the old rate, the new one joins under the new.
            let adjustments = """
                SELECT invoice_id, calls, old_calls, new_calls, old_billed_s, new_billed_s, old_micros, new_micros
                FROM usage_adjustment ORDER BY close_number, old_micros DESC
                """
            #expect(try carrier.texts(adjustments) == ["1 1 1 0 120 0 120000 0", "1 1 0 1 0 120 0 180000"])
            try carrier.check()

            // The next run bills c4, which was on no invoice, and nothing of c1.
            try carrier.run("invoice", "run", "--period", "2026-10")
            #expect(try carrier.texts("SELECT id, exact_micros FROM invoice ORDER BY id") == ["1 240000", "2 300000"])
            try carrier.check()

            // A voided draft gives its calls back, with what was corrected since.
            try carrier.run("invoice", "void", "1")
            try carrier.run("invoice", "run", "--period", "2026-10")
            #expect(try carrier.texts("SELECT exact_micros FROM invoice WHERE id = 3") == ["300000"])
            try carrier.check()

            // Corrected again, c1 is on the new invoice, c4 on the second.
            try carrier.approve(Self.deck(["44": "0.06", "447": "0.12", "49": "0.10"]), card: "gold", side: "sell")
            try carrier.run("rerate", "--card", "gold", "--apply")
            #expect(
                try carrier.texts(
                    "SELECT invoice_id, sum(old_micros)::text AS old, sum(new_micros)::text AS new FROM usage_adjustment WHERE invoice_id > 1 GROUP BY 1 ORDER BY 1"
                ) == ["2 300000 100000", "3 180000 120000"])
            try carrier.check()
            for step in ["approve", "issue"] { try carrier.run("invoice", step, "2", "3", "--keep-prices") }
            try carrier.check()
            // Issued are 0.60; what waits is -0.20 and -0.06.
            #expect(
                try carrier.texts(
                    """
                    SELECT type, balance_micros FROM account_balance JOIN ledger_account ON ledger_account.id = account_id
                        JOIN partner ON partner.id = partner_id
                    WHERE code = 'acme' ORDER BY type
                    """) == ["receivable 600000", "unbilled -260000"])
            #expect(try Batch.read(carrier.run("rerate", "--card", "gold", "--apply", "--json")).calls_changed == 0)
        }
    }

    @Test func `each reason of the suspense but an ambiguous leg can be chosen`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            let constraint = try carrier.texts(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'suspense_reason_is_known'")
            let reasons = constraint[0].split(separator: "'").enumerated().filter { $0.offset % 2 == 1 }
            #expect(reasons.count > 5)
            try carrier.addPartners()
            for reason in reasons.map({ String($0.element) }) where reason != "ambiguous_leg" {
                try carrier.run("rerate", "--cause", reason)
                try carrier.run("cdr", "unrated", "--cause", reason)
            }
            try carrier.run("cdr", "unrated", "--cause", "ambiguous_leg")
            let refused = try DidtronProgram(database: database).run(["rerate", "--cause", "ambiguous_leg"])
            #expect(refused.status != 0 && refused.errors.contains("no_exchange_rate"), "\(refused.errors)")
        }
    }

    @Test func `a call that loses its price on an invoice and finds another stays with the invoice`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            try carrier.addPartners()
            try carrier.approve(Self.deck(["44": "0.06"]), card: "gold", side: "sell")
            try carrier.approve(Self.deck(["44": "0.03"]), card: "route", side: "buy")
            try carrier.assign()
            try carrier.load(Self.calls)
            try carrier.run("invoice", "run", "--period", "2026-10")
            try carrier.approve(Self.deck(["1": "0.06"]), card: "gold", side: "sell")
            try carrier.run("rerate", "--partner", "acme", "--apply")
            try carrier.check()
            #expect(
                try carrier.texts(
                    "SELECT sum(old_micros)::text AS old, sum(new_micros)::text AS new FROM usage_adjustment")
                    == ["180000 0"])
            try carrier.approve(Self.deck(["44": "0.07"]), card: "gold", side: "sell")
            try carrier.run("rerate", "--cause", "no_prefix", "--apply")
            try carrier.check()
            #expect(
                try carrier.texts(
                    "SELECT sum(old_micros)::text AS old, sum(new_micros)::text AS new FROM usage_adjustment")
                    == ["180000 210000"])
            #expect(try carrier.run("invoice", "run", "--period", "2026-10").contains("No drafts"))
        }
    }

    @Test func `a call stays with its invoice though its supplier's price was corrected before its own`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            try carrier.addPartners()
            try carrier.approve(Self.deck(["44": "0.06"]), card: "gold", side: "sell")
            try carrier.approve(Self.deck(["44": "0.03"]), card: "route", side: "buy")
            try carrier.assign()
            let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"
            try carrier.load(header + "c1,acme,sup,49,442071234567,2026-10-03T10:00:00Z,60,200\n")
            try carrier.run("invoice", "run", "--period", "2026-10")

            // The cost alone is another one; then the call turns out to have been longer.
            try carrier.approve(Self.deck(["44": "0.04"]), card: "route", side: "buy")
            try carrier.run("rerate", "--card", "route", "--apply")
            try carrier.load(header + "c1,acme,sup,49,442071234567,2026-10-03T10:00:00Z,120,200\n")
            #expect(
                try carrier.texts(
                    "SELECT invoice_id, sum(old_micros)::text AS old, sum(new_micros)::text AS new FROM usage_adjustment WHERE side = 's' GROUP BY 1"
                ) == ["1 60000 120000"])
            try carrier.check()
            try carrier.run("invoice", "run", "--period", "2026-10")
            #expect(try carrier.texts("SELECT count(*) FROM invoice") == ["1"])
        }
    }

    @Test func `a call that waits for a price is also found by the partner whose its account is now`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            try carrier.addPartners()
            try carrier.approve(Self.deck(["44": "0.06"]), card: "gold", side: "sell")
            try carrier.approve(Self.deck(["49": "0.30"]), card: "silver", side: "sell")
            try carrier.run("ratecard", "assign", "--card", "gold", "--partner", "acme")
            try carrier.run("ratecard", "assign", "--card", "silver", "--partner", "prep")
            try carrier.load(Self.calls)

            // No price for c4 on acme's card; then acme's account turns out to be prep's.
            try carrier.run("account", "import", "-", input: "account,partner,side\nacme,prep,sell\n")
            try carrier.run("rerate", "--partner", "prep", "--apply")
            #expect(
                try carrier.texts(
                    "SELECT code, called, sell_micros FROM call JOIN partner ON partner.id = customer_id WHERE kind = 'p'"
                ) == ["prep 493012345678 300000"])
            try carrier.check()
        }
    }

    @Test func `each choice narrows the calls, and the other side keeps its price`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            try carrier.addPartners()
            try carrier.approve(Self.deck(["44": "0.06", "447": "0.12"]), card: "gold", side: "sell")
            try carrier.approve(Self.deck(["44": "0.03"]), card: "route", side: "buy")
            try carrier.assign()
            try carrier.load(Self.calls)
            try carrier.approve(Self.deck(["44": "0.07", "447": "0.14"]), card: "gold", side: "sell")
            try carrier.approve(Self.deck(["44": "0.04"]), card: "route", side: "buy")
            func changed(_ arguments: String...) throws -> [String] {
                let batch = try Batch.read(carrier.run(["rerate", "--json"] + arguments))
                return batch.partners.map { "\($0.side ?? "-") \($0.code ?? "-") \($0.calls)" }
            }
            #expect(try changed("--period", "2026-10") == ["sell acme 2", "sell prep 1", "buy sup 4"])
            #expect(try changed("--period", "2026-10-04") == ["sell prep 1", "buy sup 2"])
            #expect(
                try changed("--from", "2026-10-03T11:00:00Z", "--to", "2026-10-04") == ["sell acme 1", "buy sup 1"])
            #expect(try changed("--partner", "prep") == ["sell prep 1"])
            #expect(try changed("--card", "route") == ["buy sup 4"])
            #expect(try changed("--card", "gold", "--partner", "acme") == ["sell acme 2"])
            #expect(try changed("--destination", "united kingdom", "--side", "sell") == ["sell acme 2", "sell prep 1"])
            #expect(try changed("--destination", "Germany") == [])
            #expect(try changed("--cause", "unknown_account") == [])
            #expect(try changed("--period", "2026-11") == [])
            try carrier.run("rerate", "--partner", "prep", "--apply")
            #expect(
                try carrier.texts("SELECT sell_micros, buy_micros FROM call WHERE kind = 'p'") == ["70000 30000"])
            try carrier.check()
        }
    }

    @Test(arguments: [
        (["rerate"], "Say which calls"),
        (["rerate", "--partner", "acme", "--period", "2026-10", "--from", "2026-10-01"], "one of the two"),
        (["rerate", "--from", "2026-10-02", "--to", "2026-10-02"], "--from must be before --to"),
        (["rerate", "--cause", "ambiguous_leg"], "There is no cause ambiguous_leg"),
        (["rerate", "--partner", "nobody"], "There is no partner 'nobody'"),
        (["rerate", "--finish", "--apply"], "goes without other choices"),
        (["rerate", "--destination", "Nowhere"], "There is no destination 'Nowhere'"),
    ])
    func `what cannot be rated again is said in a sentence`(arguments: [String], sentence: String) throws {
        try withTestDatabase { database in
            let outcome = try DidtronProgram(database: database).run(arguments)
            #expect(outcome.status != 0)
            #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
        }
    }

    @Test func `a deck that is tried shows margin before and after, and stores nothing`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            try carrier.addPartners()
            try carrier.approve(Self.deck(["44": "0.06", "447": "0.12"]), card: "gold", side: "sell")
            try carrier.approve(Self.deck(["44": "0.03"]), card: "route", side: "buy")
            try carrier.assign()
            try carrier.load(Self.calls)
            struct Report: Decodable {
                struct Line: Decodable {
                    var name: String
                    var calls_before, calls_after, calls_lost, calls_gained: Int
                    var margin_micros_before, margin_micros_after, margin_permille_before, margin_permille_after: Int?
                }
                var calls: Int
                var totals, customers: [Line]
            }
            func tried(_ deck: String, _ card: String, _ further: String...) throws -> Report {
                let arguments = ["rerate", "--period", "2026-10", "--card", card, "--what-if", "-", "--json"]
                let outcome = try DidtronProgram(database: database).run(arguments + further, input: deck)
                let output = outcome.output
                return try JSONDecoder().decode(Report.self, from: Data(output.utf8))
            }
            // c1 is 2 minutes, c2 and c5 are one each: they bring 0.12 + 0.12 + 0.06 and cost 0.06 + 0.03 + 0.03. At 0.10 a
            // minute they bring 0.40. c4 would get a price, but its supplier has none.
            let raised = try tried(Self.deck(["44": "0.10", "49": "0.20"]), "gold")
            let total = try #require(raised.totals.first)
            #expect(raised.calls == 4 && raised.totals.count == 1)
            let counts: [Int] = [total.calls_before, total.calls_after, total.calls_lost, total.calls_gained]
            #expect(counts == [3, 3, 0, 1])
            let margins: [Int?] = [
                total.margin_micros_before, total.margin_micros_after, total.margin_permille_before,
                total.margin_permille_after,
            ]
            #expect(margins == [180_000, 280_000, 600, 700])
            #expect(raised.customers.map(\.name).sorted() == ["acme Acme Ltd", "prep Prep Ltd"])
            // 447 of a refused row is not priced by 44.
            let rest = Self.deck(["44": "10", "447": "TBA"])
            let partial = try tried(rest, "gold", "--accept-refusals", "--price-divisor", "100").totals.first
            #expect(partial?.calls_lost == 1 && partial?.calls_after == 2)
            // A deck that begins later is taken to have been in force.
            let later = Self.deck(["44": "0.10", "49": "0.20"]).replacing("2026-09-01", with: "2027-01-01")
            #expect(try tried(later, "gold").totals.first?.margin_micros_after == 280_000)
            // With c6, whose customer is unknown, so that there is no margin of it.
            let lost = try tried(Self.deck(["1": "0.10"]), "route").totals
            #expect(lost.reduce(0) { $0 + $1.calls_lost } == 4 && lost.reduce(0) { $0 + $1.calls_after } == 0)
            let empty = try carrier.run(
                "rerate", "--period", "2026-12", "--card", "gold", "--what-if", "-", input: Self.deck(["44": "0.1"]))
            #expect(empty.contains("No calls that card gold prices in 2026-12-01 to before 2027-01-01"))
            #expect(try carrier.texts("SELECT count(*) FROM card_version") == ["2"])
            #expect(try carrier.texts("SELECT count(*) FROM cdr_file") == ["1"])
            let refused = try DidtronProgram(database: database).run(
                ["rerate", "--period", "2026-10", "--card", "gold", "--what-if", "-"],
                input: "prefix,destination,rate_per_min\n44,UK,0.1\n4x,UK,0.1\n")
            #expect(refused.status == 1 && refused.errors.contains("line 3"), "\(refused)")
        }
    }

    @Test func `no invoices are made beside a batch that was interrupted`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database)
            try carrier.addPartners()
            try carrier.approve(Self.deck(["44": "0.06"]), card: "gold", side: "sell")
            try carrier.assign()
            try carrier.load(Self.calls)
            try database.connect().execute(
                """
                INSERT INTO cdr_file (entity_id, switch_id, kind, sha256, name, bytes, layout, layout_definition, tariff_hash,
                    chunk_bytes)
                SELECT entity_id, id, 'rerate', 'x', 're-rate of main: partner acme', 0, 'rerate',
                    '{"isSuspendedOnly":false,"title":"partner acme"}', 'x', 0 FROM switch
                """)
            let refused = try DidtronProgram(database: database).run(["invoice", "run", "--period", "2026-10"])
            #expect(refused.status == 1 && refused.errors.contains("didtron rerate --finish"), "\(refused)")
            #expect(try carrier.run("rerate", "--period", "2026-10").contains("was interrupted"))
            try carrier.run("rerate", "--finish")
            try carrier.run("invoice", "run", "--period", "2026-10")
            try carrier.check()
        }
    }

    // MARK: - Any carrier

    @Test(arguments: [11, 12])
    func `re-rated to other decks, a carrier is as if it had been loaded with them`(seed: Int) throws {
        let sums = """
            SELECT partner.code, side, destination.name AS name, billing_on, currency, sum(attempts)::text AS attempts, sum(answered)::text AS answered,
                sum(duration_ns)::text AS ns, sum(billed_s)::text AS s, sum(micros)::text AS micros
            FROM usage JOIN partner ON partner.id = partner_id LEFT JOIN destination ON destination.id = destination_id
            GROUP BY 1, 2, 3, 4, 5 HAVING sum(attempts) <> 0 OR sum(micros) <> 0 ORDER BY 1, 2, 3, 4, 5
            """
        let waiting = """
            SELECT side, reason, account_value, count(*)::text FROM suspense LEFT JOIN suspense_resolution AS resolution
                USING (chunk_id, ordinal, side)
            WHERE by_chunk_id IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
        try withTestDatabase { clean in
            try withTestDatabase { database in
                let first = try Carrier.made(database, seed: seed)
                try first.load(path: "\(first.folder)/cdrs.csv")
                #expect(try Batch.read(first.run("rerate", "--period", "2026-10", "--json")).calls_changed == 0)
                try first.run("invoice", "run", "--period", "2026-10")
                let second = try Carrier.made(clean, seed: seed)
                for carrier in [first, second] { try carrier.changeDecks(seed: UInt64(seed)) }
                try second.load(path: "\(second.folder)/cdrs.csv")

                let batch = try Batch.read(
                    first.run("rerate", "--from", "2026-10-01", "--unit-rows", "300", "--apply", "--json"))
                #expect(batch.calls_changed > 1000)
                #expect(try first.texts(sums) == second.texts(sums))
                #expect(try first.texts(waiting) == second.texts(waiting))
                try first.check()
                #expect(
                    try Batch.read(first.run("rerate", "--period", "2026-10", "--apply", "--json")).calls_changed == 0)

                // With the drafts gone, the customers owe what they would have owed.
                let drafts = try first.texts("SELECT id::text FROM invoice")
                try first.run(["invoice", "void"] + drafts)
                for carrier in [first, second] { try carrier.run("invoice", "run", "--period", "2026-10") }
                let owed = """
                    SELECT code, currency, exact_micros FROM invoice JOIN partner ON partner.id = partner_id
                    WHERE state <> 'void' ORDER BY 1, 2
                    """
                #expect(try first.texts(owed) == second.texts(owed))
                try first.check()
            }
        }
    }
}

/// A batch as `--json` prints it.
private struct Batch: Decodable {
    struct Line: Decodable {
        var side: String?
        var name: String
        var code: String?
        var calls: Int
        var micros_before: Int
        var micros_after: Int
        var micros_difference: Int
    }

    var calls: Int
    var calls_changed: Int
    var partners: [Line]
    var destinations: [Line]
    var invoices: [Line]

    /// The only one, or that of the last of several.
    static func read(_ output: String) throws -> Batch {
        struct Report: Decodable { var batches: [Batch] }
        let batches = try JSONDecoder().decode(Report.self, from: Data(output.utf8)).batches
        return try #require(batches.last)
    }

    func differs(from other: Batch) -> Bool {
        func texts(_ batch: Batch) -> [String] {
            (batch.partners + batch.destinations + batch.invoices).map { "\($0)" } + ["\(batch.calls_changed)"]
        }
        return texts(self) != texts(other)
    }
}

/// A carrier in a test database, worked by the program.
private struct Carrier {
    let database: Database
    let folder: String
    private let program: DidtronProgram

    struct Failure: Error, CustomStringConvertible { var description: String }

    init(_ database: Database) throws {
        self.database = database
        program = DidtronProgram(database: database)
        folder = database.home.path + "/carrier"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// One from a seed, with catalog and decks and without calls.
    static func made(_ database: Database, seed: Int) throws -> Carrier {
        let carrier = try Carrier(database)
        try carrier.run(
            "dev", "generate", "--output", carrier.folder, "--seed", "\(seed)", "--calls", "6000", "--customers", "12",
            "--suppliers", "4", "--rates", "600", "--unknown-accounts", "3000", "--unknown-prefixes", "5000")
        for subject in ["partner", "account"] {
            try carrier.run(subject, "import", "\(carrier.folder)/\(subject)s.csv")
        }
        for (card, text) in try carrier.decks() {
            try carrier.approve(text, card: card, side: String(card.prefix { $0 != "-" }))
        }
        try carrier.run("ratecard", "assign", "--assignments", "\(carrier.folder)/assignments.csv")
        return carrier
    }

    @discardableResult
    func run(_ arguments: String..., input: String = "") throws -> String { try run(arguments, input: input) }

    @discardableResult
    func run(_ arguments: [String], input: String = "") throws -> String {
        let outcome = try program.run(arguments, input: input)
        guard outcome.status == 0 else {
            throw Failure(description: "\(arguments): \(outcome.errors)\(outcome.output)")
        }
        return outcome.output
    }

    /// Cards by name, with their decks.
    private func decks() throws -> [(String, String)] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/decks").sorted().map { name in
            (String(name.dropLast(4)), try String(contentsOfFile: "\(folder)/decks/\(name)", encoding: .utf8))
        }
    }

    /// Closes, raises and lowers prices of all decks as a seed decides.
    func changeDecks(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for (card, text) in try decks() {
            var lines = text.split(separator: "\n").map(String.init)
            let header = lines.removeFirst().split(separator: ",")
            let price = try #require(header.firstIndex(of: "rate_per_min"))
            let changed = lines.compactMap { line -> String? in
                var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                switch numbers.int(1...10) {
                case 1: return nil
                case 2...4: fields[price] = "0.\(numbers.int(1000...9999))"
                default: break
                }
                return fields.joined(separator: ",")
            }
            try approve(
                ([header.joined(separator: ",")] + changed).joined(separator: "\n") + "\n", card: card,
                side: String(card.prefix { $0 != "-" }))
        }
    }

    func addPartners() throws {
        try run(
            "partner", "import", "-",
            input: """
                partner,name,role,payment_mode,currency
                acme,Acme Ltd,customer,postpaid,USD
                prep,Prep Ltd,customer,prepaid,USD
                sup,Sup Ltd,supplier,postpaid,USD

                """)
        try run(
            "account", "import", "-", input: "account,partner,side\nacme,acme,sell\nprep,prep,sell\nsup,sup,buy\n")
    }

    func assign() throws {
        for (card, partner) in [("gold", "acme"), ("gold", "prep"), ("route", "sup")] {
            guard try run("ratecard", "list").contains(card) else { continue }
            try run("ratecard", "assign", "--card", card, "--partner", partner)
        }
    }

    func approve(_ deck: String, card: String, side: String) throws {
        let known = try texts(
            "SELECT DISTINCT agreement.currency FROM card_assignment JOIN rate_card ON rate_card.id = card_id JOIN agreement USING (partner_id) WHERE rate_card.name = '\(card)'"
        )
        var currency = known.first ?? "USD"
        let path = "\(folder)/assignments.csv"
        if FileManager.default.fileExists(atPath: path) {
            func rows(_ name: String) throws -> [[Substring]] {
                try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n")
                    .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            }
            guard let partner = try rows("assignments.csv").first(where: { $0[1] == card })?[0] else { return }
            currency = try rows("partners.csv").first { $0[0] == partner }.map { String($0[4]) } ?? currency
        }
        try run(
            "ratecard", "import", "--confirm", "old-dates", "-", "--card", card, "--side", side, "--currency", currency,
            "--approve",
            "--force", input: deck)
    }

    func load(_ text: String) throws {
        let path = "\(folder)/calls.csv"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        try load(path: path)
    }

    func load(path: String) throws { try run("cdr", "import", "--chunk-bytes", "131072", path) }

    func check() throws { try run("check") }

    /// Rows with blanks between their values, - for none.
    func texts(_ sql: String) throws -> [String] {
        let connection = try database.connect(role: .reporter)
        defer { connection.close() }
        let rows = try connection.query(sql)
        return rows.map { row in rows.columns.map { row[$0] ?? "-" }.joined(separator: " ") }
    }
}
