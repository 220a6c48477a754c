import ArgumentParser

/// The queue of jobs and their schedules.
struct JobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "List, run, retry and cancel jobs, and run the worker that does them.",
        discussion: """
            Closing and posting, partitions for the days ahead and cleaning up are jobs: `didtron jobs work` does them as their \
            schedules say, until it is stopped. Several workers may run at once; what a killed one had is done by another.

            Examples:
              didtron jobs work
              didtron jobs schedules
            """,
        subcommands: [
            JobsListCommand.self, JobsRunCommand.self, JobsRetryCommand.self, JobsCancelCommand.self,
            JobsHistoryCommand.self, JobsSchedulesCommand.self, JobsPauseCommand.self, JobsResumeCommand.self,
            JobsScheduleCommand.self, JobsWorkCommand.self,
        ])
}
