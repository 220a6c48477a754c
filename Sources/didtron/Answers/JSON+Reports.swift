// Answers that are put together from several things.

internal import CallStore
internal import Catalog
import Contracts
import Operations
internal import RateBook
import Rating
internal import StoredCalls

extension JSON.ListImported {
    init(_ found: ListReport) {
        self.init(added: found.added, changed: found.changed, removed: found.removed, unchanged: found.unchanged)
    }
}

extension JSON.CardVersion {
    init(_ found: RateCardVersion, stage: RateCardVersion.Stage) {
        self.init(
            number: found.number, state: found.state.rawValue, stage: JSONText.stage(stage),
            effectiveAt: found.effectiveFrom, rates: found.rates, source: found.source, scope: found.scope.rawValue,
            createdAt: found.createdAt, importedBy: found.importedBy, approvedAt: found.approvedAt,
            approvedBy: found.approvedBy, withdrawnAt: found.withdrawnAt, withdrawnBy: found.withdrawnBy,
            generation: found.generation)
    }
}

extension JSON.StoredCall {
    /// - Parameters:
    ///   - sell: currency of the sell side, nil where the customer is unknown.
    ///   - buy: currency of the buy side.
    init(_ found: StoredCalls.StoredCall, sell: String?, buy: String?) {
        self.init(
            call: JSON.CallRevision(found.row, sell: sell, buy: buy), key: "\(found.row.key)",
            revisions: found.history.map { JSON.CallRevision($0, sell: sell, buy: buy) },
            fileID: found.evidence.fileID.rawValue, file: found.evidence.fileName, line: found.evidence.line,
            record: String(decoding: found.evidence.bytes, as: UTF8.self))
    }
}

extension JSON.CallRevision {
    init(_ row: CallRow, sell: String?, buy: String?) {
        self.init(
            address: "\(row.address)", kind: CallText.kind(row.kind),
            startAt: JSONText.instant(micros: row.startMicros),
            called: row.called == .none ? nil : CallText.number(row.called),
            calling: row.calling == .none ? nil : CallText.number(row.calling), durationNs: row.durationNanos,
            sipCode: row.sipCode == 0 ? nil : row.sipCode, sell: JSON.CallPrice(row.sell, currency: sell),
            buy: JSON.CallPrice(row.buy, currency: buy), replaces: row.replaces.map { "\($0)" })
    }
}

extension JSON.CallPrice {
    init(_ side: CallSide, currency: String?) {
        self.init(
            state: JSONText.state(side.state), partnerID: side.partnerID, rateID: side.rateID,
            destinationID: side.destinationID, billedS: side.billedSeconds, amountMicros: side.micros,
            currency: currency)
    }
}

extension JSON.FileUndo {
    init(_ found: UndoReport) throws {
        try self.init(
            isApplied: found.isApplied, isResumed: found.isResumed, file: JSON.CallFile(found.file),
            sides: found.sides.map(JSON.FileUndoSum.init),
            loadedAgain: found.loadedAgain.map {
                JSON.FileLoadedAgain(fileID: $0.fileID.rawValue, name: $0.name, loadedAsFileID: $0.loadedAs?.rawValue)
            }, batch: found.batch.map { try JSON.CallFile($0) })
    }
}

extension JSON.Rerate {
    init(_ found: RerateReport) throws {
        try self.init(isApplied: found.isApplied, batches: found.batches.map(JSON.RerateBatch.init))
    }
}

extension JSON.RerateBatch {
    init(_ found: RerateReport.Batch) throws {
        try self.init(
            switch: found.switch, scope: found.scope, calls: found.calls, callsChanged: found.callsChanged,
            sidesWithoutAccount: found.sidesWithoutAccount, elapsedMs: Int64(found.seconds * 1_000),
            resumedAtChunk: found.resumedAtChunk, unfinished: found.unfinished,
            file: found.file.map { try JSON.CallFile($0) }, totals: found.totals.map(JSON.RerateSum.init),
            partners: found.partners.map(JSON.RerateSum.init),
            destinations: found.destinations.map(JSON.RerateSum.init),
            invoices: found.invoices.map(JSON.RerateSum.init))
    }
}

extension JSON.RerateSum {
    init(_ found: RerateReport.Line) {
        let sum = found.sum
        self.init(
            side: found.side, name: found.name, code: found.code, state: found.state, currency: found.currency,
            calls: sum.calls, unpricedBefore: sum.unpricedBefore, unpricedAfter: sum.unpricedAfter,
            billedSBefore: sum.billedSecondsBefore, billedSAfter: sum.billedSecondsAfter,
            microsBefore: sum.microsBefore, microsAfter: sum.microsAfter,
            microsDifference: sum.microsAfter - sum.microsBefore)
    }
}

extension JSON.WhatIf {
    init(_ found: WhatIfReport) {
        self.init(
            card: found.card, side: found.side, scope: found.scope, rates: found.rates, refusals: found.refusals,
            calls: found.calls, elapsedMs: Int64(found.seconds * 1_000), totals: found.totals.map(JSON.WhatIfSum.init),
            destinations: found.destinations.map(JSON.WhatIfSum.init),
            customers: found.customers.map(JSON.WhatIfSum.init))
    }
}

extension JSON.WhatIfSum {
    init(_ found: WhatIfReport.Line) {
        let sum = found.sum
        self.init(
            name: found.name, code: found.code, sellCurrency: found.sellCurrency, buyCurrency: found.buyCurrency,
            callsBefore: sum.callsBefore, callsAfter: sum.callsAfter, callsLost: sum.callsLost,
            callsGained: sum.callsGained, sellMicrosBefore: sum.sellBefore, buyMicrosBefore: sum.buyBefore,
            sellMicrosAfter: sum.sellAfter, buyMicrosAfter: sum.buyAfter,
            marginMicrosBefore: found.hasMargin ? sum.marginBefore : nil,
            marginMicrosAfter: found.hasMargin ? sum.marginAfter : nil,
            marginPermilleBefore: found.marginPermilleBefore, marginPermilleAfter: found.marginPermilleAfter,
            callsNotCompared: sum.callsNotCompared, callsNotExchanged: sum.callsNotExchanged)
    }
}

extension JSON.ComparedPrefix {
    init(_ found: SupplierComparison.Line, cards: [String]) {
        self.init(
            prefix: found.prefix, destination: found.destination, kind: found.kind,
            prices: zip(cards, found.prices).map { card, price in
                JSON.ComparedPrice(
                    card: card, nanosPerMinute: JSONText.nanos(price: price), isBlocked: price == "blocked")
            }, ranking: found.ranking)
    }
}
