import Calendar
internal import Database
import Foundation
package import Postgres
internal import Vocabulary

/// When jobs of a kind are put into the queue.
package struct Schedule: Sendable, Codable {
    package enum CatchUp: String, Sendable, Codable, CaseIterable {
        /// Nothing is made up for times that passed.
        case skip
        /// One job for all the times that passed.
        case once
        /// A job for each time that passed.
        case all
    }

    package var name: String
    package var kind: String
    /// Minute, hour, day of the month, month, day of the week.
    package var cron: String
    /// IANA zone.
    package var zone: String
    package var catchUp: CatchUp
    /// Instants in ISO 8601, UTC.
    package var nextAt: String?
    package var lastAt: String?
    package var lastState: String?
    package var pausedReason: String?
    /// Arguments of the jobs, as a JSON object.
    package var arguments = "{}"

    /// What a new schedule is.
    package init(_ name: String, kind: String, cron: String, zone: String = "UTC", catchUp: CatchUp = .once) {
        self.name = name
        self.kind = kind
        self.cron = cron
        self.zone = zone
        self.catchUp = catchUp
    }

    package static func list(name: String? = nil, on connection: Connection) throws -> [Schedule] {
        try connection.run(query: "schedule_list", ["name": .optional(name)]).map { row in
            var schedule = Schedule(
                try row.string("name"), kind: try row.string("kind"), cron: try row.string("cron"),
                zone: try row.string("zone"), catchUp: CatchUp(rawValue: try row.string("catch_up")) ?? .once)
            schedule.nextAt = try row.optionalString("next_at")
            schedule.lastAt = try row.optionalString("last_at")
            schedule.lastState = try row.optionalString("last_state")
            schedule.pausedReason = try row.optionalString("paused_reason")
            return schedule
        }
    }

    /// Adds it unless there is one of its name: what a person has set stays.
    ///
    /// - Returns: whether it was added.
    @discardableResult
    package func addUnlessThere(on connection: Connection) throws -> Bool {
        try checked()
        return try !connection.run(
            job: "add_schedule",
            [
                "name": .text(name), "kind": .text(kind), "cron": .text(cron), "zone": .text(zone),
                "catch_up": .text(catchUp.rawValue), "arguments": .text(arguments),
            ]
        ).rows.isEmpty
    }

    /// Changes when the schedule of its name fires.
    package func set(on connection: Connection) throws {
        try checked()
        let rows = try connection.run(
            job: "set_schedule",
            ["name": .text(name), "cron": .text(cron), "zone": .text(zone), "catch_up": .text(catchUp.rawValue)]
        ).rows
        if rows.isEmpty { throw Schedule.notFound(name) }
    }

    /// Pauses a schedule with a reason; nil lets it go on.
    package static func pause(_ name: String, reason: String?, on connection: Connection) throws {
        let rows = try connection.run(
            job: "pause_schedule", ["name": .text(name), "reason": .optional(reason)]
        ).rows
        if rows.isEmpty { throw notFound(name) }
    }

    private func checked() throws {
        do {
            _ = try CronExpression(cron)
        } catch {
            throw Refusal(.invalid, "schedule.cron", error.description, place: .init(field: "cron"))
        }
        guard TimeZone(identifier: zone) != nil else {
            throw Refusal(
                .invalid, "schedule.zone", "'\(zone)' is no time zone", facts: ["zone": zone],
                place: .init(field: "zone"))
        }
    }

    private static func notFound(_ name: String) -> Refusal {
        Refusal(.notFound, "schedule.not_found", "There is no schedule '\(name)'", facts: ["schedule": name])
    }
}
