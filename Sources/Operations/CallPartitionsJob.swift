internal import Database
package import Jobs
internal import Postgres

/// Makes the day partitions of calls for the days ahead, so that no load has to wait for them.
package struct CallPartitionsJob: JobHandler {
    package static let kind = "calls.add_partitions"

    /// Days ahead of today, in UTC.
    private static let daysAhead: Int64 = 3

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let connection = try work.database.connect(role: .loader)
        defer { connection.close() }
        let made = try connection.run(query: "add_call_partitions_ahead", ["days": .int(Self.daysAhead)])
            .filter { try $0.bool("was_made") }
        return made.isEmpty ? "All partitions were there" : "\(made.count) partitions made"
    }
}
