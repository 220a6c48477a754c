import ArgumentParser
internal import Catalog
import Contracts
import Jobs
internal import Vocabulary

/// Lists runs of jobs.
struct JobsHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the runs of jobs, the latest first: how long, and how each ended.",
        discussion: """
            Example:
              didtron jobs history --kind books.close
            """)

    @Argument(help: "Number of a job: only its runs.")
    var job: Int64?

    @Option(help: ArgumentHelp("Only jobs of this kind.", valueName: "kind"))
    var kind: String?

    @Option(help: "Largest number of runs.")
    var limit: Int = 50

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000.") }
    }

    func run() throws {
        let runs = try JobRunSummary.list(
            jobID: job.map { JobID($0) }, kind: kind, limit: limit, on: database.open().connect(role: .reporter))
        if printing.json { return try JSONOutput.print(runs.map(JSON.JobRun.init)) }
        guard !runs.isEmpty || printing.csv else { return print("No runs.") }
        var table = TextTable([
            .right("job"), .right("run"), .left("kind"), .left("began"), .right("ms"), .left("outcome"),
            .left("message"),
        ])
        table.rows = runs.map { run in
            [
                "\(run.jobID)", "\(run.number)", run.kind, run.startedAt, AmountText.count(run.elapsedMilliseconds),
                run.outcome ?? "running", run.text,
            ]
        }
        try printing.print(table)
    }
}

extension JobRunSummary {
    /// What to do about its failure; nil where its message says all there is to say.
    var remedy: String? { reason.flatMap { Remedy.remedy(reason: $0, facts ?? [:]) } }

    /// What it did, or why it failed and what to do about it.
    var text: String {
        guard let message else { return "" }
        return remedy.map { "\(message). \($0)" } ?? message
    }
}
