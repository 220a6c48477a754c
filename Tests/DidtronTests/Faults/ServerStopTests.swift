import Foundation
import Glibc
import Postgres
import TestSupport
import Testing

@testable import Database

/// A server that is stopped without tidying up (`pg_ctl stop -m immediate`) in the middle of the work of a month.
@Suite struct ServerStopTests {
    /// Where the server is stopped: the command at work, and the table for which it waits then.
    private static let places: [(command: [String], table: String)] = [
        // The calls of the first chunk are copied, its manifest is not in.
        (["cdr", "import", "CALLS"], "chunk"),
        // All chunks are in, usage is being summed.
        (["cdr", "import", "CALLS"], "service_usage"),
        (["cdr", "import", "CALLS"], "closing_posting"),
        (["invoice", "run", "--period", "2026-10"], "invoice_line"),
        (["invoice", "approve", "--period", "2026-10"], "audit_event"),
        (["invoice", "issue", "--period", "2026-10"], "document_issue"),
    ]

    private static let steps = places.map(\.command).reduce(into: [[String]]()) {
        if $0.last != $1 { $0.append($1) }
    }

    private static let left = """
        SELECT (SELECT count(*) FROM call) AS calls, (SELECT count(*) FROM chunk) AS chunks, (SELECT sum(sell_micros) FROM call) AS micros,
            (SELECT sum(micros) FROM usage) AS usage, (SELECT count(*) FROM closing) AS closings,
            (SELECT count(*) FROM journal) AS journals, (SELECT sum(amount_micros) FROM entry) AS entered,
            (SELECT string_agg(number_text || ' ' || total_minor, ', ' ORDER BY number_text) FROM issued_invoice) AS invoices
        """

    @Test func `F2: a server stopped while it loads, closes, posts, bills or issues leaves nothing half done`() throws {
        let expected = try withTestDatabase { database in
            let world = try UndoWorld(database)
            for step in Self.steps { try world.run(arguments(step, in: world)) }
            return try world.texts(Self.left)
        }
        try withTestHome { home in
            let cluster = PrivateCluster(folder: home.postgres)
            try cluster.start()
            let database = Database(url: cluster.url(), home: home)
            let program = DidtronProgram(database: database)
            #expect(try program.run(["db", "migrate"]).status == 0)
            for limit in ["ago", "ahead"] {
                #expect(try program.run(["settings", "set", "cdr.start_days_\(limit)", "0"]).status == 0)
            }
            let world = try UndoWorld(database)
            for (index, place) in Self.places.enumerated() {
                let arguments = try arguments(place.command, in: world)
                try stop(cluster, world, arguments, at: place.table)
                try cluster.start()
                if index + 1 == Self.places.count || Self.places[index + 1].command != place.command {
                    try world.run(arguments)
                }
            }
            #expect(try world.texts(Self.left) == expected)
            try world.run("check", "--full")
        }
    }

    private func arguments(_ command: [String], in world: UndoWorld) throws -> [String] {
        let calls = try world.file(
            "calls.csv", (1...40).map { Record($0, customer: $0 % 3 == 0 ? "bolt" : "acme").text })
        return command.map { $0 == "CALLS" ? calls : $0 }
    }

    /// Starts a command, stops the server while the command waits for a table, and sees it fail.
    private func stop(_ cluster: PrivateCluster, _ world: UndoWorld, _ arguments: [String], at table: String) throws {
        let holder = try world.database.connect(), watch = try world.database.connect()
        defer {
            holder.close()
            watch.close()
        }
        try holder.execute("BEGIN; LOCK TABLE \(table) IN SHARE MODE")
        let process = try world.program.start(arguments)
        var tries = 0
        while try !watch.query(
            """
            SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND relation = '\(table)'::regclass)
                AS is_there
            """
        ).only().bool("is_there") {
            tries += 1
            try #require(tries < 600, "\(arguments) did not come to \(table)")
            usleep(50_000)
        }
        #expect(try cluster.stop(immediately: true))
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
        #expect(status != 0, "\(arguments) at \(table)")
    }
}
