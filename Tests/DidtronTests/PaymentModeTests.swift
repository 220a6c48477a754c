import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Customers whose payment mode changes after their calls were posted.
@Suite struct PaymentModeTests {
    private static let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"

    private static func call(_ id: String, day: Int = 3, seconds: Int) -> String {
        "\(id),acme,sup,4930,442071234567,2026-10-0\(day)T10:00:00Z,\(seconds),200\n"
    }

    private struct Carrier {
        let database: Database
        let program: DidtronProgram

        /// A minute costs 0.06.
        init(_ database: Database, mode: String) throws {
            self.database = database
            program = DidtronProgram(database: database)
            try pays(mode, from: nil)
            try run(["account", "import", "-"], "account,partner,side\nacme,acme,sell\n")
            try approve("0.06")
            try run(["ratecard", "assign", "--card", "gold", "--partner", "acme"])
        }

        /// - Parameter day: first day of the mode, a Monday; nil = from the beginning.
        func pays(_ mode: String, from day: String? = "2026-10-05") throws {
            try run(
                ["partner", "import", "-"],
                "partner,role,currency,payment_mode,cycle,from\nacme,customer,USD,\(mode),weekly,\(day ?? "")\n")
        }

        func approve(_ rate: String) throws {
            try run(
                [
                    "ratecard", "import", "-", "--card", "gold", "--side", "sell", "--currency", "USD", "--effective",
                    "2026-09-01", "--approve", "--force",
                ], "prefix,destination,rate_per_min\n44,UK,\(rate)\n")
        }

        @discardableResult
        func run(_ arguments: [String], _ input: String = "") throws -> String {
            let outcome = try program.run(arguments, input: input)
            try #require(outcome.status == 0, "\(arguments): \(outcome.errors)\(outcome.output)")
            return outcome.output
        }

        func load(_ calls: String) throws { try run(["cdr", "import", "-"], PaymentModeTests.header + calls) }

        func bill() throws {
            try run(["invoice", "run", "--period", "2026-10"])
            for step in ["approve", "issue"] { try run(["invoice", step, "--period", "2026-10", "--leave-earlier"]) }
            try run(["check"])
        }

        func texts(_ sql: String) throws -> [String] {
            let connection = try database.connect(role: .reporter)
            defer { connection.close() }
            let rows = try connection.query(sql)
            return rows.map { row in rows.columns.map { row[$0] ?? "-" }.joined(separator: " ") }
        }

        /// Of the customer, without what is zero.
        func balances() throws -> [String] {
            try texts(
                """
                SELECT type, balance_micros FROM account_balance JOIN ledger_account ON ledger_account.id = account_id
                WHERE balance_micros <> 0 ORDER BY type
                """)
        }
    }

    @Test(arguments: [false, true])
    func `a call posted by invoice is corrected by invoice, though its customer pays from a deposit now`(
        byRerate: Bool
    ) throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database, mode: "postpaid")
            try carrier.load(Self.call("a", seconds: 60))
            #expect(try carrier.balances() == ["unbilled 60000"])
            try carrier.pays("prepaid")
            try correct(carrier, byRerate: byRerate)
            #expect(try carrier.balances() == ["unbilled 180000"])
            // Calls of other days are paid in the new way.
            try carrier.load(Self.call("b", day: 5, seconds: 60))
            let price = byRerate ? 180_000 : 60_000
            #expect(try carrier.balances() == ["prepaid \(price)", "unbilled 180000"])
            try carrier.bill()
            #expect(try carrier.balances() == ["prepaid \(price)", "receivable 180000"])
            #expect(try carrier.texts("SELECT exact_micros FROM invoice") == ["180000"])
        }
    }

    @Test(arguments: [false, true])
    func `a call paid from a deposit is corrected there, though its customer pays by invoice now`(byRerate: Bool) throws
    {
        try withTestDatabase { database in
            let carrier = try Carrier(database, mode: "prepaid")
            try carrier.load(Self.call("a", seconds: 60))
            try carrier.pays("postpaid")
            try correct(carrier, byRerate: byRerate)
            #expect(try carrier.balances() == ["prepaid 180000"])
            try carrier.load(Self.call("b", day: 5, seconds: 60))
            try carrier.bill()
            let price = byRerate ? 180_000 : 60_000
            #expect(try carrier.balances() == ["prepaid 180000", "receivable \(price)"])
            #expect(try carrier.texts("SELECT exact_micros FROM invoice") == ["\(price)"])
        }
    }

    @Test func `a file of days before and after a change is posted in both ways`() throws {
        try withTestDatabase { database in
            let carrier = try Carrier(database, mode: "prepaid")
            try carrier.load(Self.call("a", day: 3, seconds: 60))
            try carrier.pays("postpaid")
            // One file, one closing: the third is paid from the deposit, the fifth by invoice.
            try carrier.load(Self.call("b", day: 3, seconds: 60) + Self.call("c", day: 5, seconds: 60))
            try carrier.bill()
            #expect(try carrier.balances() == ["prepaid 120000", "receivable 60000"])
            try carrier.load(Self.call("b", day: 3, seconds: 120) + Self.call("c", day: 5, seconds: 180))
            try carrier.run(["check"])
            // The invoice keeps its call, whose difference waits for a note; the deposit pays for the other.
            #expect(try carrier.balances() == ["prepaid 180000", "receivable 60000", "unbilled 120000"])
            #expect(
                try carrier.texts(
                    "SELECT sum(old_micros)::text AS old, sum(new_micros)::text AS new FROM usage_adjustment")
                    == ["60000 180000"])
        }
    }

    /// Makes call a cost 0.18.
    private func correct(_ carrier: Carrier, byRerate: Bool) throws {
        if byRerate {
            try carrier.approve("0.18")
            try carrier.run(["rerate", "--partner", "acme", "--apply"])
        } else {
            try carrier.load(Self.call("a", seconds: 180))
        }
        try carrier.run(["check"])
    }
}
