internal import Calendar
internal import Catalog
internal import Database
package import Postgres
import Synchronization

/// The partitions of `call` by their days, made before the rows that need them, in a transaction of their own: a partition
/// is visible to everybody before anybody writes to it, and no load waits for the end of another.
package final class CallPartitions: Sendable {
    /// Of each day touched so far the rows that the index over the pages (BRIN) may not know; nil = it was there before this
    /// load, and nobody has looked.
    private let unknownRows = Mutex<[Int32: Int?]>([:])

    /// Rows of a day that may be unknown to the index: each search reads them all, which costs less than to make it known
    /// before each.
    static let unknownRowsMax = 200_000

    package init() {}

    /// Makes the partitions of `days` (since 1970-01-01) that are not there; outside of any transaction.
    package func ensure(_ days: [Int32], _ connection: Connection) throws {
        let missing = unknownRows.withLock { rows in days.filter { rows[$0] == nil } }
        guard !missing.isEmpty else { return }
        let answer = try connection.run(query: "add_call_partitions", ["days": .texts(CallPartitions.dates(missing))])
        let wasMade = try answer.map { try $0.bool("was_made") }
        let made = zip(missing, wasMade).filter(\.1).map(\.0)
        if !made.isEmpty { try CallPartitions.addMonths(made, connection) }
        unknownRows.withLock { rows in
            // The answer has a row a day, ascending, as the days are.
            for (day, wasMade) in zip(missing, wasMade) where rows[day] == nil {
                rows.updateValue(wasMade ? 0 : nil, forKey: day)
            }
        }
    }

    /// Makes the months of usage and of the ledger that calls of UTC days may be billed in, unless somebody posts meanwhile: then closing
    /// and posting make what they need themselves.
    private static func addMonths(_ days: [Int32], _ connection: Connection) throws {
        // A billing day is at most a day away, and its period begins in the same month or is a week.
        let billed = Set(days.flatMap { [$0 - 7, $0 + 1] }).sorted()
        do {
            _ = try connection.run(
                query: "add_month_partitions", ["tables": .texts(["usage", "entry"]), "days": .texts(dates(billed))])
        } catch let error as PostgresError where error.isRetryable {}
    }

    /// The partitions of `days`, all of which have one, by the names that COPY takes; none of them is merged into another before
    /// the transaction that is open ends.
    package static func hold(_ days: [Int32], _ connection: Connection) throws -> [Int32: String] {
        var names: [Int32: String] = [:]
        for row in try connection.run(query: "hold_call_partitions", ["days": .texts(dates(days))]) {
            let day: Int32 = try row.narrow("day")
            guard let name = try row.optionalString("name") else {
                throw LoadError(inconsistent: "No partition has the calls of \(CivilDay(daysSince1970: day))")
            }
            names[day] = name
        }
        return names
    }

    /// Rows of a day are on their way.
    package func note(_ count: Int, of day: Int32) {
        unknownRows.withLock { rows in
            if let known = rows[day] ?? nil { rows[day] = known + count }
        }
    }

    /// Makes the rows of those of the days known to the index of which many are not.
    package func summarize(_ days: [Int32], _ connection: Connection) throws {
        let due = unknownRows.withLock { rows in
            days.filter { (rows[$0] ?? nil).map { $0 > CallPartitions.unknownRowsMax } ?? true }.sorted()
        }
        guard !due.isEmpty else { return }
        _ = try connection.run(query: "summarize_calls", ["days": .texts(CallPartitions.dates(due))])
        unknownRows.withLock { rows in for day in due { rows.updateValue(0, forKey: day) } }
    }

    private static func dates(_ days: [Int32]) -> [String] { days.map { "\(CivilDay(daysSince1970: $0))" } }
}
