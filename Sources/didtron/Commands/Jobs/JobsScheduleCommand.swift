import ArgumentParser
import Contracts
import Jobs
import Operations

/// Changes a schedule.
struct JobsScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Change when a schedule fires, or add one.",
        discussion: """
            Examples:
              didtron jobs schedule clean-up --cron '30 2 * * sun' --zone Europe/Berlin
              didtron jobs schedule fra1-calls --kind cdr.folder \\
                --argument folder=/var/spool/cdr --argument switch=fra1 \\
                --cron '* * * * *' --missed once
            """)

    @Argument(help: "Name of the schedule.")
    var name: String

    @Option(help: ArgumentHelp("Add a schedule of jobs of this kind.", valueName: "kind"))
    var kind: String?

    @OptionGroup var arguments: JobArguments

    @Option(help: "Minute, hour, day of the month, month and day of the week, as in crontab.")
    var cron: String?

    @Option(help: "Time zone of that clock, such as Europe/Berlin.")
    var zone: String?

    @Option(help: "Times missed while no worker ran: skip, once (one job for all of them) or all (one job each).")
    var missed: Schedule.CatchUp?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        let kinds = JobCatalog.handlers.map { type(of: $0).kind }
        guard kind.map(kinds.contains) ?? true else {
            throw ValidationError(
                "There is no kind of job '\(kind ?? "")': it is one of \(kinds.joined(separator: ", ")).")
        }
        guard kind == nil || cron != nil else { throw ValidationError("A new schedule needs --cron.") }
        guard kind != nil || arguments.pairs.isEmpty else {
            throw ValidationError("--argument goes with --kind: what a schedule does is fixed when it is added.")
        }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let set: String = try act.perform("schedule.set", on: connection) {
            if let kind, let cron {
                var new = Schedule(name, kind: kind, cron: cron, zone: zone ?? "UTC", catchUp: missed ?? .once)
                new.arguments = try arguments.json
                guard try new.addUnlessThere(on: connection) else {
                    throw ValidationError("There is a schedule '\(name)' already.")
                }
                return "\(name): \(cron) (\(new.zone)), jobs \(kind)"
            }
            guard var schedule = try Schedule.list(name: name, on: connection).first else {
                throw ValidationError("There is no schedule '\(name)': `didtron jobs schedules` lists them.")
            }
            schedule.cron = cron ?? schedule.cron
            schedule.zone = zone ?? schedule.zone
            schedule.catchUp = missed ?? schedule.catchUp
            try schedule.set(on: connection)
            return "\(name): \(schedule.cron) (\(schedule.zone)), missed times: \(schedule.catchUp.rawValue)"
        }
        if printing.json {
            return try JSONOutput.print(try Schedule.list(name: name, on: connection).map(JSON.Schedule.init))
        }
        printing.say(set)
    }
}

extension Schedule.CatchUp: ExpressibleByArgument {}
