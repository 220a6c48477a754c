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
            func waiting() throws -> Int64 {
                try watcher.query(
                    """
                    SELECT count(*) AS sessions FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'
                    """, name: "waiting"
                ).only().int("sessions")
            }
            func waits(_ count: Int64, seconds: Int) throws -> Bool {
                for _ in 0..<seconds * 100 {
                    if try waiting() == count { return true }
                    Thread.sleep(forTimeInterval: 0.01)
                }
                return false
            }
            try holder.transaction {
                _ = try holder.query(
                    "SELECT pg_advisory_xact_lock(hashtextextended('didtron.rate_card 1 gold', 0))", name: "hold")
                let pid = try program.start(arguments + ["--effective", "2026-02-01"])
                #expect(try waits(1, seconds: 30))
                kill(pid, signal)
                #expect(try waits(0, seconds: 10))
                var status: Int32 = 0
                #expect(unsafe waitpid(pid, &status, 0) == pid)
                // Ended by the signal itself, as a shell expects.
                #expect(status & 0x7F == signal)
            }
            #expect(try holder.query("SELECT FROM card_version", name: "versions").count == 1)
            #expect(try program.run(arguments).status == 0)
        }
    }
}
