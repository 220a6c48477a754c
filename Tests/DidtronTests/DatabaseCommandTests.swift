import Foundation
import Postgres
import TestSupport
import Testing

/// `didtron db` as it is typed.
@Suite struct DatabaseCommandTests {
    @Test func `a private database lives from start to stop`() throws {
        try withTestHome { home throws in
            let didtron = DidtronProgram(home: home)
            let absent = try didtron.run(["db", "status"])
            #expect(absent.status == 3)
            #expect(absent.output.contains("State       not created"))
            let idle = try didtron.run(["db", "stop"])
            #expect(idle.status == 0)
            #expect(idle.output == "The private database in \(home.postgres) was not running.\n")

            // Behind a pipe: a server that held it open would keep the reader waiting.
            let started = try didtron.run(["db", "start"], pipedInto: "cat")
            #expect(started.output.hasPrefix("The private database in \(home.postgres) is started (process "))
            #expect(try didtron.run(["db", "start"]).output.contains("runs already"))
            let status = try didtron.run(["db", "status", "--json"])
            #expect(status.status == 0)
            #expect(status.output.contains(#""state" : "ready""#), "\(status.output)")
            let url = try didtron.run(["db", "url"]).output.trimmingCharacters(in: .newlines)
            #expect(try Connection(url: url).query("SELECT FROM call").isEmpty)
            #expect(try didtron.run(["db", "migrate"]).output.hasSuffix("has all migrations.\n"))

            #expect(try didtron.run(["db", "stop"]).output == "The private database in \(home.postgres) is stopped.\n")
            let stopped = try didtron.run(["db", "status"])
            #expect(stopped.status == 3)
            #expect(stopped.output.contains("State       stopped"))
        }
    }

    @Test func `the URL of a database that was never made is a sentence, and nothing is made`() throws {
        try withTestHome { home throws in
            let outcome = try DidtronProgram(home: home).run(["db", "url"])
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            #expect(
                outcome.errors
                    == "didtron: There is no private database in \(home.postgres) yet. Create and start it with "
                    + "`didtron db start`.\n", "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: home.path))
        }
    }

    @Test func `a server of somebody else's is migrated and never stopped`() throws {
        let cluster = try TestCluster.shared
        let database = try cluster.makeEmptyDatabase()
        let didtron = DidtronProgram(database: database)
        #expect(try didtron.run(["db", "status"]).status == 3)
        let refused = try didtron.run(["db", "stop"])
        #expect(refused.status == 1)
        #expect(refused.errors.hasPrefix("didtron: DATABASE_URL names PostgreSQL at "), "\(refused.errors)")
        let migrated = try didtron.run(["db", "migrate"])
        #expect(migrated.status == 0)
        #expect(migrated.output.hasPrefix("applied schema/migrations/0001_add_foundation.sql\n"))
        #expect(try didtron.run(["db", "status"]).status == 0)
        try cluster.drop(database)
    }

    @Test func `a fault is one sentence and a status`() throws {
        try withTestHome { home throws in
            var didtron = DidtronProgram(home: home)
            didtron.environment["DATABASE_URL"] = "postgresql://clerk:ss-Word@127.0.0.1:1/books"
            for command in [["db", "status"], ["db", "migrate"], ["check"], ["partner", "list"]] {
                let outcome = try didtron.run(command)
                #expect(outcome.status == 1, "\(command)")
                #expect(
                    outcome.errors.hasPrefix("didtron: Cannot connect to PostgreSQL at 127.0.0.1 port 1"),
                    "\(outcome.errors)")
                #expect(outcome.errors.split(separator: "\n").count == 1)
                #expect(!(outcome.errors + outcome.output).contains("ss-Word"))
            }
            #expect(try didtron.run(["db", "begin"]).status == 64)
        }
    }
}
