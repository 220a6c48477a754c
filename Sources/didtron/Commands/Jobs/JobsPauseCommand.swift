import ArgumentParser
import Jobs

/// Pauses a schedule.
struct JobsPauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pause", abstract: "Pause a schedule, with a reason.")

    @Argument(help: "Name of the schedule.")
    var schedule: String

    @Option(help: "Why it is paused; the list shows it.")
    var reason: String

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if reason.isEmpty { throw ValidationError("--reason says why: it cannot be empty.") }
    }

    func run() throws {
        try Schedule.pause(schedule, reason: reason, on: database.open().connect(role: .app))
        print("\(schedule) is paused: \(reason)")
    }
}

/// Lets a paused schedule go on.
struct JobsResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a paused schedule go on; its rule says what becomes of times that passed."
    )

    @Argument(help: "Name of the schedule.")
    var schedule: String

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        try Schedule.pause(schedule, reason: nil, on: database.open().connect(role: .app))
        print("\(schedule) goes on.")
    }
}
