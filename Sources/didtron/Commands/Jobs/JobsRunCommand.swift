import Acts
import ArgumentParser
import Contracts
import Jobs
import Operations
internal import Vocabulary

/// Puts a job into the queue.
struct JobsRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Put a job into the queue, and do what is due unless a worker runs.",
        discussion: """
            Kinds: \(JobCatalog.handlers.map { type(of: $0).kind }.joined(separator: ", ")).

            Example:
              didtron jobs run books.close
            """)

    @Argument(help: "Kind of job.")
    var kind: String

    @OptionGroup var arguments: JobArguments

    @Flag(help: "Only put it into the queue, for a worker to do.")
    var queueOnly = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var actor: ActorOption

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        let kinds = JobCatalog.handlers.map { type(of: $0).kind }
        guard kinds.contains(kind) else {
            throw ValidationError("There is no kind of job '\(kind)': it is one of \(kinds.joined(separator: ", ")).")
        }
    }

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .app)
        var new = JobQueue.NewJob(kind, key: arguments.pairs.isEmpty ? "manual" : nil)
        new.arguments = try arguments.json
        let id = try JobQueue.add(new, by: Actor(.shell, actor.name), on: connection)
        guard !queueOnly else {
            return try printing.show(
                JSON.JobState(jobID: id.rawValue, state: "queued"),
                "Job \(id) waits: a worker does it (`didtron jobs work`).")
        }
        var worker = try JobCatalog.worker(database)
        worker.stopsWhenIdle = true
        try worker.run(isStopping: { false })
        guard let job = try JobSummary.find(id, on: connection) else { return }
        let message = try JobRunSummary.list(jobID: id, limit: 1, on: connection).first?.message
        try printing.show(
            JSON.JobState(jobID: id.rawValue, state: job.state, cause: job.cause, message: message),
            "Job \(id) is \(job.state): \(job.cause ?? message ?? "")")
        if job.state != "done" { throw ExitCode.failure }
    }
}
