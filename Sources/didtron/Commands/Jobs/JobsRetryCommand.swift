import ArgumentParser
import Contracts
import Jobs
internal import Vocabulary

/// Lets a parked job be tried again.
struct JobsRetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try a parked, cancelled or waiting job again, at once.",
        discussion: """
            Example:
              didtron jobs retry 42
            """)

    @Argument(help: "Number of the job.")
    var job: Int64

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        _ = try act.perform("job.retry", on: connection) {
            try JobQueue.retry(JobID(job), on: connection)
            return job
        }
        try printing.show(JSON.JobState(jobID: job, state: "queued"), "Job \(job) waits for a worker.")
    }
}
