import Foundation
import Hummingbird
internal import Jobs
import Operations
import Postgres
import Vocabulary

/// How far a job is that a person started from a page.
struct ProgressSheet: Sendable {
    let jobID: JobID
    var header: PageHeader
    var facts: [Fact]
    /// State of the bar: `waiting`, `running`, `done`, `failed`.
    var state: String
    /// Label of the bar.
    var label: String
    var badge: Badge
    var text: String
    var hasTotal: Bool
    var done: String
    var total: String
    /// Why it failed.
    var cause: String?
    var isOver: Bool
    var next: PageHeader.Action?
    var path: String
    /// Account of the rows of a file; empty until it is in.
    var account: [SummaryList.Row] = []
    var tieOut: TieOut?

    init(_ job: JobOfPage, title: String, label: String, path: String) {
        let view = JobProgressView(job: job.summary, message: job.run?.message)
        jobID = job.summary.jobID
        header = PageHeader(title: title, badge: view.badge)
        facts = [
            Fact("Started", Instant(job.summary.createdAt)), Fact("By", job.summary.requestedBy),
            Fact("Job", "\(job.summary.jobID)"),
        ]
        state = view.state
        self.label = label
        badge = view.badge
        text = view.text
        hasTotal = job.summary.progressTotal != nil
        done = "\(job.summary.progressDone ?? 0)"
        total = "\(job.summary.progressTotal ?? 0)"
        cause = job.summary.state == "parked" ? job.summary.cause : nil
        isOver = view.isOver
        self.path = path
    }
}

/// A job with its latest run, as the page that started it shows it.
struct JobOfPage: Sendable {
    let summary: JobSummary
    let run: JobRunSummary?

    var isDone: Bool { summary.state == "done" }

    /// - Throws: a refusal where there is no such job of the kinds in the session's entity.
    static func find(_ request: PageRequest, kinds: [String], on connection: Connection) throws -> JobOfPage {
        let id = JobID(try request.number("job"))
        guard let job = try JobSummary.find(id, on: connection), job.entityID == request.session.entityID,
            kinds.contains(job.kind)
        else { throw Refusal.noPage }
        return JobOfPage(summary: job, run: try JobRunSummary.list(jobID: id, limit: 1, on: connection).first)
    }
}

extension PageRequest {
    func progress(_ shell: Shell, _ progress: ProgressSheet) -> Response {
        var shell = shell
        if !progress.isOver {
            shell.refreshSeconds = 2
            shell.events = JobEventStream.path(progress.jobID)
        }
        return page("job-progress", shell, progress)
    }

    /// Puts a job into the queue; the same form again finds the one that it put there.
    func addJob(_ kind: String, _ arguments: some Encodable, failuresMax: Int32 = 1) async throws -> JobID {
        let json = String(decoding: try JSONEncoder().encode(arguments), as: UTF8.self)
        let actor = actRequest(kind).actor
        let entityID = session.entityID
        let added = try await act("job.add") { connection in
            var job = JobQueue.NewJob(kind, entityID: entityID)
            job.arguments = json
            job.failuresMax = failuresMax
            job.priority = 10
            return try JobQueue.add(job, by: actor, on: connection).rawValue
        }
        return JobID(added)
    }
}

/// How far a job is, in words.
struct JobProgressView {
    let progress: JobStanding

    init(_ progress: JobStanding) { self.progress = progress }

    init(job: JobSummary, message: String?) {
        progress = JobStanding(
            jobID: job.jobID, kind: job.kind, state: job.state, done: job.progressDone, total: job.progressTotal,
            note: job.progressNote, cause: job.cause, message: message)
    }

    var isOver: Bool { progress.isOver }
    var badge: Badge { Badge(job: progress.state) }

    /// State of the bar: `waiting`, `running`, `done`, `failed`.
    var state: String {
        switch progress.state {
        case "queued": "waiting"
        case "parked", "cancelled": "failed"
        default: progress.state
        }
    }

    var text: String {
        switch progress.state {
        case "queued": return "Waiting for a worker"
        case "done": return (progress.message ?? "Done") + "."
        case "parked": return "Failed, nothing of this step was kept"
        case "cancelled": return "Cancelled"
        default: return [share, progress.note].compactMap(\.self).joined(separator: ", ")
        }
    }

    /// Files are measured by their bytes, all else is counted.
    private var share: String {
        let words: (Int64) -> String =
            progress.kind == CDRUploadJob.kind ? { Size.text($0) } : { Amount.count($0).text }
        guard let done = progress.done else { return "Under way" }
        if let total = progress.total { return "\(words(done)) of \(words(total))" }
        return progress.kind == CDRUploadJob.kind ? words(done) : "Under way"
    }
}
