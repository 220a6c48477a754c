import Acts
import ArgumentParser
import Contracts
import Jobs

/// Pauses a schedule.
struct JobsPauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Pause a schedule, with a reason.",
        discussion: """
            Example:
              didtron jobs pause fra1-calls --reason 'switch is being moved'
            """)

    @Argument(help: "Name of the schedule.")
    var schedule: String

    @Option(help: ArgumentHelp("Why it is paused; the list shows it.", valueName: "text"))
    var reason: String

    @OptionGroup var printing: PrintOptions

    @OptionGroup var actor: ActorOption

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if reason.isEmpty { throw ValidationError("--reason says why: it cannot be empty.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let request = ActRequest("schedule.pause", by: actor.actor, from: CommandOrigin.text, reason: reason)
        _ = try Acts.perform(request, on: connection) { _ in
            try Schedule.pause(schedule, reason: reason, on: connection)
            return schedule
        }
        try printing.show(
            JSON.ScheduleState(schedule: schedule, isPaused: true, reason: reason), "\(schedule) is paused: \(reason)")
    }
}

/// Lets a paused schedule go on.
struct JobsResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let a paused schedule go on; its rule says what becomes of times that passed.",
        discussion: """
            Example:
              didtron jobs resume fra1-calls
            """
    )

    @Argument(help: "Name of the schedule.")
    var schedule: String

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        _ = try act.perform("schedule.resume", on: connection) {
            try Schedule.pause(schedule, reason: nil, on: connection)
            return schedule
        }
        try printing.show(JSON.ScheduleState(schedule: schedule, isPaused: false), "\(schedule) goes on.")
    }
}
