import CKernels
import CallRecords

extension Tariff {
    /// Last stage: the prices of the rates in effect. What the first rate to try does not settle is left to `priceOpen`.
    @inline(never)
    func price(_ batch: LookupBatch, _ part: Range<Int>) {
        let rates = unsafe rates.packed.pointer
        let plans = unsafe self.rates.plans.pointer
        let nexts = unsafe self.rates.nexts.pointer
        let jobs = unsafe batch.jobs
        let open = unsafe batch.open
        let pricesBuySide = unsafe batch.buySideApplies || batch.known != nil || !dids.isEmpty
        var openCount = batch.openCount
        for position in part {
            // In bounds: a part is of the batch's jobs, which refer to its records; each has a result.
            let job = unsafe jobs + position
            let record = unsafe batch.records.baseAddress! + Int(job.pointee.index)
            let result = unsafe batch.results + Int(job.pointee.index)
            if unsafe !Tariff.pricePlainly(
                record, party: job.pointee.sellParty, deck: job.pointee.sellDeck, head: job.pointee.sellRate,
                rates: rates, plans: plans, into: &result.pointee.sell)
            {
                unsafe open[openCount] = Int32(truncatingIfNeeded: 2 &* position)
                unsafe ck_prefetch(nexts + Int(max(job.pointee.sellRate, 0)))
                openCount &+= 1
            }
            guard pricesBuySide else { continue }
            if unsafe !Tariff.pricePlainly(
                record, party: job.pointee.buyParty, deck: job.pointee.buyDeck, head: job.pointee.buyRate,
                rates: rates, plans: plans, into: &result.pointee.buy)
            {
                unsafe open[openCount] = Int32(truncatingIfNeeded: 2 &* position &+ 1)
                unsafe ck_prefetch(nexts + Int(max(job.pointee.buyRate, 0)))
                openCount &+= 1
            }
        }
        batch.openCount = openCount
    }

    /// The sides that are left.
    func priceOpen(_ batch: LookupBatch) {
        for place in 0..<batch.openCount {
            let side = unsafe batch.open[place]
            let job = unsafe batch.jobs[Int(side >> 1)]
            let record = unsafe batch.records.baseAddress! + Int(job.index)
            let result = unsafe batch.results + Int(job.index)
            if side & 1 == 0 {
                unsafe priceFurther(
                    record, party: job.sellParty, deck: job.sellDeck, head: job.sellRate, table: sell,
                    into: &result.pointee.sell)
            } else {
                unsafe priceFurther(
                    record, party: job.buyParty, deck: job.buyDeck, head: job.buyRate, table: buy,
                    into: &result.pointee.buy)
            }
        }
    }

    /// A side that the first rate to try does not settle: by the rate in effect, plainly if that will do.
    private func priceFurther(
        _ record: UnsafePointer<CallRecord>, party: Int32, deck: Int32, head: Int32, table: PartyTable,
        into side: inout RatedSide
    ) {
        let index = deck < 0 ? head : inEffect(from: head, atMicros: unsafe record.pointee.startMicros)
        let isPlain = unsafe Tariff.pricePlainly(
            record, party: party, deck: deck, head: index, rates: rates.packed.pointer, plans: rates.plans.pointer,
            into: &side)
        if isPlain { return }
        side = unsafe priced(record.pointee, party: party, deck: deck, head: index, table: table)
    }

    /// The rate in effect along the chain from one on, -1 = none.
    private func inEffect(from head: Int32, atMicros start: Int64) -> Int32 {
        var index = head
        while index >= 0 {
            // In bounds: indices come from the tables built beside the rates.
            let plan = unsafe rates.plans.pointer + Int(rates.packed.pointer[Int(index)].plan)
            if unsafe start >= plan.pointee.effectiveFromMicros && start < plan.pointee.effectiveToMicros { break }
            index = unsafe rates.nexts.pointer[Int(index)]
        }
        return index
    }

    /// Prices a side by the first rate to try, if that is in effect and a plain one: seconds rounded up, six decimals, half
    /// up. False, and nothing is changed, where it is not or a number is large.
    @inline(__always)
    private static func pricePlainly(
        _ record: UnsafePointer<CallRecord>, party: Int32, deck: Int32, head: Int32,
        rates: UnsafePointer<RateTable.Packed>, plans: UnsafePointer<RatePlan>, into side: inout RatedSide
    ) -> Bool {
        guard deck >= 0, head >= 0 else { return false }
        // In bounds: indices come from the tables built beside the rates.
        let rate = unsafe rates + Int(head)
        let plan = unsafe plans + Int(rate.pointee.plan)
        let start = unsafe record.pointee.startMicros
        let isInEffect = unsafe start >= plan.pointee.effectiveFromMicros && start < plan.pointee.effectiveToMicros
        guard isInEffect, unsafe plan.pointee.flags & RatePlan.isPlain != 0 else { return false }
        // Everything is below 2^31 or checked; a call of no time has no price, whatever is computed of it.
        let nanos = unsafe record.pointee.durationNanos
        let seconds = (nanos &+ 999_999_999) / 1_000_000_000
        let initial = unsafe Int64(plan.pointee.initialSeconds)
        let increment = unsafe UInt32(truncatingIfNeeded: plan.pointee.incrementSeconds)
        let beyond = UInt32(truncatingIfNeeded: max(seconds &- initial, 0))
        let blocks = (beyond &+ (increment &- 1)) / increment
        let billed = unsafe max(initial &+ Int64(blocks) &* Int64(increment), Int64(plan.pointee.minimumSeconds))
        guard billed <= Int64(Int32.max) else { return false }
        // Below 2^31 times 2^32, and 2^50 times 60: a plain rate has no larger ones.
        let cost = unsafe billed &* Int64(rate.pointee.price) &+ plan.pointee.setupFeeNanos &* 60
        let lasts = nanos > 0
        side.amountMicros = lasts ? (cost &+ 30_000) / 60_000 : 0
        side.rate = head
        unsafe side.rateID = rate.pointee.id
        unsafe side.destination = rate.pointee.destination
        side.party = party
        side.billedSeconds = lasts ? Int32(truncatingIfNeeded: billed) : 0
        unsafe side.prefixCount = rate.pointee.prefixCount
        return true
    }

    /// A side of any call: by the rate in effect, or why there is none.
    @inline(never)
    private func priced(
        _ record: CallRecord, party: Int32, deck: Int32, head: Int32, table: PartyTable
    ) -> RatedSide {
        var side = RatedSide()
        side.party = party
        side.state = .unpriced
        guard deck >= 0 else {
            guard deck != PartyTable.notApplicable else { return RatedSide() }
            return settled(side, party < 0 ? .unknownAccount : .noCard, record)
        }
        guard head >= 0 else { return settled(side, .noPrefix, record) }
        return priced(record, side, rate: rates[Int(head)], index: head, table: table)
    }

    private func priced(
        _ record: CallRecord, _ base: RatedSide, rate: RateRecord, index: Int32, table: PartyTable
    ) -> RatedSide {
        var side = base
        guard !rate.isBlocked else { return settled(side, .blocked, record) }
        side.rate = index
        side.rateID = rate.id
        side.destination = rate.destination
        side.prefixCount = rate.prefixCount
        guard record.durationNanos > 0 else {
            if rate.terms & RateRecord.hasVariants != 0 || terms[Int(rate.terms)].terms.attemptFeeNanos > 0 {
                return pricedExactly(record, side, rate: rate, parties: table.parties)
            }
            side.state = .priced
            return side
        }
        side.state = .priced
        // Of a plain rate further down the chain, the price is as plain.
        let isPlain = unsafe withUnsafePointer(to: record) { record in
            unsafe Tariff.pricePlainly(
                record, party: side.party, deck: 0, head: index, rates: rates.packed.pointer,
                plans: rates.plans.pointer, into: &side)
        }
        return isPlain ? side : pricedExactly(record, side, rate: rate, parties: table.parties)
    }

    /// A side without a rate: a fault, unless there is nothing to price.
    @inline(__always)
    func settled(_ base: RatedSide, _ reason: UnratedReason, _ record: CallRecord) -> RatedSide {
        var side = base
        if record.durationNanos == 0 {
            side.state = .priced
        } else {
            side.reason = reason
        }
        return side
    }
}
