import Contracts
internal import Ledger
internal import Vocabulary

// The chart, journals by hand, periods, foreign currencies, statements and seals.

extension JSON.AccountType {
    init(_ found: AccountType) {
        self.init(
            code: found.code, name: found.name, accountClass: found.accountClass, perPartner: found.perPartner,
            isRevalued: found.isRevalued, isOwn: found.isOwn, accounts: found.accounts
        )
    }
}

extension JSON.JournalKind {
    init(_ found: JournalKind) {
        self.init(
            code: found.code, name: found.name, namesDocument: found.namesDocument,
            takesDifferences: found.takesDifferences, journals: found.journals
        )
    }
}

extension JSON.ManualJournal {
    init(_ found: ManualJournal) {
        self.init(
            documentID: found.documentID.rawValue, entity: found.entity, kind: found.kind.rawValue,
            state: found.state, number: found.number, effectiveOn: found.effectiveOn, description: found.description,
            needsSecond: found.needsSecond, lines: found.lines, journalID: found.journalID?.rawValue,
            reversalID: found.reversalID?.rawValue, proposedBy: found.proposedBy, decidedBy: found.decidedBy
        )
    }
}

extension JSON.ManualJournalLine {
    init(_ found: ManualJournal.Line) {
        self.init(
            lineNumber: found.lineNumber, debitType: found.debitType, creditType: found.creditType,
            partner: found.partner, currency: found.currency, minorDigits: found.minorDigits,
            amountMicros: found.amountMicros, functionalMicros: found.functionalMicros,
            serviceOn: found.servicePeriod, text: found.text
        )
    }
}

extension JSON.JournalProposed {
    init(_ found: ManualJournals.Proposed) {
        self.init(
            documentID: found.documentID.rawValue, effectiveOn: found.effectiveOn, description: found.description,
            lines: found.lines
        )
    }
}

extension JSON.JournalPosted {
    init(_ found: ManualJournals.Posted) {
        self.init(
            documentID: found.documentID.rawValue, number: found.number, journalID: found.journalID.rawValue,
            entries: found.entries, effectiveOn: found.effectiveOn, statedOn: found.statedOn,
            description: found.description, unconverted: found.unconverted
        )
    }
}

extension JSON.JournalReversed {
    init(_ found: ManualJournals.Reversed) {
        self.init(
            journalID: found.journalID?.rawValue, reversedJournalID: found.reversedJournalID.rawValue,
            number: found.number, effectiveOn: found.effectiveOn
        )
    }
}

extension JSON.PeriodLock {
    init(_ found: PeriodLock) {
        self.init(
            entity: found.entity, lockID: found.lockID, lockedThroughOn: found.lockedThrough,
            lockedAt: found.lockedAt, reason: found.reason, actor: found.actor, holds: found.holds
        )
    }
}

extension JSON.ForeignPosition {
    init(_ found: ForeignPosition) {
        self.init(
            accountID: found.accountID.rawValue, type: found.type, partner: found.partner, currency: found.currency,
            minorDigits: found.minorDigits, isRevalued: found.isRevalued, balanceMicros: found.micros,
            bookedMicros: found.bookedMicros, closingMicros: found.closingMicros, unconverted: found.unconverted,
            unconvertedMicros: found.unconvertedMicros, rate: found.rate, isInverse: found.isInverse,
            rateOn: found.rateOn, functionalCurrency: found.functionalCurrency
        )
    }
}

extension JSON.RevaluationLine {
    init(_ found: Revaluation.Line) {
        self.init(
            accountID: found.accountID.rawValue, type: found.type, partner: found.partner, currency: found.currency,
            minorDigits: found.minorDigits, balanceMicros: found.micros, bookedMicros: found.bookedMicros,
            closingMicros: found.closingMicros, rate: found.rate, isInverse: found.isInverse, rateOn: found.rateOn,
            unconverted: found.unconverted, functionalCurrency: found.functionalCurrency
        )
    }
}

extension JSON.Revaluation {
    init(_ found: Revaluation) {
        self.init(
            revaluationID: found.revaluationID, monthEndOn: found.monthEndOn, revision: found.revision,
            journalID: found.journalID.rawValue, reversalID: found.reversalID.rawValue,
            lines: found.lines.map(JSON.RevaluationLine.init)
        )
    }
}

extension JSON.PartnerStatement {
    init(_ found: PartnerStatement) {
        self.init(
            currency: found.currency, minorDigits: found.minorDigits, openingMicros: found.openingMicros,
            movements: found.movements.map { JSON.StatementMovement($0, found.currency) },
            closingMicros: found.closingMicros,
            closings: found.closings.map { JSON.StatementClosing($0, found.currency) }
        )
    }
}

extension JSON.SealBlock {
    init(_ found: SealBlock) {
        self.init(
            number: found.number, sealedAt: found.sealedAt, journals: found.journals, entries: found.entries,
            acts: found.acts, events: found.events, hash: found.hash
        )
    }
}

extension JSON.StatementMovement {
    init(_ found: PartnerStatement.Movement, _ currency: String) {
        self.init(
            effectiveOn: found.effectiveOn, account: found.account, kind: found.kind, kindName: found.kindName,
            description: found.description, document: found.document, journalID: found.journalID?.rawValue,
            debitMicros: found.debitMicros, creditMicros: found.creditMicros, balanceMicros: found.balanceMicros,
            currency: currency)
    }
}

extension JSON.StatementClosing {
    init(_ found: PartnerStatement.Closing, _ currency: String) {
        self.init(account: found.account, balanceMicros: found.balanceMicros, currency: currency)
    }
}

extension JSON.AccountLedger {
    init(_ account: LedgerAccountLine, _ found: AccountLedger) {
        self.init(
            account: JSON.LedgerAccount(account), openingMicros: found.openingMicros,
            openingFunctionalMicros: found.openingFunctionalMicros, closingMicros: found.closingMicros,
            closingFunctionalMicros: found.closingFunctionalMicros, movementsInAll: found.movementsInAll,
            currency: account.currency, functionalCurrency: account.functionalCurrency,
            movements: found.movements.map { movement in
                JSON.AccountMovement(
                    entryID: movement.entryID, journalID: movement.journalID.rawValue, kind: movement.kind,
                    document: movement.document, effectiveOn: movement.effectiveOn, serviceOn: movement.servicePeriod,
                    otherType: movement.otherType, otherPartner: movement.otherPartner,
                    recordedAt: movement.recordedAt, actor: movement.actor, reversal: movement.reversal,
                    amountMicros: movement.micros, functionalMicros: movement.functionalMicros,
                    balanceMicros: movement.balanceMicros, balanceFunctionalMicros: movement.balanceFunctionalMicros,
                    currency: account.currency)
            })
    }
}

extension JSON.ManualJournalDetails {
    init(_ found: ManualJournal, _ lines: [ManualJournal.Line]) {
        self.init(journal: JSON.ManualJournal(found), lines: lines.map(JSON.ManualJournalLine.init))
    }
}

extension JSON.PeriodLockStep {
    init(lockedThrough: String?, _ change: PeriodLock.Change?) {
        self.init(lockedThroughOn: lockedThrough, lockID: change?.lockID, lockedBeforeOn: change?.lockedBefore)
    }
}
