import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// What has to be confirmed before an invoice is approved or issued.
@Suite struct InvoiceDoubtTests {
    /// A customer at 0.06 a minute to the UK, with calls of June and July, as a clerk bills them.
    private struct Clerk {
        let program: DidtronProgram
        let database: Database

        init(_ database: Database) throws {
            self.database = database
            program = DidtronProgram(database: database)
            try run(
                "partner", "import", "-", input: "partner,name,role,currency\nacme,Acme Ltd,customer,USD\n")
            try run("account", "import", "-", input: "account,partner,side\nA1,acme,sell\n")
            try price("0.06")
        }

        @discardableResult
        func run(_ arguments: String..., input: String = "") throws -> String {
            let outcome = try program.run(arguments, input: input)
            #expect(outcome.status == 0, "\(arguments.joined(separator: " ")): \(outcome.errors)")
            return outcome.output
        }

        func refused(_ arguments: String...) throws -> String {
            let outcome = try program.run(arguments)
            #expect(outcome.status == 1, "\(arguments.joined(separator: " ")): \(outcome.output)")
            return outcome.errors
        }

        func price(_ rate: String) throws {
            try run(
                "ratecard", "import", "-", "--card", "gold", "--side", "sell", "--currency", "USD", "--customer",
                "acme",
                "--approve", "--force", "--confirm", "old-dates",
                input: "prefix,destination,rate_per_min,effective_from,increments\n44,UK,\(rate),2026-05-01,60/60\n")
        }

        /// Loads a call of a minute on each of these days.
        func load(_ days: String...) throws {
            let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip\n"
            let records = days.map { "call \($0),A1,,4930123456,442071234567,\($0)T12:00:00Z,60,200,\n" }
            try run("cdr", "import", "-", input: header + records.joined())
        }

        func states() throws -> [String] {
            let connection = try database.connect(role: .reporter)
            defer { connection.close() }
            return try connection.query("SELECT state FROM invoice ORDER BY id", name: "states").map {
                try $0.string("state")
            }
        }

        /// Answers that the audit has kept, with the act.
        func answers() throws -> [String] {
            let connection = try database.connect(role: .reporter)
            defer { connection.close() }
            return try connection.query(
                """
                SELECT act.name || ' ' || (SELECT string_agg(key, ' ') FROM jsonb_object_keys(after) AS key) AS answer
                FROM audit_event JOIN act ON act.id = act_id
                WHERE subject_kind = 'invoice' AND after ?| ARRAY['keep_prices', 'leave_earlier'] ORDER BY audit_event.id
                """, name: "answers"
            ).map { try $0.string("answer") }
        }
    }

    private func withClerk(_ body: (Clerk) throws -> Void) throws {
        try withTestDatabase { try body(Clerk($0)) }
    }

    @Test func `a draft whose calls were rated again is approved and issued only with its prices confirmed`() throws {
        try withClerk { clerk in
            try clerk.load("2026-07-10")
            try clerk.run("invoice", "run", "--period", "2026-07")
            try clerk.price("0.09")
            try clerk.run("rerate", "--period", "2026-07", "--apply")
            for step in ["approve", "issue"] {
                let said = try clerk.refused("invoice", step, "1")
                let document = step == "approve" ? "Draft" : "Invoice"
                #expect(
                    said.contains(
                        "\(document) 1 of acme (2026-07-01 to 2026-07-31) holds old prices: 1 of its calls has another price "
                            + "since it was made and comes to 0.03 USD more."), "\(said)")
                #expect(said.contains("`didtron invoice void 1`") && said.contains("--keep-prices"), "\(said)")
                try clerk.run("invoice", step, "1", "--keep-prices")
            }
            #expect(try clerk.states() == ["issued"])
            #expect(try clerk.answers() == ["invoice.approve keep_prices", "invoice.issue keep_prices"])
            try clerk.run("check")
        }
    }

    @Test func `a draft made again after a re-rate has the present prices and raises no doubt`() throws {
        try withClerk { clerk in
            try clerk.load("2026-07-10")
            try clerk.run("invoice", "run", "--period", "2026-07")
            try clerk.price("0.09")
            try clerk.run("rerate", "--period", "2026-07", "--apply")
            try clerk.run("invoice", "void", "1")
            try clerk.run("invoice", "run", "--period", "2026-07")
            try clerk.run("invoice", "approve", "2")
            #expect(try clerk.run("invoice", "issue", "2").contains("0.09 USD"))
            #expect(try clerk.answers().isEmpty)
        }
    }

    @Test func `a re-rate that changes no amount raises no doubt`() throws {
        try withClerk { clerk in
            try clerk.load("2026-07-10")
            try clerk.run("invoice", "run", "--period", "2026-07")
            try clerk.price("0.09")
            try clerk.run("rerate", "--period", "2026-07", "--apply")
            try clerk.price("0.06")
            try clerk.run("rerate", "--period", "2026-07", "--apply")
            try clerk.run("invoice", "approve", "1")
            #expect(try clerk.states() == ["approved"])
        }
    }

    @Test func `July does not go out before the draft of June`() throws {
        try withClerk { clerk in
            try clerk.load("2026-06-10", "2026-07-10")
            try clerk.run("invoice", "run", "--period", "2026-06")
            try clerk.run("invoice", "run", "--period", "2026-07")
            let said = try clerk.refused("invoice", "approve", "2")
            #expect(
                said.contains(
                    "Draft 2 of acme (2026-07-01 to 2026-07-31) would go out before an earlier one: invoice 1 of 2026-06-01 to "
                        + "2026-06-30 is still a draft."), "\(said)")
            #expect(said.contains("--leave-earlier"), "\(said)")
            // Both at once are in order.
            try clerk.run("invoice", "approve", "1", "2")
            #expect(try clerk.refused("invoice", "issue", "2").contains("is still approved"))
            try clerk.run("invoice", "issue", "2", "--leave-earlier")
            try clerk.run("invoice", "issue", "1")
            #expect(try clerk.answers() == ["invoice.issue leave_earlier"])
            try clerk.run("check")
        }
    }

    @Test func `June that is on no invoice holds July up, and late calls of a billed June do not`() throws {
        try withClerk { clerk in
            try clerk.load("2026-07-10")
            try clerk.run("invoice", "run", "--period", "2026-07")
            try clerk.load("2026-06-10")
            let said = try clerk.refused("invoice", "approve", "1")
            #expect(
                said.contains(
                    "would go out before an earlier period is billed: 0.06 USD of 2026-06-01 to 2026-06-30 is on no invoice"
                ),
                "\(said)")
            #expect(said.contains("`didtron invoice run --period 2026-06`"), "\(said)")
            try clerk.run("invoice", "run", "--period", "2026-06")
            try clerk.run("invoice", "approve", "1", "2")
            // A call of June that comes later goes to the next invoice, as ever.
            try clerk.load("2026-06-11")
            try clerk.run("invoice", "issue", "1", "2")
            #expect(try clerk.states() == ["issued", "issued"])
        }
    }

    @Test func `July that has all of June as if it were late is confirmed`() throws {
        try withClerk { clerk in
            try clerk.load("2026-06-10", "2026-07-10")
            try clerk.run("invoice", "run", "--period", "2026-07")
            let said = try clerk.refused("invoice", "approve", "1")
            #expect(
                said.contains(
                    "also bills an earlier period that has no invoice of its own: 0.06 USD of 2026-06-01 to 2026-06-30"),
                "\(said)")
            try clerk.run("invoice", "approve", "1", "--leave-earlier")
            try clerk.run("invoice", "issue", "1", "--leave-earlier")
            #expect(try clerk.states() == ["issued"])
        }
    }

    @Test func `the last day of a month that nothing else is known of raises no doubt`() throws {
        try withClerk { clerk in
            try clerk.load("2026-06-30", "2026-07-10")
            try clerk.run("invoice", "run", "--period", "2026-07")
            try clerk.run("invoice", "approve", "1")
            #expect(try clerk.run("invoice", "issue", "1").contains("0.12 USD"))
        }
    }

    @Test func `status names what waits about invoices with the commands for it`() throws {
        try withClerk { clerk in
            try clerk.load("2026-07-10")
            #expect(try clerk.run("status").contains("1 customer has usage of 2026-07 on no invoice."))
            try clerk.run("invoice", "run", "--period", "2026-07")
            try clerk.price("0.09")
            try clerk.run("rerate", "--period", "2026-07", "--apply")
            let status = try clerk.run("status")
            #expect(status.contains("1 invoice of 2026-07 is a draft."))
            #expect(status.contains("didtron invoice approve --period 2026-07"))
            #expect(status.contains("holds old prices") && status.contains("didtron invoice void 1"))
            _ = try clerk.refused("invoice", "approve", "1")
            #expect(
                try clerk.run("status").contains("invoice.approve was refused, and not done since: Draft 1 of acme"))
        }
    }
}
