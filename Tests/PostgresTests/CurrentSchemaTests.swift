import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// `schema/current.sql` is for reading: the schema that the migrations add up to.
@Suite struct CurrentSchemaTests {
    /// Each major version of pg_dump words some things its own way.
    static let isComparable =
        (try? ServerPrograms.find(version: nil, environment: ProcessInfo.processInfo.environment).majorVersion) == 15

    @Test(.enabled(if: isComparable, "the committed text is that of PostgreSQL 15"))
    func `the migrations add up to the committed schema`() throws {
        let dumped = try withTestDatabase { try Self.header + schema(of: $0) }
        let file = URL(filePath: #filePath).appending(path: "../../../schema/current.sql").standardized
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try dumped.write(to: file, atomically: true, encoding: .utf8)
        }
        let committed = try String(contentsOf: file, encoding: .utf8)
        let difference = dumped.split(separator: "\n").difference(from: committed.split(separator: "\n"))
        // The macro would print both texts.
        let isCommitted = dumped == committed
        #expect(
            isCommitted,
            """
            The migrations give another schema than schema/current.sql: run the tests with UPDATE_FIXTURES=1 and look \
            at what changed. First differences: \(difference.prefix(5))
            """)
    }

    private static let header = """
        -- The schema that the migrations add up to. For reading only: the migrations make it, and a test rewrites and
        -- compares it (see README.md). The owner is didtron_owner where none is stated.

        """

    /// What pg_dump says, without its comments and session settings, which differ from one minor version to the next.
    private func schema(of database: Database) throws -> String {
        let programs = try ServerPrograms.find(version: nil, environment: ProcessInfo.processInfo.environment)
        let outcome = try ChildProcess.run(
            [programs.path("pg_dump"), "--schema-only", "--dbname", database.url],
            environment: ["PATH": "/usr/bin:/bin"])
        try #require(outcome.status == 0, "\(outcome.output)")
        let noise = ["--", "SET ", "SELECT pg_catalog.set_config", "\\"]
        var lines: [Substring] = []
        for line in outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        where !noise.contains(where: line.hasPrefix) && !line.hasSuffix(" OWNER TO didtron_owner;") {
            if line.isEmpty && lines.last?.isEmpty != false { continue }
            lines.append(line)
        }
        return "\n" + lines.joined(separator: "\n")
    }
}
