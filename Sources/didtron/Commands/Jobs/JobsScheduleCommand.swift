import ArgumentParser
import Jobs

/// Changes a schedule.
struct JobsScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Change when a schedule fires.",
        discussion: "Example: didtron jobs schedule clean-up --cron '30 2 * * sun' --zone Europe/Berlin")

    @Argument(help: "Name of the schedule.")
    var name: String

    @Option(help: "Minute, hour, day of the month, month and day of the week, as in crontab.")
    var cron: String?

    @Option(help: "Time zone of that clock, such as Europe/Berlin.")
    var zone: String?

    @Option(help: "Of times that passed while no worker ran: skip, once (one job for all) or all (one job each).")
    var missed: Schedule.CatchUp?

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let set: String = try act.perform("schedule.set", on: connection) {
            guard var schedule = try Schedule.list(name: name, on: connection).first else {
                throw ValidationError("There is no schedule '\(name)': `didtron jobs schedules` lists them.")
            }
            schedule.cron = cron ?? schedule.cron
            schedule.zone = zone ?? schedule.zone
            schedule.catchUp = missed ?? schedule.catchUp
            try schedule.set(on: connection)
            return "\(name): \(schedule.cron) (\(schedule.zone)), missed times: \(schedule.catchUp.rawValue)"
        }
        print(set)
    }
}

extension Schedule.CatchUp: ExpressibleByArgument {}
