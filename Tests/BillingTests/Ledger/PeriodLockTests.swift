import Dispatch
import Foundation
import Ledger
import Postgres
import TestSupport
import Testing
import Vocabulary

/// Locks of periods: what moves, what is refused, and who waits for whom.
@Suite struct PeriodLockTests {
    private typealias Books = TestBooks

    @Test func `what comes into a locked period takes effect on the first open day and keeps its service period`()
        throws
    {
        try withTestBooks { books throws in
            try books.lock("2026-10-31")
            let posted = try books.enter([Books.line("cost bank 1 EUR"), Books.line("cost bank 2 EUR")])
            #expect(posted[0].effectiveOn == "2026-11-01" && posted[0].statedOn == "2026-10-05")
            try books.enter([Books.line("cost bank 3 EUR", on: "2026-11-07")])
            #expect(
                try books.entries() == [
                    "cost bank 1000000 1000000 2026-11-01 2026-10-01",
                    "cost bank 2000000 2000000 2026-11-01 2026-10-01",
                    "cost bank 3000000 3000000 2026-11-07 2026-11-01",
                ])
            // A reversal as well.
            try books.lock("2026-11-05")
            #expect(try books.reverse(posted[0].number).effectiveOn == "2026-11-06")
            try books.expectSound()
        }
    }

    @Test func `books are locked further, opened with a reason, and the list says who did it`() throws {
        try withTestBooks { books throws in
            func unlock(_ day: String?) throws -> PeriodLock.Change? {
                try books.app.acting("period.unlock", by: "ben") {
                    try PeriodLock.unlock(entityID: 1, through: day, reason: "A late invoice", on: books.app)
                }
            }
            #expect(try unlock(nil) == nil)
            expectRefused("period.not_locked") { try unlock("2026-09-30") }
            try books.lock("2026-10-31")
            try books.lock("2026-10-31")
            expectRefused("period.locked_further") { try books.lock("2026-09-30") }
            expectRefused("period.not_locked") { try unlock("2026-10-31") }
            #expect(try unlock("2026-09-30")?.lockedBefore == "2026-10-31")
            #expect(try books.enter([Books.line("cost bank 1 EUR")])[0].effectiveOn == "2026-10-05")
            #expect(try unlock(nil)?.lockedBefore == "2026-09-30")
            #expect(
                try PeriodLock.list(on: books.app).map {
                    "\($0.entity) \($0.lockedThrough ?? "open") \($0.holds) \($0.actor ?? "-") \($0.reason)"
                } == [
                    "main open true shell:ben A late invoice", "main 2026-09-30 false shell:ben A late invoice",
                    "main 2026-10-31 false shell:anna Closed",
                ])
            try books.expectSound()
        }
    }

    /// At any instant it is another day at these two ends of the world.
    @Test func `a day is locked once it is over where the books are kept`() throws {
        for zone in ["Pacific/Kiritimati", "Pacific/Honolulu"] {
            try withTestBooks(zone: zone) { books throws in
                let today = try books.owner.texts("SELECT (now() AT TIME ZONE '\(zone)')::date AS today")[0]
                expectRefused("period.not_over") { try books.lock(today) }
                try books.lock(books.owner.texts("SELECT '\(today)'::date - 1 AS yesterday")[0])
            }
        }
    }

    @Test func `a lock waits for a posting under way, and what is posted later finds it`() throws {
        try withTestBooks { books throws in
            let documents = try books.propose([Books.line("cost bank 1 EUR")])
            let later = try books.propose([Books.line("cost bank 2 EUR")])
            let poster = try books.database.connect(role: .app)
            let locked = DispatchSemaphore(value: 0), posted = DispatchSemaphore(value: 0)
            let failures = Failed()
            let database = books.database
            try poster.transaction {
                try ManualJournals.post(documents, entityID: 1, on: poster)
                Thread.detachNewThread {
                    failures.catching {
                        let locker = try database.connect(role: .app)
                        try locker.acting("period.lock", by: "locker") {
                            _ = try PeriodLock.lock(entityID: 1, through: "2026-10-31", reason: "Closed", on: locker)
                        }
                    }
                    locked.signal()
                }
                try waitForLock(1, books)
                // Behind the lock that waits.
                Thread.detachNewThread {
                    failures.catching {
                        let second = try database.connect(role: .app)
                        try second.acting("journal.approve", by: "second") {
                            _ = try ManualJournals.post(later, entityID: 1, on: second)
                        }
                    }
                    posted.signal()
                }
                try waitForLock(2, books)
            }
            locked.wait()
            posted.wait()
            #expect(failures.errors.isEmpty, "\(failures.errors)")
            #expect(
                try books.entries() == [
                    "cost bank 1000000 1000000 2026-10-05 2026-10-01",
                    "cost bank 2000000 2000000 2026-11-01 2026-10-01",
                ])
            let results = try books.owner.texts(
                "SELECT count(*) AS n FROM journal, period_lock WHERE recorded_at < locked_at")
            #expect(results == ["1"])
        }
    }

    @Test func `F44: journals that are posted while periods are locked are all before or behind the lock`() throws {
        try withTestBooks { books throws in
            let database = books.database
            try atOnce(4) { thread in
                let app = try database.connect(role: .app)
                if thread == 0 {
                    for day in ["2026-10-10", "2026-10-20", "2026-10-31"] {
                        Thread.sleep(forTimeInterval: 0.02)
                        _ = try app.acting("period.lock", by: "locker") {
                            try PeriodLock.lock(entityID: 1, through: day, reason: "Closed", on: app)
                        }
                    }
                    return
                }
                for round in 1...12 {
                    try app.acting("journal.enter", by: "p\(thread)") {
                        let stated = StatedJournals(
                            .manualJournal,
                            [Books.line("receivable revenue \(round) USD acme", on: "2026-10-0\(round % 9 + 1)")])
                        let documents = try ManualJournals.propose(stated, entityID: 1, on: app).map(\.documentID)
                        try ManualJournals.post(documents, entityID: 1, on: app)
                    }
                }
            }
            #expect(try books.entries().count == 36)
            try books.expectSound()
        }
    }

    @Test func `an entry that is written past posting is refused on a locked day`() throws {
        try withTestBooks { books throws in
            try books.enter([Books.line("cost bank 1 EUR")])
            try books.lock("2026-10-31")
            expectRefused("period.locked") {
                try books.app.execute(
                    """
                    INSERT INTO entry (journal_id, entity_id, amount_micros, functional_micros, debit_account_id,
                        credit_account_id, effective_on, service_period, currency)
                    SELECT journal_id, entity_id, amount_micros, functional_micros, credit_account_id, debit_account_id,
                        effective_on, service_period, currency
                    FROM entry
                    """)
            }
        }
    }

    private func waitForLock(_ count: Int, _ books: Books) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try books.owner.query(
            """
            SELECT count(*) AS n FROM pg_locks JOIN pg_database ON pg_database.oid = database
            WHERE NOT granted AND locktype = 'advisory' AND datname = current_database()
            """, name: "waiting"
        ).only().int("n") < count {
            try #require(ContinuousClock.now < deadline, "nobody waits")
            Thread.sleep(forTimeInterval: 0.005)
        }
    }
}

/// Errors of threads.
final class Failed: @unchecked Sendable {
    // Guarded by the lock.
    private var stored: [any Error] = []
    private let lock = NSLock()

    func catching(_ body: () throws -> Void) {
        do { try body() } catch { lock.withLock { stored.append(error) } }
    }

    var errors: [any Error] { lock.withLock { stored } }
}
