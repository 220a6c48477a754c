// Answers about jobs, for commands and for the API, from what their subject gives.

package import Contracts
package import Jobs

extension JSON.Job {
    package init(_ found: JobSummary) {
        self.init(
            jobID: found.jobID.rawValue, kind: found.kind, key: found.key, entityID: found.entityID?.rawValue,
            state: found.state, runs: found.runs, failures: found.failures, failuresMax: found.failuresMax,
            requestedBy: found.requestedBy, worker: found.worker, progressDone: found.progressDone,
            progressTotal: found.progressTotal, progressNote: found.progressNote, cause: found.cause,
            isBeingCancelled: found.isBeingCancelled, dueAt: found.dueAt, createdAt: found.createdAt,
            endedAt: found.endedAt
        )
    }
}
