import Database
import Foundation
import Glibc
import Postgres
import TestSupport
import Testing

/// A file corrects a call while an invoice takes it: the run, or a void, falls between the load of the file and its closing.
@Suite struct ClaimRaceTests {
    /// What happens to invoices beside the file, once its rows are in and before it is closed.
    enum Beside: String, CaseIterable {
        /// A run takes the call: the file did not know of a claim.
        case run
        /// The run had begun, and commits behind the load.
        case slowRun
        /// The draft that the file knew of is voided, and its usage is taken again.
        case voidAndRun
        /// The draft that the file knew of is voided, and nobody takes its usage meanwhile.
        case void
    }

    /// Begins a load and holds it before its closing, until the result is called.
    private func beginLoad(_ name: String, _ records: [Record], into world: UndoWorld) throws -> () throws -> Void {
        let owner = try world.database.connect(), watch = try world.database.connect()
        defer { watch.close() }
        try owner.execute("BEGIN; LOCK TABLE close_counter IN ACCESS EXCLUSIVE MODE")
        let process = try world.program.start(["cdr", "import", world.file(name, records.map(\.text))])
        let isHeld = """
            SELECT EXISTS (SELECT FROM cdr_file WHERE name = '\(name)' AND chunks IS NOT NULL AND state = 'loading')
                AND EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation'
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS is_held
            """
        var tries = 0
        while try !watch.query(isHeld).only().bool("is_held") {
            tries += 1
            try #require(tries < 600)
            usleep(50_000)
        }
        return {
            try owner.execute("ROLLBACK")
            owner.close()
            var status: Int32 = 0
            while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
            #expect(status == 0)
        }
    }

    /// The jobs themselves, in a transaction as an act has it: the commands would close the file first.
    private func run(_ job: String, _ parameters: [String: Value], on connection: Connection) throws {
        try connection.query(
            "SELECT begin_act('shell', 'test', 1::smallint, 'test.race', 'test', NULL, false, NULL, '')")
        try connection.run(job: job, parameters)
    }

    private func runInvoices(on connection: Connection) throws {
        try run(
            "run_invoices",
            ["entity_id": 1, "period_start": "2026-10-01", "period_end": "2026-11-01", "partner_id": nil],
            on: connection)
    }

    /// The call cost 60,000 micros; it lasted longer, shorter, or was another customer's.
    @Test(arguments: Beside.allCases, [Record(1, seconds: 180), Record(1, seconds: 20), Record(1, customer: "bolt")])
    func `F7: a correction is neither lost nor counted twice`(beside: Beside, corrected: Record) throws {
        try withTestDatabase { database in
            let world = try UndoWorld(database)
            let application = try database.connect(role: .app)
            defer { application.close() }
            try world.load("a", [Record(1), Record(2)])
            let isKnown = beside == .void || beside == .voidAndRun
            if isKnown { try world.run("invoice", "run", "--period", "2026-10") }
            let close: () throws -> Void
            if beside == .slowRun {
                close = try application.transaction {
                    try runInvoices(on: application)
                    return try beginLoad("b", [corrected], into: world)
                }
            } else {
                close = try beginLoad("b", [corrected], into: world)
                if isKnown {
                    try application.transaction {
                        try run("void_drafts", ["invoice_ids": "{1}"], on: application)
                    }
                }
                if beside != .void { try application.transaction { try runInvoices(on: application) } }
            }
            try close()
            try world.run("check", "--full")
            #expect(
                try world.texts("SELECT exact_micros FROM invoice WHERE state <> 'void'")
                    == (beside == .void ? [] : ["120000"]))
            // What is invoiced, what waits for a note, and what the next runs take come to what the calls cost now.
            try world.run("invoice", "run", "--period", "2026-10")
            try world.run("check", "--full")
            #expect(
                try world.texts(
                    """
                    SELECT code, COALESCE((SELECT sum(exact_micros) FROM invoice
                            WHERE partner_id = partner.id AND state <> 'void'), 0)
                        + COALESCE((SELECT sum(amount_micros) FROM carried_sum WHERE partner_id = partner.id), 0)
                        + COALESCE((SELECT sum(new_micros - old_micros) FROM usage_adjustment AS adjustment
                            JOIN invoice ON invoice.id = invoice_id AND state <> 'void'
                            WHERE adjustment.partner_id = partner.id), 0)
                        - COALESCE((SELECT sum(sell_micros) FROM call WHERE customer_id = partner.id), 0) AS difference
                    FROM partner WHERE code IN ('acme', 'bolt') ORDER BY code
                    """) == ["acme 0", "bolt 0"])
            // It is told as a correction of an invoice where the file knew of one.
            let adjustments = try world.texts(
                "SELECT COALESCE(invoice_id::text, 'none'), sum(old_micros)::text FROM usage_adjustment GROUP BY 1")
            #expect(adjustments == (isKnown ? [beside == .void ? "none 60000" : "2 60000"] : []))
        }
    }
}
