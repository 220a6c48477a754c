internal import Database
package import Jobs
internal import Postgres

/// Makes the partitions of calls for the days ahead, and those of usage and the ledger for the months, so that nobody has to wait
/// for them.
package struct CallPartitionsJob: JobHandler {
    package static let kind = "calls.add_partitions"

    /// Days ahead of today, in UTC.
    private static let daysAhead: Int64 = 3
    /// Months of usage and of the ledger ahead of this one.
    private static let monthsAhead: Int64 = 2

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let connection = try work.database.connect(role: .loader)
        defer { connection.close() }
        let ahead: [String: Value] = ["days": .int(Self.daysAhead), "months": .int(Self.monthsAhead)]
        let made = try connection.transactionRetrying {
            try connection.run(query: "add_call_partitions_ahead", ahead).only()
        }
        let count = try made.int("days") + made.int("months")
        return count == 0 ? "All partitions were there" : "\(count) partitions made"
    }
}
