internal import Database
package import Jobs
internal import Postgres

/// Removes what nobody asks for again: request keys and sessions after 30 days, ended jobs after 90, refused files after as many as the setting
/// says, files that were sent and never loaded, and lists written to files, after seven.
package struct HousekeepingJob: JobHandler {
    package static let kind = "jobs.clean_up"

    private static let requestDays: Int64 = 30
    private static let jobDays: Int64 = 90

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let connection = try work.database.connect(role: .app)
        defer { connection.close() }
        let requests = try connection.run(job: "remove_old_act_requests", ["days": .int(Self.requestDays)])
            .rows.only().int("removed")
        let jobs = try connection.run(job: "remove_old_jobs", ["days": .int(Self.jobDays)]).rows.only().int("removed")
        _ = try connection.run(job: "remove_old_sessions")
        CDRUploadJob.removeAbandoned(in: work.database.home)
        ExportedFile.removeExpired(in: work.database.home)
        let files = try UnusedEvidence.clean(work.database, on: connection)
        return "\(requests) request keys, \(jobs) jobs and \(files.count) refused files removed"
    }
}
