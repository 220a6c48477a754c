import Accounts
import Hummingbird
internal import Jobs
import Operations
import Postgres
import Vocabulary

/// Pauses a schedule with a reason, or lets it go on.
struct SchedulePausePage: StatedAct {
    var path: String { "\(ScheduleListPage.path)/:schedule/pause" }
    var permission: Permission { .manageJobs }
    var act: String { "schedule.pause" }
    var isPreviewed: Bool { false }

    func subject(_ request: PageRequest, on connection: Connection) throws -> Schedule {
        try ScheduleListPage.find(request, on: connection)
    }

    func form(
        _ request: PageRequest, _ schedule: Schedule, _ fields: FormFields, _ problems: FormProblems
    ) -> ActForm {
        let isPaused = schedule.pausedReason != nil
        return ActForm(
            title: "\(isPaused ? "Resume" : "Pause") \(schedule.name)", verb: isPaused ? "Resume" : "Pause",
            facts: [Fact("Kind of job", schedule.kind), Fact("When", ScheduleListPage.words(schedule.cron))],
            note: isPaused
                ? "Paused: \(schedule.pausedReason ?? ""). Its rule says what becomes of times that passed."
                : "No job of it is put into the queue until it goes on.",
            fields: isPaused
                ? []
                : [
                    FieldMaker(fields, problems).reason("The list shows it")
                ], crumbs: ScheduleListPage.crumbs, cancel: ScheduleListPage.path,
            hidden: [Filters.Hidden(name: "was", value: isPaused ? "paused" : "on")])
    }

    func perform(
        _ request: PageRequest, _ schedule: Schedule, _ fields: FormFields, on connection: Connection
    ) throws -> String {
        let isPaused = schedule.pausedReason != nil
        guard fields["was"] == (isPaused ? "paused" : "on") else {
            throw FormProblems(nil, "Somebody else \(isPaused ? "paused" : "resumed") it meanwhile.")
        }
        guard !isPaused else {
            try Schedule.pause(schedule.name, reason: nil, on: connection)
            return "\(schedule.name) goes on."
        }
        guard let reason = fields["reason"] else { throw FormProblems("reason", "Enter the reason.") }
        try Schedule.pause(schedule.name, reason: reason, on: connection)
        return "\(schedule.name) is paused."
    }

    func done(_ request: PageRequest, _ schedule: Schedule, _ sentence: String) -> (path: String, flash: Flash) {
        (ScheduleListPage.path, Flash(sentence))
    }
}
