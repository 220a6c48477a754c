import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Work that is done again where there is nothing left to do.
@Suite struct NothingNewTests {
    /// Each job that needs no argument, and the commands of a month.
    private static let work =
        [
            "books.close", "deposit.watch", "billing.change", "calls.add_partitions", "calls.merge_months",
            "evidence.pack",
            "ledger.seal", "jobs.clean_up",
        ].map { "jobs run \($0)" } + [
            "ledger post", "did charge --entity main --period 2026-10", "did charge --entity main --period 2026-11",
            "invoice run --entity main --period 2026-10", "invoice run --entity main --period 2026-11",
            "invoice run --entity north --period 2026-10",
            "ledger revalue --entity north --month 2026-10", "deposit marks --entity main", "ledger seal",
        ]

    /// Who did what, and when, is kept of everything that is asked for, and sealed; so are the runs of jobs.
    private static let recordsOfWork: Set<String> = [
        "act", "actor", "act_request", "job", "job_run", "schedule", "seal_block", "sealed_record",
    ]

    @Test func `F27: every job and step that finds nothing new leaves every table as it was`() throws {
        try withTestDatabase { database in
            let world = try CheckedWorld(database)
            let program = DidtronProgram(database: database)
            func doAll() throws {
                for command in Self.work {
                    let outcome = try program.run(command.split(separator: " ").map(String.init))
                    #expect(outcome.status == 0, "\(command): \(outcome.errors)\(outcome.output)")
                }
            }
            try doAll()
            let before = try rows(world.owner)
            try doAll()
            let after = try rows(world.owner)
            let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
            #expect(changed == [], "\(changed.map { "\($0): \(before[$0] ?? "-") -> \(after[$0] ?? "-")" })")
            #expect(before.count > 60)
        }
    }

    /// How many rows each table has, and a hash of them.
    private func rows(_ owner: Connection) throws -> [String: String] {
        let tables = try owner.query(
            """
            SELECT relname AS name FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname
            """
        ).map { try $0.string("name") }
        return try tables.filter { !Self.recordsOfWork.contains($0) }.reduce(into: [:]) { found, table in
            let row = try owner.query(
                "SELECT count(*) || ' ' || COALESCE(sum(hashtextextended(t::text, 0)), 0) AS found FROM \"\(table)\" AS t"
            ).only()
            found[table] = try row.string("found")
        }
    }
}
