import Accounts
import Hummingbird
internal import Jobs
import Operations
import Postgres
import Vocabulary

/// When jobs are done by themselves: the schedules with their next and last times.
enum ScheduleListPage {
    static let path = "\(JobListPage.path)/schedules"

    static let routes: [Route] =
        [
            .get(path, .needs(.seeJobs), show),
            .post("\(path)/:schedule/run", .needs(.manageJobs), run),
            .post("\(path)/:schedule/resume", .needs(.manageJobs), resume),
        ] + SchedulePausePage().routes + ScheduleChangePage().routes

    static let crumbs: [Shell.Crumb] = [
        .billing, Shell.Crumb(title: "Jobs", href: JobListPage.path), Shell.Crumb(title: "Schedules", href: path),
    ]

    static func find(_ request: PageRequest, on connection: Connection) throws -> Schedule {
        let name = request.part("schedule")
        guard let schedule = try Schedule.list(name: name, on: connection).first else { throw Refusal.noPage }
        return schedule
    }

    /// A cron expression in words, where it is one of the usual.
    static func words(_ cron: String) -> String {
        let parts = cron.split(separator: " ").map(String.init)
        guard parts.count == 5 else { return cron }
        let (minute, hour, day, month, weekday) = (parts[0], parts[1], parts[2], parts[3], parts[4])
        guard day == "*", month == "*", weekday == "*" else { return cron }
        if minute == "*", hour == "*" { return "every minute" }
        if minute.hasPrefix("*/"), hour == "*" { return "every \(minute.dropFirst(2)) minutes" }
        guard let minutes = Int(minute) else { return cron }
        let padded = minutes < 10 ? "0\(minutes)" : "\(minutes)"
        if hour == "*" { return "every hour at :\(padded)" }
        return Int(hour).map { "daily at \($0 < 10 ? "0" : "")\($0):\(padded)" } ?? cron
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let (schedules, entities) = try await request.read { connection in
            (try Schedule.list(on: connection), try Shell.entities(request, on: connection))
        }
        let mayManage = request.may(.manageJobs)
        var columns = [
            DataTable.Column("Schedule"), DataTable.Column("State", .state), DataTable.Column("Kind of job"),
            DataTable.Column("When", .wrap, first: true), DataTable.Column("Missed times"),
            DataTable.Column("Next", first: true), DataTable.Column("Last"),
        ]
        if mayManage { columns.append(DataTable.Column("To do")) }
        let shown = columns
        let rows = schedules.sorted { $0.name < $1.name }.map { schedule in
            let href = "\(path)/\(FormFields.encoded(schedule.name))"
            var cells: [Cell] = [
                .key(shown[0], schedule.name, mayManage ? "\(href)/change" : nil),
                .badge(
                    shown[1],
                    schedule.pausedReason.map { Badge(.partlyPaid, "Paused", also: $0) } ?? Badge(.paid, "On")),
                .text(shown[2], schedule.kind), .text(shown[3], "\(words(schedule.cron)), \(schedule.zone)"),
                .text(shown[4], schedule.catchUp == .all ? "each" : schedule.catchUp.rawValue),
                schedule.nextAt.map { .instant(shown[5], $0) } ?? .none(shown[5]),
                schedule.lastAt.map { .text(shown[6], "\(Instant($0).text) \(schedule.lastState ?? "")") }
                    ?? .none(shown[6]),
            ]
            if mayManage {
                cells.append(.link(shown[7], schedule.pausedReason == nil ? "Pause" : "Resume", "\(href)/pause"))
            }
            return DataTable.Row(cells: cells, name: schedule.name)
        }
        let sheet = Sheet(
            header: PageHeader(title: "Schedules"), facts: [Fact("Of", "the whole installation"), Fact("Zone", "UTC")],
            tabs: JobListPage.tabs(FormFields(), at: path),
            table: schedules.isEmpty
                ? nil : DataTable("cap-schedules", "Schedules", hidesCaption: true, columns: columns, rows: rows),
            empty: schedules.isEmpty
                ? EmptyState(title: "No schedules yet", text: "They start with the server.", command: "didtron serve")
                : nil)
        return request.sheet(
            Shell(request, title: "Schedules", crumbs: Array(crumbs.dropLast()), entities: entities), sheet)
    }

    private static func run(_ request: PageRequest) async throws -> Response {
        let schedule = try await request.read { try find(request, on: $0) }
        let actor = request.actRequest("job.add").actor
        let id = try await request.act("job.add") { connection in
            var job = JobQueue.NewJob(schedule.kind, key: "manual")
            job.arguments = schedule.arguments
            return try JobQueue.add(job, by: actor, on: connection).rawValue
        }
        return request.redirect(
            to: "\(JobListPage.path)/\(id)", flash: Flash("\(schedule.name) is put into the queue."))
    }

    private static func resume(_ request: PageRequest) async throws -> Response {
        let name = try await request.read { try find(request, on: $0).name }
        _ = try await request.act("schedule.resume") { connection -> String in
            try Schedule.pause(name, reason: nil, on: connection)
            return name
        }
        return request.redirect(to: path, flash: Flash("\(name) goes on."))
    }
}
