import Foundation
import Hummingbird
internal import Jobs
import NIOCore
import Operations
import Vocabulary

/// How far a job is, as server-sent events: for the script that keeps a page up to date. Without it the page is asked for again.
enum JobEventStream {
    static let routes: [Route] = [.get("\(JobListPage.path)/:job/events", .needs(.seeJobs), listen)]

    static func path(_ id: JobID) -> String { "\(JobListPage.path)/\(id)/events" }

    /// Texts that the script puts into the page.
    struct Shown: Encodable, Equatable {
        /// State of the bar: `waiting`, `running`, `done`, `failed`.
        var state: String
        var text: String
        var done: Int64?
        var total: Int64?
        /// The page has more to show now.
        var isOver: Bool

        private enum CodingKeys: String, CodingKey {
            case state, text, done, total
            case isOver = "is_over"
        }

        init(_ progress: JobStanding) {
            let view = JobProgressView(progress)
            state = view.state
            text = view.text
            done = progress.done
            total = progress.total
            isOver = view.isOver
        }
    }

    private static func listen(_ request: PageRequest) async throws -> Response {
        let id = JobID(try request.number("job"))
        let entityID = request.session.entityID
        let job = try await request.read { try JobSummary.find(id, on: $0) }
        guard let job, job.entityID == nil || job.entityID == entityID else { throw Refusal.noPage }
        let listening = try request.web.jobEvents.listen(to: id, userID: request.session.userID)
        let client = request.context.client
        // The body holds what listens: both go together, also where nothing is ever written.
        let body = ResponseBody { writer in
            await client.whenLeft { listening.stop() }
            do {
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                for await event in listening.events { try await writer.write(ByteBuffer(string: text(event))) }
            } catch {
                // The client is gone.
                listening.stop()
            }
            await client.whenLeft(nil)
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: body)
    }

    static func text(_ event: JobEvents.Event) -> String {
        switch event {
        case .stillThere: return ": still there\n\n"
        case .progress(let progress):
            // Texts and numbers alone, which can always be encoded, on one line.
            let json = (try? APIAnswer.encode(Shown(progress))) ?? Data()
            return "event: progress\ndata: \(String(decoding: json, as: UTF8.self))\n\n"
        }
    }
}
