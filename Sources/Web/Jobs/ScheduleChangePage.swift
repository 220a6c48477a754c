import Accounts
import Hummingbird
internal import Jobs
import Operations
import Postgres
import Vocabulary

/// Changes when a schedule fires.
struct ScheduleChangePage: StatedAct {
    var path: String { "\(ScheduleListPage.path)/:schedule/change" }
    var permission: Permission { .manageJobs }
    var act: String { "schedule.set" }
    var isPreviewed: Bool { false }

    func subject(_ request: PageRequest, on connection: Connection) throws -> Schedule {
        try ScheduleListPage.find(request, on: connection)
    }

    func form(
        _ request: PageRequest, _ schedule: Schedule, _ fields: FormFields, _ problems: FormProblems
    ) -> ActForm {
        let missed = fields["missed"] ?? schedule.catchUp.rawValue
        return ActForm(
            title: "Change \(schedule.name)", verb: "Change", facts: [Fact("Kind of job", schedule.kind)],
            fields: [
                Field(
                    "cron", "When", hint: "Minute, hour, day of the month, month and day of the week, as in crontab",
                    error: problems.of("cron"), value: fields["cron"] ?? schedule.cron),
                Field(
                    "zone", "Zone", hint: "Of that clock, such as Europe/Berlin", error: problems.of("zone"),
                    value: fields["zone"] ?? schedule.zone),
                Field(
                    "missed", "Times missed", hint: "While no worker ran",
                    choices: [("skip", "Skip them"), ("once", "One job for all"), ("all", "A job for each")].map {
                        Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == missed)
                    }),
            ], crumbs: ScheduleListPage.crumbs, cancel: ScheduleListPage.path,
            runs: SheetStep(title: "Run now", path: "\(ScheduleListPage.path)/\(FormFields.encoded(schedule.name))/run")
        )
    }

    func perform(
        _ request: PageRequest, _ schedule: Schedule, _ fields: FormFields, on connection: Connection
    ) throws -> String {
        var form = FormReader(fields)
        var changed = schedule
        changed.cron = form.text("cron", missing: "Enter when it fires.")
        changed.zone = form.text("zone", missing: "Enter the zone.")
        changed.catchUp = fields["missed"].flatMap(Schedule.CatchUp.init) ?? schedule.catchUp
        try form.check()
        try changed.set(on: connection)
        return "\(changed.name): \(ScheduleListPage.words(changed.cron)), \(changed.zone)."
    }

    func done(_ request: PageRequest, _ schedule: Schedule, _ sentence: String) -> (path: String, flash: Flash) {
        (ScheduleListPage.path, Flash(sentence))
    }
}
