import Foundation
internal import Jobs
import Operations
import Vocabulary

/// A file of calls that was sent, on its way to the job that loads it.
enum SentUpload {
    private struct Added: Codable, Sendable {
        var jobID: Int64
        var folder: String
    }

    /// Keeps the file beyond its request and puts the job into the queue, by an act. The same request with the same file finds the job
    /// that it put there; with another file it is refused.
    static func keep(
        _ file: MultipartUpload.File, switchCode: String?, layout: String?, _ request: PageRequest
    ) async throws -> JobID {
        let folder = "\((file.folder as NSString).lastPathComponent).kept"
        let digest = file.sha256.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        var asked = request
        asked.form = request.form.setting("sha256", digest).setting("switch", switchCode).setting("layout", layout)
        let actor = asked.actRequest(CDRUploadJob.kind).actor
        let arguments = CDRUploadJob.Arguments(
            folder: folder, name: file.name, sha256: digest, bytes: file.bytes, switch: switchCode,
            entity: request.session.entityCode, layout: layout, userMail: actor.name, origin: request.origin,
            actorKind: actor.kind)
        let kept = "\(file.folder).kept"
        // The folder that is received into is removed with the request.
        try FileManager.default.moveItem(atPath: file.folder, toPath: kept)
        do {
            let added = try await add(arguments, asked)
            if added.folder != folder { try? FileManager.default.removeItem(atPath: kept) }
            return JobID(added.jobID)
        } catch {
            try? FileManager.default.removeItem(atPath: kept)
            throw error
        }
    }

    private static func add(_ arguments: CDRUploadJob.Arguments, _ request: PageRequest) async throws -> Added {
        let json = String(decoding: try JSONEncoder().encode(arguments), as: UTF8.self)
        let actor = request.actRequest(CDRUploadJob.kind).actor
        let (entityID, folder) = (request.session.entityID, arguments.folder)
        return try await request.act("job.add") { connection in
            var job = JobQueue.NewJob(CDRUploadJob.kind, entityID: entityID)
            job.arguments = json
            job.failuresMax = 5
            job.priority = 10
            return Added(jobID: try JobQueue.add(job, by: actor, on: connection).rawValue, folder: folder)
        }
    }
}
