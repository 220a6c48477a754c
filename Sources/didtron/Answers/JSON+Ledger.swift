// Answers of the subject, from what its target gives.

internal import Checks
import Contracts
internal import Ledger

extension JSON.CheckExtent {
    init(_ found: CheckScope.Extent.Entity) {
        self.init(
            entity: found.entity, fromCloseNumber: found.fromCloseNumber, closings: found.closings, calls: found.calls,
            closingsLeft: found.closingsLeft, callsLeft: found.callsLeft
        )
    }
}

extension JSON.CheckedInvariant {
    init(_ found: CheckResult) {
        self.init(
            check: found.check.rawValue, title: found.check.title, passed: found.passed,
            elapsedMs: Int64(found.took / .milliseconds(1)), figures: found.figures.map(JSON.CheckFigure.init),
            offences: found.offences.map(JSON.CheckFigure.init)
        )
    }
}

extension JSON.CheckFigure {
    init(_ found: CheckResult.Figure) {
        self.init(
            subject: found.subject, unit: found.unit, currency: found.currency, expected: found.expected,
            found: found.found
        )
    }
}
