internal import CallRecords
internal import CallStore
internal import Rating
internal import Vocabulary

/// Rates stored calls again, in batches that stay in the cache, and keeps those that come out otherwise.
///
/// How the party of a side is found again: a priced side stays with the partner and product that it has; a side that waits
/// for a price is looked up by the account that its record names. A price of the same amount, for the same seconds and
/// destination, is the same price, whatever the rate behind it is called now.
struct RevisionFinder {
    /// A call whose outcome is another one now.
    struct Revision {
        var original: CallRow
        var row: CallRow
        /// Of the sides without a price; chunk and ordinal are given later.
        var suspense: [SuspenseRow] = []
    }

    private let plan: LoadPlan
    private let filter: ScopeFilter
    private let invoiced: InvoicedUsage
    private let text = StoredCallText()
    private var batch: [CallRow] = []
    private var results = [RatedCall](repeating: RatedCall(), count: CallParser.batchSize)

    // Of the unit that is read.
    private var parties: StoredParties
    private var closeNumbers: [ChunkID: Int32?] = [:]
    /// As they were read, in no order.
    private(set) var revisions: [Revision] = []
    private(set) var usage = UsageSums()
    private(set) var difference = RerateDifference()

    init(plan: LoadPlan, filter: ScopeFilter, invoiced: InvoicedUsage) {
        self.plan = plan
        self.filter = filter
        self.invoiced = invoiced
        parties = StoredParties(accounts: PartyIndex(plan.catalog.tariff))
        batch.reserveCapacity(CallParser.batchSize)
    }

    mutating func begin(_ unit: StoredCallReader.Unit, suspense: OpenSuspense) {
        closeNumbers = unit.closeNumbers
        parties.suspense = suspense
        revisions.removeAll()
        usage = UsageSums()
        difference = RerateDifference()
    }

    /// In the order in which the calls were stored, so that a batch that was killed ends as an undisturbed one.
    var sortedRevisions: [Revision] {
        revisions.sorted {
            ($0.original.chunkID, $0.original.ordinal) < ($1.original.chunkID, $1.original.ordinal)
        }
    }

    mutating func add(_ row: CallRow) throws {
        batch.append(row)
        if batch.count == CallParser.batchSize { try finish() }
    }

    /// Rates what is left of a batch.
    mutating func finish() throws {
        defer { batch.removeAll(keepingCapacity: true) }
        // Apart from the results, which are written meanwhile.
        let parties = parties
        text.rate(
            batch, by: plan.catalog.tariff, into: &results, known: parties.known(of:), account: parties.account(of:_:))
        for index in batch.indices {
            plan.limits.hold(&results[index], durationNanos: batch[index].durationNanos)
            settle(batch[index], results[index])
        }
    }

    // MARK: - What is other now

    private mutating func settle(_ original: CallRow, _ rated: RatedCall) {
        // Which leg an ambiguous call is cannot be told, so it must not count, whatever it would cost.
        for side in Side.allCases where parties.suspense[original, side]?.reason == SuspenseRow.ambiguousLeg { return }
        var revision = Revision(original: original, row: original)
        var changed: [Side] = []
        var isWithin = false
        for side in Side.allCases {
            let result = side == .sell ? rated.sell : rated.buy
            guard let new = outcome(side, of: original, result) else { continue }
            isWithin = true
            guard isOther(side, original, new, result) else { continue }
            changed.append(side)
            if side == .sell { revision.row.sell = new } else { revision.row.buy = new }
        }
        difference.callsRead += isWithin ? 1 : 0
        // A side from before the bound, whose account is gone, cannot be stored anew.
        guard !changed.isEmpty, !revision.row.sell.isTooLarge, !revision.row.buy.isTooLarge else { return }
        difference.callsChanged += 1
        for side in changed { count(side, &revision) }
        for side in Side.allCases where !changed.contains(side) { keepClaim(of: side, &revision) }
        for side in Side.allCases where revision.row.side(side).state == .unpriced {
            let reason = changed.contains(side) ? (side == .sell ? rated.sell : rated.buy).reason.name : nil
            revision.suspense.append(suspenseRow(side, revision, reason: reason))
        }
        revisions.append(revision)
    }

    /// What a side is by the present tariff; nil where it is not to be rated again, or cannot be.
    private mutating func outcome(_ side: Side, of original: CallRow, _ rated: RatedSide) -> CallSide? {
        let stored = original.side(side)
        let waiting = parties.suspense[original, side]
        switch stored.state {
        case .notApplicable: return nil
        case .unpriced: if waiting == nil { return nil }
        case .priced: if stored.partnerID == nil { return nil }
        }
        let party = plan.parties(side)[rated.party]
        var new = CallSide()
        new.micros = rated.amountMicros
        new.partnerID = party?.partnerID
        new.productID = party?.productID
        // The billing day is frozen on the call, as long as it stays with its partner.
        let isSamePartner = party?.partnerID == stored.partnerID
        new.billingDay =
            isSamePartner
            ? stored.billingDay
            : party.map { plan.catalog.zones[Int($0.zone)].localDay(atMicros: original.startMicros) }
        new.rateID = rated.rateID < 0 ? nil : rated.rateID
        new.destinationID = rated.destination < 0 ? nil : rated.destination
        new.billedSeconds = rated.billedSeconds
        new.state = CallSide.State(rated.state)
        guard filter.includes(side, stored, new, reason: waiting?.reason) || stored.isTooLarge else { return nil }
        if stored.state == .priced, parties.accounts[stored, side] == nil {
            difference.sidesWithoutAccount += 1
            return nil
        }
        return new
    }

    private func isOther(_ side: Side, _ original: CallRow, _ new: CallSide, _ rated: RatedSide) -> Bool {
        let stored = original.side(side)
        guard stored.state == new.state, stored.partnerID == new.partnerID, stored.productID == new.productID else {
            return true
        }
        if new.state == .unpriced { return parties.suspense[original, side]?.reason != rated.reason.name }
        return stored.micros != new.micros || stored.billedSeconds != new.billedSeconds
            || stored.destinationID != new.destinationID
    }

    /// Notes of a side that stays as it is which invoice has it: the next correction asks this revision, whose own file no
    /// invoice may have taken.
    private func keepClaim(of side: Side, _ revision: inout Revision) {
        let stored = revision.original.side(side)
        let claimFrom = claim(of: stored, side, revision)?.closeNumbers.lowerBound
        if side == .sell { revision.row.sell.claimFrom = claimFrom } else { revision.row.buy.claimFrom = claimFrom }
    }

    private func claim(of stored: CallSide, _ side: Side, _ revision: Revision) -> InvoicedUsage.Claim? {
        invoiced.claim(of: stored, side, closeNumber: closeNumbers[revision.original.chunkID].flatMap(\.self))
    }

    /// Counts a changed side, here and in the usage.
    private mutating func count(_ side: Side, _ revision: inout Revision) {
        let stored = revision.original.side(side)
        var new = revision.row.side(side)
        var claim: InvoicedUsage.Claim?
        if new.partnerID == stored.partnerID {
            claim = self.claim(of: stored, side, revision)
        }
        new.claimFrom = claim?.closeNumbers.lowerBound
        if side == .sell { revision.row.sell = new } else { revision.row.buy = new }
        for (row, sign) in [(revision.original, Int32(-1)), (revision.row, 1)] {
            guard var delta = plan.delta(of: row, side, sign: sign) else { continue }
            delta.claimFrom = new.claimFrom
            usage.add(delta)
        }
        let currency = (new.partnerID ?? stored.partnerID).flatMap { plan.partnerCurrencies[$0] } ?? ""
        difference.count(side, from: stored, to: new, currency: currency, invoiceID: claim?.invoiceID)
    }

    /// - Parameter reason: nil = the one that it has.
    private func suspenseRow(_ side: Side, _ revision: Revision, reason: String?) -> SuspenseRow {
        let known = parties.suspense[revision.original, side]
        return SuspenseRow(
            ordinal: 0, side: side, startMicros: revision.row.startMicros,
            reason: reason ?? known?.reason ?? UnratedReason.unknownAccount.name,
            account: parties.account(of: revision.original, side), called: revision.row.called.digits,
            durationNanos: revision.row.durationNanos)
    }
}

extension CallSide {
    /// Whether it was stored before sides were bounded, and costs more than one may now.
    fileprivate var isTooLarge: Bool { micros > LoadLimits.sideMicrosMax }
}
