import Acts
import Database
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Jobs

@Suite struct JobQueueTests {
    private static let anna = Actor(.shell, "anna")

    /// Adds a row to a table that counts, and does what it is told.
    private struct CountingHandler: JobHandler {
        static let kind = "test.count"
        var body: @Sendable (JobWork) throws -> Void = { _ in }

        func run(_ work: JobWork) throws -> String {
            try body(work)
            return "Counted"
        }
    }

    private func work(
        _ database: Database, slots: Int = 1, _ body: @escaping @Sendable (JobWork) throws -> Void = { _ in }
    ) throws {
        var worker = Worker(database, handlers: [CountingHandler(body: body)])
        worker.slots = slots
        worker.stopsWhenIdle = true
        try worker.run(isStopping: { false })
    }

    @Test func `each of many jobs is done once by many workers`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            for _ in 0..<60 { try JobQueue.add(.init("test.count"), by: Self.anna, on: connection) }
            let done = Mutex<[JobID]>([])
            try work(database, slots: 6) { work in done.withLock { $0.append(work.jobID) } }
            let ids = done.withLock { $0 }
            #expect(ids.count == 60 && Set(ids).count == 60)
            #expect(try JobSummary.list(state: "done", limit: 100, on: connection).count == 60)
            #expect(try JobRunSummary.list(limit: 100, on: connection).allSatisfy { $0.outcome == "done" })
        }
    }

    @Test func `work of one key waits once and runs alone`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let first = try JobQueue.add(.init("test.count", key: "a"), by: Self.anna, on: connection)
            #expect(try JobQueue.add(.init("test.count", key: "a"), by: Self.anna, on: connection) == first)
            let running = Mutex(0)
            let runs = Mutex(0)
            try work(database, slots: 3) { work in
                let others = running.withLock {
                    $0 += 1
                    return $0 - 1
                }
                #expect(others == 0)
                // Asked for while it runs: one more run.
                if runs.withLock({
                    $0 += 1
                    return $0
                }) == 1 {
                    let own = try work.database.connect(role: .app)
                    let second = try JobQueue.add(.init("test.count", key: "a"), by: Self.anna, on: own)
                    #expect(second != work.jobID)
                    Thread.sleep(forTimeInterval: 0.2)
                }
                running.withLock { $0 -= 1 }
            }
            // A worker whose look found the key taken may have ended before the second became due.
            try work(database) { _ in runs.withLock { $0 += 1 } }
            #expect(runs.withLock { $0 } == 2)
        }
    }

    @Test func `F36: a failed job waits longer each time and is parked with its cause in the end`() throws {
        struct Broken: Error, CustomStringConvertible { let description = "the disk is full" }
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            var job = JobQueue.NewJob("test.count")
            job.failuresMax = 3
            let id = try JobQueue.add(job, by: Self.anna, on: connection)
            for failures in 1...3 {
                try work(database) { _ in throw Broken() }
                let job = try #require(try JobSummary.find(id, on: connection))
                #expect(job.failures == failures && job.cause == "the disk is full")
                #expect(job.state == (failures < 3 ? "queued" : "parked"))
                // It is not due yet.
                try work(database) { _ in Issue.record("too early") }
                if failures < 3 {
                    try connection.execute("UPDATE job SET due_at = now()")
                }
            }
            try JobQueue.retry(id, on: connection)
            try work(database)
            #expect(try JobSummary.find(id, on: connection)?.state == "done")
        }
    }

    @Test func `what would be refused again is parked at once`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let id = try JobQueue.add(.init("test.count"), by: Self.anna, on: connection)
            try work(database) { _ in throw Refusal(.invalid, "test.no", "It cannot be done") }
            #expect(try JobSummary.find(id, on: connection)?.state == "parked")
            let busy = try JobQueue.add(.init("test.count"), by: Self.anna, on: connection)
            try work(database) { _ in throw Refusal(.busy, "test.busy", "Somebody has it") }
            #expect(try JobSummary.find(busy, on: connection)?.state == "queued")
        }
    }

    @Test func `F36: a job whose worker died is done by another, and the dead one's end is not taken`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let id = try JobQueue.add(.init("test.count"), by: Self.anna, on: connection)
            try work(database) { work in
                guard work.run == 1 else { return }
                let own = try work.database.connect(role: .app)
                // The lease ends and another worker does the job while the first still believes that it has it.
                try own.execute("UPDATE job SET lease_until = now() - interval '1 s'")
                try self.work(work.database)
            }
            let job = try #require(try JobSummary.find(id, on: connection))
            #expect(job.state == "done" && job.runs == 2)
            let runs = try JobRunSummary.list(jobID: id, on: connection).sorted { $0.number < $1.number }
            #expect(runs.map(\.outcome) == ["lost", "done"])
        }
    }

    @Test func `F37: beside a report that stays open, jobs are found as fast as before`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let report = try database.connect()
            try report.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM job")
            // Nothing of what is done from here on can be removed while the report is open.
            for _ in 0..<400 { try JobQueue.add(.init("test.count"), by: Self.anna, on: connection) }
            try work(database)
            let last = try JobQueue.add(.init("test.count"), by: Self.anna, on: connection)
            let clock = ContinuousClock()
            var fastest = Duration.seconds(60)
            for _ in 0..<20 {
                fastest = try min(
                    fastest,
                    clock.measure {
                        let claim = try ClaimedJob.next(
                            worker: "w", kinds: ["test.count"], leaseSeconds: 30, on: connection)
                        #expect(claim?.jobID == last)
                    })
                try connection.execute(
                    "UPDATE job SET state = 'queued', worker = NULL, lease_until = NULL WHERE id = \(last)")
            }
            #expect(fastest < .milliseconds(50), "\(fastest)")
            try report.execute("COMMIT")
        }
    }

    @Test func `a waiting job is cancelled at once, a running one when it asks`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let waiting = try JobQueue.add(.init("test.count"), by: Self.anna, on: connection)
            #expect(try JobQueue.cancel(waiting, on: connection) == "cancelled")
            let running = try JobQueue.add(.init("test.count"), by: Self.anna, on: connection)
            try work(database) { work in
                let own = try work.database.connect(role: .app)
                #expect(try JobQueue.cancel(work.jobID, on: own) == "running")
                for _ in 0..<200 {
                    try work.progress.checkStopped()
                    Thread.sleep(forTimeInterval: 0.05)
                }
                Issue.record("nobody stopped it")
            }
            #expect(try JobSummary.find(running, on: connection)?.state == "cancelled")
            let refusal = #expect(throws: Refusal.self) { try JobQueue.cancel(running, on: connection) }
            #expect(refusal?.reason == "job.wrong_state")
            let missing = #expect(throws: Refusal.self) { try JobQueue.retry(JobID(99), on: connection) }
            #expect(missing?.code == .notFound)
        }
    }

    @Test func `a worker that is stopped gives its job back without a failure`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let id = try JobQueue.add(.init("test.count"), by: Self.anna, on: connection)
            let isStopping = Signal()
            let worker = Worker(
                database,
                handlers: [
                    CountingHandler { work in
                        isStopping.set()
                        for _ in 0..<200 {
                            try work.progress.checkStopped()
                            Thread.sleep(forTimeInterval: 0.02)
                        }
                    }
                ])
            try worker.run(isStopping: { isStopping.isSet })
            let job = try #require(try JobSummary.find(id, on: connection))
            #expect(job.state == "queued" && job.failures == 0)
            #expect(try JobRunSummary.list(jobID: id, on: connection).first?.outcome == "stopped")
        }
    }

    @Test func `a schedule puts its job into the queue once a time, whoever looks`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            try Schedule("count", kind: "test.count", cron: "*/5 * * * *").addUnlessThere(on: connection)
            #expect(try ScheduleClock.fire(on: connection) == 0)
            let next = try #require(try Schedule.list(on: connection).first?.nextAt)
            #expect(next > "2026")
            try connection.execute("UPDATE schedule SET next_at = now() - interval '1 s'")
            #expect(try ScheduleClock.fire(on: connection) == 1)
            #expect(try ScheduleClock.fire(on: connection) == 0)
            let done = Mutex(0)
            try work(database) { _ in done.withLock { $0 += 1 } }
            #expect(done.withLock { $0 } == 1)
        }
    }

    @Test(arguments: [("once", 1), ("skip", 0), ("all", 4)])
    func `times that passed while nobody worked are made up by the schedule's rule`(rule: String, jobs: Int) throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            let catchUp = try #require(Schedule.CatchUp(rawValue: rule))
            try Schedule("count", kind: "test.count", cron: "0 0 1 1 *", catchUp: catchUp).addUnlessThere(
                on: connection)
            // Four turns of the year, the last one months or days ago.
            try connection.execute(
                "UPDATE schedule SET next_at = date_trunc('year', now() - interval '61 s') - interval '3 years'")
            #expect(try ScheduleClock.fire(on: connection) == jobs)
            #expect(try ScheduleClock.fire(on: connection) == 0)
        }
    }

    @Test func `a paused schedule waits and says why`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect(role: .app)
            try Schedule("count", kind: "test.count", cron: "* * * * *").addUnlessThere(on: connection)
            try Schedule.pause("count", reason: "audit", on: connection)
            try connection.execute("UPDATE schedule SET next_at = now() - interval '1 s'")
            #expect(try ScheduleClock.fire(on: connection) == 0)
            #expect(try Schedule.list(on: connection).first?.pausedReason == "audit")
            try Schedule.pause("count", reason: nil, on: connection)
            #expect(try ScheduleClock.fire(on: connection) == 1)
            #expect(throws: Refusal.self) { try Schedule.pause("none", reason: nil, on: connection) }
            #expect(throws: Refusal.self) {
                try Schedule("bad", kind: "test.count", cron: "61 * * * *").addUnlessThere(on: connection)
            }
            #expect(throws: Refusal.self) {
                try Schedule("bad", kind: "test.count", cron: "1 * * * *", zone: "Mars/Base").addUnlessThere(
                    on: connection)
            }
        }
    }

    @Test(arguments: [(1, 3, 6), (4, 30, 50), (40, 2_700, 4_500)])
    func `tries come later and later, and not all at once`(failures: Int32, first: Int64, last: Int64) {
        #expect(JobRunner.retrySeconds(afterFailures: failures) { $0.lowerBound } == first)
        #expect(JobRunner.retrySeconds(afterFailures: failures) { $0.upperBound } == last)
    }
}
