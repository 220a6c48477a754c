import ArgumentParser
internal import Catalog
import Contracts
import Jobs
internal import Vocabulary

/// Lists jobs.
struct JobsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List jobs, the newest first.",
        discussion: """
            Example:
              didtron jobs list --state parked
            """)

    @Option(help: "Only those that are queued, running, done, parked or cancelled.")
    var state: String?

    @Option(help: ArgumentHelp("Only jobs of this kind.", valueName: "kind"))
    var kind: String?

    @Option(help: "Largest number of jobs.")
    var limit: Int = 50

    @Option(help: ArgumentHelp("Only jobs older than this one.", valueName: "number"))
    var before: Int64?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000.") }
        let states = ["queued", "running", "done", "parked", "cancelled"]
        if let state, !states.contains(state) {
            throw ValidationError("--state is one of \(states.joined(separator: ", ")), not '\(state)'.")
        }
    }

    func run() throws {
        let jobs = try JobSummary.list(
            kind: kind, state: state, before: before.map { JobID($0) }, limit: limit,
            on: database.open().connect(role: .reporter))
        if printing.json { return try JSONOutput.print(jobs.map(JSON.Job.init)) }
        guard !jobs.isEmpty || printing.csv else { return print("No jobs.") }
        var table = TextTable([
            .right("job"), .left("kind"), .left("state"), .right("runs"), .left("due"), .left("asked for by"),
            .left("progress or cause"),
        ])
        table.rows = jobs.map { job in
            [
                "\(job.jobID)", job.kind, job.isBeingCancelled ? "cancelling" : job.state, "\(job.runs)", job.dueAt,
                job.requestedBy, job.progressText ?? job.cause ?? "",
            ]
        }
        try printing.print(table)
    }
}

extension JobSummary {
    /// `812 of 2,000: invoices`; nil where nothing was reported.
    var progressText: String? {
        guard let progressDone else { return progressNote }
        let total = progressTotal.map { " of \(AmountText.count($0))" } ?? ""
        return "\(AmountText.count(progressDone))\(total)" + (progressNote.map { ": \($0)" } ?? "")
    }
}
