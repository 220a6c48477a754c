import Checks
import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Corruptions seeded into sound books, one at a time, each taken back before the next.
@Suite struct CorruptionTests {
    @Test func `F31: each corruption is found by the checks it concerns, which name the row`() throws {
        try withTestDatabase { database in
            let world = try CheckedWorld(database)
            for result in try BooksCheck.run(on: database) { #expect(result.passed, "\(result.text())") }
            #expect(Corruption.all.count > 100)
            #expect(Set(Corruption.all.map { $0.group + $0.kind }).count == Corruption.all.count)
            // The keys and triggers that forbid all of this are off.
            try world.owner.execute(
                """
                ALTER TABLE invoice DROP CONSTRAINT invoice_is_settled_only_when_issued;
                SET session_replication_role = replica; SET jit = off; SET enable_partitionwise_aggregate = on
                """)

            let table = try Corruption.all.map { try entry(of: $0, on: world.owner) }
            for unknowable in Corruption.unknowable { try expectUnnoticed(unknowable, on: world.owner) }
            try compare(page(table))
            for result in try BooksCheck.run(on: database) { #expect(result.passed, "\(result.text())") }
        }
    }

    @Test func `what is looked at by default is the newest closings, and the rest is said`() throws {
        try withTestDatabase { database in
            let world = try CheckedWorld(database)
            let usual = try BooksCheck.run(BooksCheck.allCases, .usual, on: database)
            #expect(usual.extent?.sentences == nil)
            #expect(usual.results.filter { !$0.passed }.isEmpty)
            let recent = try BooksCheck.run(BooksCheck.allCases, .recent(callsMax: 10), on: database)
            #expect(recent.results.filter { !$0.passed }.isEmpty)
            let sentences = try #require(recent.extent?.sentences)
            #expect(
                sentences == [
                    "Entity main: calls, usage and prices of closings 4 to 4 (3 rows of calls) were looked at, 3 closings before "
                        + "them (29 rows of calls) were not, but for their sums.",
                    "Entity north: no calls, usage and prices of closed files were looked at, 1 closings before them "
                        + "(2 rows of calls) were not, but for their sums.",
                ])
            // A call of an old closing is left out, what its usage came to is not.
            try world.owner.execute("SET session_replication_role = replica")
            try world.owner.execute("UPDATE call SET sell_micros = sell_micros + 1 WHERE chunk_id = 1 AND ordinal = 1")
            #expect(try failures(.recent(callsMax: 10), database).isEmpty)
            #expect(try failures(.from(closeNumber: 1), database).contains(.usage))
            #expect(try failures(.full, database) == [.usage, .manifests, .prices])
            try world.owner.execute(
                "UPDATE service_usage SET billed_s = billed_s + 1 WHERE close_number = 1 AND entity_id = 1 AND partner_id = 7"
            )
            #expect(try failures(.recent(callsMax: 10), database) == [.closings])
        }
    }

    private func failures(_ scope: CheckScope, _ database: Database) throws -> [BooksCheck] {
        try BooksCheck.run(BooksCheck.allCases, scope, on: database).results.filter { !$0.passed }.map(\.check)
    }

    private func entry(of corruption: Corruption, on owner: Connection) throws -> Entry {
        let failed = try failures(of: corruption.sql, on: owner)
        let found = failed.map(\.check)
        #expect(
            corruption.finders.isSubset(of: found),
            "\(corruption.kind): \(corruption.finders) should find it, \(found) do")
        let subjects = failed.filter { corruption.finders.contains($0.check) }.flatMap(\.offences).map(\.subject)
        #expect(
            subjects.contains { $0.contains(corruption.row) },
            "\(corruption.kind): none names \(corruption.row): \(subjects.joined(separator: " | "))")
        return Entry(group: corruption.group, kind: corruption.kind, finders: found.map(\.rawValue))
    }

    private func expectUnnoticed(_ unknowable: (kind: String, why: String, sql: String), on owner: Connection) throws {
        let failed = try failures(of: unknowable.sql, on: owner)
        #expect(failed.isEmpty, "\(unknowable.kind) is found after all: \(failed.map { $0.text() }.joined())")
    }

    /// The checks that fail, in a transaction that is rolled back.
    private func failures(of sql: String, on owner: Connection) throws -> [CheckResult] {
        try owner.execute("BEGIN")
        defer { do { try owner.execute("ROLLBACK") } catch {} }
        try owner.execute(sql)
        return try BooksCheck.allCases.map { try $0.result(on: owner) }.filter { !$0.passed }
    }

    // MARK: - The table

    private struct Entry {
        var group: String
        var kind: String
        var finders: [String]
    }

    private func page(_ table: [Entry]) -> String {
        var text = """
            # What the checks find

            \(table.count) kinds of corruption, each done to sound books by the owner of the cluster with all triggers and keys off, and
            the checks of `didtron check` that find it. `CorruptionTests` does them, and holds this page; \
            `UPDATE_FIXTURES=1` rewrites it.
            What they are done to is in `CheckedWorld`, the SQL of each in `Corruption+….swift`. To add one: a row there, with
            the checks that must find it and the row that they name.

            | Check | What must hold |
            | --- | --- |

            """
        for check in BooksCheck.allCases { text += "| \(check.rawValue) | \(check.title) |\n" }
        var group: String?
        for entry in table {
            if entry.group != group { text += "\n## \(entry.group)\n\n| There is | Found by |\n| --- | --- |\n" }
            group = entry.group
            text += "| \(entry.kind) | \(entry.finders.joined(separator: ", ")) |\n"
        }
        text += "\n## What no check can know\n\n| There is | Why |\n| --- | --- |\n"
        for unknowable in Corruption.unknowable { text += "| \(unknowable.kind) | \(unknowable.why) |\n" }
        return text
    }

    private func compare(_ page: String) throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "README.md").path
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try page.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == page, "UPDATE_FIXTURES=1 rewrites \(path)")
    }
}
