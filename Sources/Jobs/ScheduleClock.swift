import Calendar
internal import Database
import Foundation
package import Postgres
internal import Vocabulary

/// Puts the jobs of schedules into the queue as their times come.
package enum ScheduleClock {
    /// Jobs that are made at once for times that passed; the others follow with the next call.
    private static let missedMax = 100

    /// Fires what is due and returns the number of jobs added. Several workers may do so at once.
    @discardableResult
    package static func fire(on connection: Connection) throws -> Int {
        try connection.transactionRetrying {
            var added = 0
            for row in try connection.run(job: "lock_due_schedules").rows {
                added += try fire(row, on: connection)
            }
            return added
        }
    }

    private static func fire(_ row: Row, on connection: Connection) throws -> Int {
        let cron = try CronExpression(row.string("cron"))
        let zone = TimeZone(identifier: try row.string("zone")) ?? .gmt
        let offset: (Int64) -> Int64 = {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval($0))))
        }
        let due = due(
            from: try row.optionalInt("next_s"), now: try row.int("now_s"),
            catchUp: Schedule.CatchUp(rawValue: try row.string("catch_up")) ?? .once,
            following: { cron.next(after: $0, offset: offset) })
        return try connection.run(
            job: "advance_schedule",
            [
                "schedule_id": .int(try row.int("schedule_id")), "next_s": .optional(due.next),
                "times_s": .ints(due.times),
            ]
        )["add_jobs"].count
    }

    /// The times for which a job is made now, and the next one; in seconds since 1970 UTC.
    ///
    /// A time counts as missed where it passed more than a minute ago: a worker that was busy is no gap.
    ///
    /// - Parameter next: when the schedule was to fire; nil = it has not been looked at before, so nothing was missed.
    static func due(
        from next: Int64?, now: Int64, catchUp: Schedule.CatchUp, following: (Int64) -> Int64?
    ) -> (times: [Int64], next: Int64?) {
        guard let next, next <= now else { return ([], next ?? following(now)) }
        switch catchUp {
        case .once:
            return ([next], following(now))
        case .skip:
            let last = following(now - 61).flatMap { $0 <= now ? $0 : nil }
            return (last.map { [$0] } ?? [], following(now))
        case .all:
            var times: [Int64] = []
            var time: Int64? = next
            while let at = time, at <= now, times.count < missedMax {
                times.append(at)
                time = following(at)
            }
            return (times, time)
        }
    }
}
