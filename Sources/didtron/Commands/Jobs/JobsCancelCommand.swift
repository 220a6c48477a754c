import ArgumentParser
import Contracts
import Jobs
internal import Vocabulary

/// Cancels a job.
struct JobsCancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel a job: at once where it waits, else as soon as its worker hears of it.",
        discussion: """
            Example:
              didtron jobs cancel 42
            """
    )

    @Argument(help: "Number of the job.")
    var job: Int64

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let state = try act.perform("job.cancel", on: connection) {
            try JobQueue.cancel(JobID(job), on: connection)
        }
        try printing.show(
            JSON.JobState(jobID: job, state: state),
            state == "cancelled" ? "Job \(job) is cancelled." : "Job \(job) was told to stop.")
    }
}
