// Answers of the subject, from what its target gives.

import Acts
import Contracts

extension JSON.Act {
    init(_ found: ActSummary) {
        self.init(
            actID: found.actID, begunAt: found.at, actor: found.actor, name: found.name, entity: found.entity,
            outcome: found.outcome, origin: found.origin, reason: found.reason, refusal: found.refusal,
            subjects: found.subjects, firstSubjects: found.firstSubjects
        )
    }
}

extension JSON.ActRecord {
    init(_ found: ActDetails) {
        self.init(
            actID: found.actID, begunAt: found.begunAt, endedAt: found.endedAt, actor: found.actor, name: found.name,
            entity: found.entity, outcome: found.outcome, origin: found.origin, reason: found.reason,
            refusal: found.refusal, refusalReason: found.refusalReason, changes: found.changes.map(JSON.ActChange.init),
            changesInAll: found.changesInAll
        )
    }
}

extension JSON.ActChange {
    init(_ found: ActDetails.Change) {
        self.init(
            kind: found.kind, id: found.id, label: found.label, entity: found.entity, before: found.before,
            after: found.after
        )
    }
}
