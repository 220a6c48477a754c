import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Invoices beside files that are not loaded to their end.
@Suite struct UnfinishedFileTests {
    private static let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"

    /// A loaded file of October, and one of which a chunk is in, as a kill leaves it: of calls from `start` on, or none.
    private func withHalfLoadedFile(
        from start: String?,
        _ body: (Database, (_ arguments: String...) throws -> DidtronProgram.Outcome) throws -> Void
    ) throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            func run(_ arguments: [String], _ input: String = "") throws {
                let outcome = try program.run(arguments, input: input)
                try #require(outcome.status == 0, "\(arguments): \(outcome.errors)\(outcome.output)")
            }
            try run(["partner", "import", "-"], "partner,role,currency\nacme,customer,USD\n")
            try run(["account", "import", "-"], "account,partner,side\nacme,acme,sell\n")
            try run(
                [
                    "ratecard", "import", "-", "--card", "gold", "--side", "sell", "--currency", "USD", "--effective",
                    "2026-09-01", "--approve",
                ], "prefix,destination,rate_per_min\n44,UK,0.06\n")
            try run(["ratecard", "assign", "--card", "gold", "--partner", "acme"])
            try run(
                ["cdr", "import", "-"], Self.header + "a,acme,,4930,442071234567,2026-10-03T10:00:00Z,60,200\n")
            let owner = try database.connect()
            defer { owner.close() }
            try owner.execute(
                """
                INSERT INTO cdr_file (entity_id, switch_id, sha256, name, bytes, layout, layout_definition, tariff_hash,
                    chunk_bytes)
                SELECT entity_id, switch_id, 'y', 'late.csv', 9, layout, layout_definition, tariff_hash, chunk_bytes
                FROM cdr_file
                """)
            if let start {
                try owner.query(
                    """
                    INSERT INTO chunk (id, file_id, number, byte_offset, byte_count, first_line, line_count, rows_read, calls,
                        rated, unrated, duplicates, changed, rejected, rejected_bytes, call_rows, duration_ns, duplicate_ns,
                        sell_micros, buy_micros, min_start_at, max_start_at)
                    SELECT nextval('chunk_id'), max(id), 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $1::timestamptz,
                        $1::timestamptz
                    FROM cdr_file
                    """, [.text(start)])
            }
            try body(database) { try program.run($0) }
        }
    }

    @Test(arguments: ["2026-10-20T00:00:00Z", "2026-09-30T00:00:00Z", nil])
    func `F7: nothing is billed beside a half-loaded file that may concern it, unless that is named`(start: String?)
        throws
    {
        try withHalfLoadedFile(from: start) { database, run in
            let period = ["--period", "2026-10"]
            func refused(_ step: String) throws {
                let outcome = try run("invoice", step, period[0], period[1])
                #expect(outcome.status == 1, "\(step): \(outcome)")
                #expect(
                    outcome.errors.contains("The loading of file 2, late.csv, was interrupted")
                        && outcome.errors.contains("--without 2"), "\(step): \(outcome.errors)")
            }
            try refused("run")
            let unknown = try run("invoice", "run", "--period", "2026-10", "--without", "other.csv")
            #expect(unknown.status == 1 && unknown.errors.contains("late.csv"), "\(unknown)")
            for (step, name) in [("run", "late.csv"), ("approve", "2"), ("issue", "late.csv")] {
                if step != "run" { try refused(step) }
                let outcome = try run("invoice", step, "--period", "2026-10", "--without", name, "--as", "ann")
                #expect(outcome.status == 0, "\(step): \(outcome.errors)")
            }
            let reporter = try database.connect(role: .reporter)
            defer { reporter.close() }
            let kept = try reporter.query(
                """
                SELECT actor.name || ' ' || act.name || ' ' || subject_label AS kept
                FROM audit_event JOIN act ON act.id = act_id JOIN actor ON actor.id = actor_id
                WHERE subject_kind = 'cdr_file' AND after ? 'left_aside' ORDER BY audit_event.id
                """)
            #expect(
                try kept.map { try $0.string("kept") }
                    == ["run", "approve", "issue"].map { "ann invoice.\($0) late.csv" })
            // And it is mentioned where files and invoices are listed.
            for list in [["check"], ["cdr", "files"], ["invoice", "list"]] {
                let outcome = try DidtronProgram(database: database).run(list)
                #expect(outcome.status == 0, "\(list): \(outcome)")
                #expect(outcome.output.contains("late.csv, was interrupted"), "\(list): \(outcome)")
            }
        }
    }

    @Test func `a half-loaded file of later calls does not hinder the invoices of a period`() throws {
        try withHalfLoadedFile(from: "2026-11-01T00:00:00Z") { _, run in
            for step in ["run", "approve", "issue"] {
                let outcome = try run("invoice", step, "--period", "2026-10")
                #expect(outcome.status == 0, "\(step): \(outcome.errors)")
            }
            let unneeded = try run("invoice", "run", "--period", "2026-10", "--without", "late.csv")
            #expect(unneeded.status == 1 && unneeded.errors.contains("No unfinished file"), "\(unneeded)")
        }
    }

    @Test func `a file that is being loaded is told from one that was interrupted`() throws {
        try withHalfLoadedFile(from: nil) { database, run in
            let loader = try database.connect(role: .loader)
            defer { loader.close() }
            try loader.execute("SELECT pg_advisory_lock(hashtextextended('didtron.import.1', 0))")
            let outcome = try run("invoice", "run", "--period", "2026-10")
            #expect(
                outcome.status == 1 && outcome.errors.contains("is not loaded to its end")
                    && outcome.errors.contains("Wait until that has ended"), "\(outcome)")
        }
    }
}
