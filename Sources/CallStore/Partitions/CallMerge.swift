internal import Calendar
package import Database
import Foundation
internal import Postgres

/// Merges the day partitions of a month of calls into one, once the month is over and all of it is closed.
///
///     copy the days into a table beside them (everybody goes on) -> copy what has come since -> put it in their place
///
/// The last step is one short transaction that waits for nobody: while somebody reads or writes there, it is tried again. Killed
/// anywhere, the next run goes on: a copy is there whole or not at all, and a table `call_merge` says what it holds.
package enum CallMerge {
    /// First days of the months that can be merged, by ISO date.
    ///
    /// - Parameter daysAfter: days behind the end of a month before its calls are merged.
    package static func months(daysAfter: Int, in database: Database) throws -> [String] {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        return try connection.run(query: "months_to_merge", ["days_after": .int(Int64(daysAfter))])
            .map { try $0.string("month") }
    }

    /// Merges a month.
    ///
    /// - Parameters:
    ///   - patienceSeconds: how long it tries to take the place of the days.
    ///   - onStep: hears what is done, before each step that follows the copy.
    /// - Returns: false where the place was not to be had; the copy stays for the next run.
    package static func merge(
        _ month: String, patienceSeconds: Double, in database: Database, onStep: () throws -> Void = {}
    ) throws -> Bool {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let parameters: [String: Value] = ["month": .text(month)]
        let isBegun = try connection.query(
            "SELECT FROM call_merge WHERE month = $1::date", [.text(month)], name: "merge_begun")
        if isBegun.isEmpty {
            _ = try connection.repeatableTransaction { try connection.run(query: "begin_call_merge", parameters) }
        }
        let end = ContinuousClock.now + .seconds(patienceSeconds)
        while true {
            try onStep()
            // Whatever came while the copy was made; nearly always nothing.
            while try connection.repeatableTransaction({
                try connection.run(query: "continue_call_merge", parameters).only().int("calls")
            }) > 0 {}
            let isDone = try connection.transaction {
                try connection.run(query: "finish_call_merge", parameters).only().bool("is_done")
            }
            if isDone { return true }
            guard ContinuousClock.now < end else { return false }
            Thread.sleep(forTimeInterval: 0.1)
        }
    }
}

extension Connection {
    /// A transaction whose statements have one snapshot.
    fileprivate func repeatableTransaction<Value>(_ body: () throws -> Value) throws -> Value {
        try transaction {
            try execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            return try body()
        }
    }
}
