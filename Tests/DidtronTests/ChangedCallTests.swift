import Foundation
import Postgres
import TestSupport
import Testing

/// Calls that the switch changed after they were loaded, on an invoice and not.
@Suite struct ChangedCallTests {
    private static let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"

    private static func call(_ id: String, _ customer: String = "acme", seconds: Int) -> String {
        "\(id),\(customer),sup,4930,442071234567,2026-10-03T10:00:00Z,\(seconds),200\n"
    }

    @Test func `a call that changes upstream stays on its invoice, and its difference waits for a note`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            @discardableResult
            func run(_ arguments: [String], _ input: String = "") throws -> String {
                let outcome = try program.run(arguments, input: input)
                try #require(outcome.status == 0, "\(arguments): \(outcome.errors)\(outcome.output)")
                return outcome.output
            }
            func load(_ calls: String) throws { try run(["cdr", "import", "-"], Self.header + calls) }
            func texts(_ sql: String) throws -> [String] {
                let connection = try database.connect(role: .reporter)
                defer { connection.close() }
                let rows = try connection.query(sql)
                return rows.map { row in rows.columns.map { row[$0] ?? "-" }.joined(separator: " ") }
            }
            func adjustments() throws -> [String] {
                try texts(
                    """
                    SELECT invoice_id, sum(old_micros)::text AS old, sum(new_micros)::text AS new
                    FROM usage_adjustment GROUP BY 1 ORDER BY 1
                    """)
            }
            try run(
                ["partner", "import", "-"],
                "partner,role,currency,payment_mode\nacme,customer,USD,postpaid\nbolt,customer,USD,postpaid\nprep,customer,USD,prepaid\nsup,supplier,USD,postpaid\n"
            )
            try run(
                ["account", "import", "-"],
                "account,partner,side\nacme,acme,sell\nbolt,bolt,sell\nprep,prep,sell\nsup,sup,buy\n")
            for (card, side, rate) in [("gold", "sell", "0.06"), ("route", "buy", "0.03")] {
                try run(
                    [
                        "ratecard", "import", "-", "--card", card, "--side", side, "--currency", "USD", "--effective",
                        "2026-09-01", "--approve",
                    ], "prefix,destination,rate_per_min\n44,UK,\(rate)\n")
            }
            for (card, partner) in [("gold", "acme"), ("gold", "bolt"), ("gold", "prep"), ("route", "sup")] {
                try run(["ratecard", "assign", "--card", card, "--partner", partner])
            }
            // A minute costs 0.06: acme 0.18, prep 0.06 from its deposit.
            try load(
                Self.call("a", seconds: 60) + Self.call("b", seconds: 120) + Self.call("p", "prep", seconds: 60))
            try run(["invoice", "run", "--period", "2026-10"])
            #expect(try texts("SELECT id, exact_micros FROM invoice") == ["1 180000"])

            // a lasted longer, b was another customer's, p is on no invoice; c is new.
            try load(
                Self.call("a", seconds: 180) + Self.call("b", "bolt", seconds: 120)
                    + Self.call("p", "prep", seconds: 30) + Self.call("c", seconds: 60))
            #expect(try adjustments() == ["1 180000 180000"])
            #expect(try texts("SELECT count(*) FROM call WHERE sell_claim_from IS NOT NULL") == ["1"])
            try run(["check"])

            // The next run bills what is on no invoice: c of acme, b of bolt.
            try run(["invoice", "run", "--period", "2026-10"])
            #expect(
                try texts(
                    """
                    SELECT invoice.id, code, exact_micros FROM invoice JOIN partner ON partner.id = partner_id
                    WHERE invoice.id > 1 ORDER BY code
                    """
                ).map { $0.dropFirst(2) } == ["acme 60000", "bolt 120000"])
            try run(["check"])

            // Changed again, twice in one file: the first invoice has the call still.
            try load(Self.call("a", seconds: 10) + Self.call("a", seconds: 20))
            #expect(try adjustments() == ["1 370000 210000"])
            try run(["check"])
            // And once more by a re-rate.
            try run(
                [
                    "ratecard", "import", "-", "--card", "gold", "--side", "sell", "--currency", "USD", "--effective",
                    "2026-09-01", "--approve", "--force",
                ], "prefix,destination,rate_per_min\n44,UK,0.12\n")
            try run(["rerate", "--partner", "acme", "--apply"])
            #expect(try adjustments().first == "1 390000 250000")
            try run(["check"])

            // A voided draft gives its calls back, as they are now: a of 20 s at 0.12 a minute.
            try run(["invoice", "void", "1"])
            try run(["invoice", "run", "--period", "2026-10"])
            #expect(
                try texts(
                    "SELECT exact_micros FROM invoice JOIN partner ON partner.id = partner_id WHERE code = 'acme' ORDER BY invoice.id DESC LIMIT 1"
                ) == ["40000"])
            try run(["check"])
        }
    }
}
