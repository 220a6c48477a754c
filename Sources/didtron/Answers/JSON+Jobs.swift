// Answers of the subject, from what its target gives.

import Contracts
import Jobs
internal import Vocabulary

extension JSON.JobRun {
    init(_ found: JobRunSummary) {
        self.init(
            jobID: found.jobID.rawValue, run: found.number, kind: found.kind, worker: found.worker,
            outcome: found.outcome, message: found.message, reason: found.reason,
            remedy: found.remedy, startedAt: found.startedAt, endedAt: found.endedAt,
            elapsedMs: found.elapsedMilliseconds
        )
    }
}

extension JSON.Schedule {
    init(_ found: Jobs.Schedule) {
        self.init(
            name: found.name, kind: found.kind, cron: found.cron, zone: found.zone, missed: found.catchUp.rawValue,
            nextAt: found.nextAt, lastAt: found.lastAt, lastState: found.lastState, pausedReason: found.pausedReason,
            arguments: found.arguments
        )
    }
}
