import Answers
import Contracts
internal import Jobs
import Vocabulary

/// Jobs for programs: what waits, runs and has ended.
enum JobAPI {
    static let endpoints: [APIEndpoint] = [
        .list(
            "/jobs", "listJobs", "Jobs of the entity and of the installation, the newest first.",
            .init(.read, .jobs), .seeJobs,
            query: [
                APIField(
                    "state", .choice(["queued", "running", "done", "parked", "cancelled"]), "Jobs in this state alone."),
                APIField("kind", .text(max: 60), "Jobs of this kind alone.", example: "cdr.upload"),
            ], of: JSON.Job.self, list),
        .one(
            "/jobs/{job}", "getJob", "A job: its state, its progress, why it failed.", .init(.read, .jobs), .seeJobs,
            path: [APIField("job", .integer(1...Int64.max - 1), "Number of the job.", example: 7)], of: JSON.Job.self,
            one),
    ]

    private static func list(_ request: APIRequest) async throws -> APIPage<JSON.Job> {
        let (entityID, kind, state, limit) = (
            request.entityID, request.text("kind"), request.text("state"), request.limit
        )
        let before = try request.placeID().map { JobID($0) }
        let rows = try await request.read {
            try JobSummary.list(
                kind: kind, state: state, entityID: entityID, before: before, limit: Int(limit) + 1, on: $0)
        }
        return APIPage(rows, limit: limit, item: JSON.Job.init) { ["\($0.jobID)"] }
    }

    private static func one(_ request: APIRequest) async throws -> JSON.Job {
        let (entityID, id) = (request.entityID, JobID(try request.id("job")))
        let job = try await request.read { try JobSummary.find(id, on: $0) }
        guard let job, job.entityID == nil || job.entityID == entityID else {
            throw Refusal(.notFound, "job.not_found", "There is no job \(id)", facts: ["job": "\(id)"])
        }
        return JSON.Job(job)
    }
}
