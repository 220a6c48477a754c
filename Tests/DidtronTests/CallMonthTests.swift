import CallStore
import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Days of calls that become one partition of their month.
@Suite struct CallMonthTests {
    private static func record(_ id: String, day: Int, customer: String = "acme", seconds: Int = 60) -> Record {
        let date = day < 10 ? "2026-10-0\(day)" : "2026-10-\(day)"
        return Record(stringLiteral: "\(id),,\(customer),sup,4930,442071234567,\(date)T12:00:00Z,\(seconds),200")
    }

    private static func merge(_ world: UndoWorld, onStep: () throws -> Void = {}) throws -> Bool {
        try CallMerge.merge("2026-10-01", patienceSeconds: 0, in: world.database, onStep: onStep)
    }

    private static func partitions(_ world: UndoWorld) throws -> [String] {
        try world.texts("SELECT first_on, until_on FROM call_partitions() ORDER BY first_on")
    }

    private static let whole = ["2026-10-01 2026-11-01"]

    @Test func `what comes to a merged month, changes and is taken back there comes out as with days`() throws {
        try withWorlds { world, clean in
            for one in [world, clean] {
                try one.load("a", [Record(1), Record(2), Record(3, customer: "nobody"), Self.record("d5", day: 5)])
                try one.load("b", [Record(4), Record(2, seconds: 100), Self.record("d6", day: 6)])
                try one.run("invoice", "run", "--period", "2026-10")
            }
            #expect(try Self.partitions(world).count == 3)
            #expect(try Self.merge(world))
            #expect(try Self.partitions(world) == Self.whole)
            #expect(try world.texts("SELECT count(*) FROM call_merge") == ["0"])
            try expectEqual(world, clean, "merged")

            // Late calls: of a day that had a partition and of one that had none, known ones, and such that change others.
            for one in [world, clean] {
                try one.load(
                    "c",
                    [
                        Record(1), Record(5), Self.record("d5", day: 5, seconds: 500), Self.record("d20", day: 20),
                        Record(3, customer: "nobody"),
                    ])
            }
            #expect(try Self.partitions(world) == Self.whole)
            #expect(
                try world.texts("SELECT rated + unrated, duplicates, changed FROM chunk ORDER BY id DESC LIMIT 1") == [
                    "3 2 1"
                ])
            try expectEqual(world, clean, "late calls")

            // Calls in suspense and others, at other prices; a what-if before.
            for one in [world, clean] {
                try one.run(["account", "import", "-"], input: "account,partner,side\nnobody,bolt,sell\n")
                try one.approve(["44": "0.09"], card: "gold", side: "sell")
                try one.run("rerate", "--period", "2026-10", "--apply")
            }
            try expectEqual(world, clean, "rated again")
            let findings = try [world, clean].map { try $0.run("cdr", "unrated", "--json") }
            #expect(findings[0] == findings[1])

            for one in [world, clean] { try one.undo("b") }
            try expectEqual(world, clean, "taken back")
            let address = try #require(
                world.texts(
                    "SELECT '2026-10-20/' || chunk_id || '/' || ordinal FROM call WHERE start_at = '2026-10-20T12:00Z' AND kind = 'p'"
                ).first)
            for command in [["cdr", "show", address], ["explain", address]] {
                #expect(try world.run(command).contains("442071234567"))
            }
            // A partition of a later day stands beside it.
            for one in [world, clean] {
                try one.load("e", ["n1,,acme,sup,4930,442071234567,2026-11-01T00:00:00Z,60,200"])
            }
            #expect(try Self.partitions(world) == Self.whole + ["2026-11-01 2026-11-02"])
            try expectEqual(world, clean, "the next month")
            try world.run("check", "--full")
        }
    }

    @Test func `a month that is being loaded into, or read, is merged later, and nothing is lost`() throws {
        try withWorlds { world, clean in
            for one in [world, clean] { try one.load("a", [Record(1), Self.record("d5", day: 5)]) }
            // Comes between the copy and the swap; so does a day that had no partition.
            var steps = 0
            let isMerged = try Self.merge(world) {
                steps += 1
                try world.load("b", [Record(1), Record(2), Self.record("d9", day: 9)])
            }
            #expect(isMerged && steps == 1)
            try clean.load("b", [Record(1), Record(2), Self.record("d9", day: 9)])
            try expectEqual(world, clean, "loaded behind the copy")
        }
        try withWorlds { world, clean in
            for one in [world, clean] { try one.load("a", [Record(1), Self.record("d5", day: 5)]) }
            // A load in the middle of its chunk: it has named its partition, and its rows are there.
            let owner = try world.database.connect()
            defer { owner.close() }
            try owner.execute("BEGIN; LOCK TABLE call_mark IN EXCLUSIVE MODE")
            let load = try world.program.start(["cdr", "import", world.file("b", [Record(2).text])])
            try waitUntil {
                try !owner.query(
                    "SELECT FROM pg_locks WHERE NOT granted AND relation = 'call_mark'::regclass AND mode = 'RowExclusiveLock'"
                ).isEmpty
            }
            #expect(try !Self.merge(world))
            #expect(try Self.partitions(world).count == 2)
            try owner.execute("COMMIT")
            wait(for: load)
            // A reader, and a reader at a snapshot that has not come to the calls yet.
            try owner.execute("BEGIN; SELECT FROM call")
            #expect(try !Self.merge(world))
            try owner.execute("COMMIT")
            let isMergedBeside = try SharedLock.callReaders.held(on: owner) { try Self.merge(world) }
            #expect(!isMergedBeside)
            #expect(try world.texts("SELECT count(*) FROM call_merge") == ["1"])
            #expect(try Self.merge(world))
            try clean.load("b", [Record(2)])
            try expectEqual(world, clean, "loaded beside it")
            #expect(try Self.partitions(world) == Self.whole)
        }
    }

    @Test func `a merge that is killed leaves the days, and the next one goes on`() throws {
        try withWorlds { world, clean in
            for one in [world, clean] { try one.load("a", [Record(1), Self.record("d5", day: 5)]) }
            // In the copy: nothing of it stays.
            let owner = try world.database.connect()
            defer { owner.close() }
            try owner.execute("BEGIN; LOCK TABLE call_merge IN SHARE MODE")
            try killWaiting(on: "call_merge", owner) { _ = try Self.merge(world) }
            try owner.execute("COMMIT")
            #expect(try world.texts("SELECT count(*) FROM pg_class WHERE relname LIKE 'call_month%'") == ["0"])
            // Behind the copy: it is taken up.
            struct Killed: Error {}
            #expect(throws: Killed.self) { try Self.merge(world) { throw Killed() } }
            #expect(try world.texts("SELECT cardinality(chunk_ids) FROM call_merge") == ["1"])
            for one in [world, clean] { try one.load("b", [Record(1), Record(2)]) }
            // In the swap.
            try owner.execute("BEGIN; LOCK TABLE call_merge IN SHARE MODE")
            try killWaiting(on: "call_merge", owner) { _ = try Self.merge(world) }
            try owner.execute("COMMIT")
            #expect(try Self.partitions(world).count == 2)
            #expect(try Self.merge(world))
            #expect(try Self.partitions(world) == Self.whole)
            try expectEqual(world, clean)
        }
    }

    @Test func `only months that are over and closed are merged by the job`() throws {
        try withTestDatabase { database in
            let world = try UndoWorld(database)
            try world.load("a", [Record(1)])
            #expect(try CallMerge.months(daysAfter: -36_500, in: database) == ["2026-10-01"])
            #expect(try CallMerge.months(daysAfter: 36_500, in: database) == [])
            // A file of which a chunk is in, and not all.
            let owner = try database.connect()
            try owner.execute(
                "UPDATE cdr_file SET state = 'loading', chunks = NULL, close_number = NULL, closed_at = NULL")
            #expect(try CallMerge.months(daysAfter: -36_500, in: database) == [])
        }
    }

    // MARK: - Waiting and killing

    private func waitUntil(_ condition: () throws -> Bool) throws {
        for _ in 0..<600 {
            if try condition() { return }
            usleep(20_000)
        }
        Issue.record("what was waited for did not come")
    }

    private func wait(for process: pid_t) {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
        #expect(status == 0)
    }

    /// Runs `body` on a thread of its own and ends the session in which it waits for the table.
    private func killWaiting(on table: String, _ owner: Connection, _ body: @escaping @Sendable () throws -> Void)
        throws
    {
        let thread = Thread { try? body() }
        thread.start()
        try waitUntil {
            try !owner.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_locks
                WHERE NOT granted AND relation = $1::regclass
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """, [.text(table)]
            ).isEmpty
        }
        try waitUntil {
            try owner.query("SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass", [.text(table)])
                .isEmpty
        }
        try waitUntil { thread.isFinished }
    }
}
