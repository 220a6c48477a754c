import Foundation
import Glibc
import Postgres
import TestSupport
import Testing

/// Commands that end while the database works for them.
@Suite struct StopTests {
    /// The statement waits for a lock that the test holds; after the signal the server no longer runs it, and nothing is stored.
    @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
    func `what a stopped command had asked of the server stops with it`(signal: Int32) throws {
        try withTestDatabase { database in
            let deck = "\(database.home.path)/deck.csv"
            try "prefix,destination,rate,effective_from,increments\n44,UK,0.01,2026-01-01,60/60\n".write(
                toFile: deck, atomically: true, encoding: .utf8)
            let arguments = [
                "ratecard", "import", "--confirm", "old-dates", deck, "--card", "gold", "--side", "sell", "--currency",
                "USD",
            ]
            let program = DidtronProgram(database: database)
            #expect(try program.run(arguments + ["--approve"]).status == 0)
            let holder = try database.connect()
            defer { holder.close() }
            // Within a transaction the view of the sessions stays as it was first read.
            let watcher = try database.connect()
            defer { watcher.close() }
            try holder.transaction {
                _ = try holder.query(
                    "SELECT pg_advisory_xact_lock(hashtextextended('didtron.rate_card 1 gold', 0))", name: "hold")
                let pid = try program.start(arguments + ["--effective", "2026-02-01"])
                #expect(try waits(1, seconds: 30, watcher))
                kill(pid, signal)
                #expect(try waits(0, seconds: 10, watcher))
                var status: Int32 = 0
                #expect(unsafe waitpid(pid, &status, 0) == pid)
                // Ended by the signal itself, as a shell expects.
                #expect(status & 0x7F == signal)
            }
            #expect(try holder.query("SELECT FROM card_version", name: "versions").count == 1)
            #expect(try program.run(arguments).status == 0)
        }
    }

    @Test func `an import that is stopped says how to go on, and goes on`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            let partners = "partner,role,currency\nacme,customer,USD\n"
            #expect(try program.run(["partner", "import", "-"], input: partners).status == 0)
            let calls = "\(database.home.path)/calls.csv", errors = "\(database.home.path)/errors"
            try """
            call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code
            a,acme,bolt,4930,442071234567,2026-10-03T10:00:00Z,60.5,200

            """.write(toFile: calls, atomically: true, encoding: .utf8)
            let holder = try database.connect()
            defer { holder.close() }
            let watcher = try database.connect()
            defer { watcher.close() }
            try holder.transaction {
                try holder.execute("LOCK TABLE cdr_file IN ACCESS EXCLUSIVE MODE")
                let pid = try program.start(["cdr", "import", calls], errors: errors)
                #expect(try waits(1, seconds: 30, watcher))
                kill(pid, SIGINT)
                var status: Int32 = 0
                #expect(unsafe waitpid(pid, &status, 0) == pid)
                #expect(status & 0x7F == SIGINT)
            }
            let said = try String(contentsOfFile: errors, encoding: .utf8)
            let advice = "Stopped. Run the same command again: it goes on behind the last chunk that is stored."
            #expect(said.split(whereSeparator: \.isNewline).last.map(String.init) == advice, "\(said)")
            #expect(try program.run(["cdr", "import", calls]).status == 0)
            #expect(try holder.query("SELECT FROM call", name: "calls").count == 1)
        }
    }

    /// Waits until so many sessions of the database wait for a lock.
    private func waits(_ count: Int64, seconds: Int, _ watcher: Connection) throws -> Bool {
        for _ in 0..<seconds * 100 {
            let sessions = try watcher.query(
                """
                SELECT count(*) AS sessions FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'
                """, name: "waiting"
            ).only().int("sessions")
            if sessions == count { return true }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return false
    }
}
