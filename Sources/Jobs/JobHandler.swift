package import Database
internal import Postgres
package import Vocabulary

/// The work of one kind of job. It may run more than once for one job (a worker can die at any point), so what it changes
/// is done by acts with a request key, or is harmless twice.
package protocol JobHandler: Sendable {
    /// Subject and verb: `books.close`.
    static var kind: String { get }

    /// Does the work and returns a sentence about what was done.
    ///
    /// - Throws: a `Refusal` other than `busy` and `unavailable` parks the job at once; any other error is tried again.
    func run(_ work: JobWork) throws -> String
}

/// The job under way, as its handler knows it.
package struct JobWork: Sendable {
    package let jobID: JobID
    package let kind: String
    package let entityID: EntityID?
    /// The arguments as JSON.
    package let arguments: String
    /// From 1.
    package let run: Int32
    package let database: Database
    package let progress: JobProgress

    /// A request key that is the same in each run of the job.
    package func requestKey(_ step: String) -> String { "job:\(jobID):\(step)" }
}
