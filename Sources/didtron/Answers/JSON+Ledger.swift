// Answers of the subject, from what its target gives.

internal import Checks
import Contracts
internal import Ledger

extension JSON.TrialBalanceLine {
    init(_ found: Ledger.TrialBalanceLine) {
        self.init(
            entity: found.entity, currency: found.currency, minorDigits: found.minorDigits, type: found.type,
            name: found.name, accountClass: found.accountClass, accounts: found.accounts, entries: found.entries,
            debitMicros: found.debitMicros, creditMicros: found.creditMicros,
            balanceMicros: found.debitMicros - found.creditMicros, functionalCurrency: found.functionalCurrency,
            functionalMicros: found.functionalMicros, unconverted: found.unconverted
        )
    }
}

extension JSON.LedgerAccount {
    init(_ found: LedgerAccountLine) {
        self.init(
            accountID: Int64(found.accountID.rawValue), entity: found.entity, type: found.type, partner: found.partner,
            entries: found.entries, balanceMicros: found.balanceMicros, currency: found.currency,
            minorDigits: found.minorDigits
        )
    }
}

extension JSON.LedgerEntry {
    init(_ found: LedgerEntryLine) {
        self.init(
            entryID: found.entryID, journalID: found.journalID.rawValue, kind: found.kind,
            document: JSONText.present(found.document), effectiveOn: found.effectiveOn, serviceOn: found.servicePeriod,
            debitType: found.debitType, debitPartner: found.debitPartner, creditType: found.creditType,
            creditPartner: found.creditPartner, amountMicros: found.amountMicros,
            functionalMicros: found.functionalMicros, currency: found.currency, minorDigits: found.minorDigits
        )
    }
}

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
