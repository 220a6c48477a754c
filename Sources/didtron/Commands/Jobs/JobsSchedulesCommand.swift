import ArgumentParser
internal import Catalog
import Contracts
import Jobs
import Operations

/// Lists schedules.
struct JobsSchedulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedules", abstract: "List the schedules: when each fires next, and why it is paused.",
        discussion: """
            Example:
              didtron jobs schedules
            """)

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let stored = try Schedule.list(on: connection)
        let names = Set(stored.map(\.name))
        // Those that no worker has entered yet.
        let schedules = (stored + JobCatalog.schedules.filter { !names.contains($0.name) }).sorted { $0.name < $1.name }
        if printing.json { return try JSONOutput.print(schedules.map(JSON.Schedule.init)) }
        var table = TextTable([
            .left("schedule"), .left("kind"), .left("cron"), .left("zone"), .left("missed times"), .left("next"),
            .left("last"),
        ])
        table.rows = schedules.map { schedule in
            [
                schedule.name, schedule.kind, schedule.cron, schedule.zone, schedule.catchUp.rawValue,
                schedule.pausedReason.map { "paused: \($0)" } ?? schedule.nextAt ?? "when a worker starts",
                schedule.lastAt.map { "\($0) \(schedule.lastState ?? "")" } ?? "-",
            ]
        }
        try printing.print(table)
    }
}
