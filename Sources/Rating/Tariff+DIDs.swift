import CKernels
import CallRecords

/// Whose a call is, where its record does not decide it: what is known of a call that was rated before.
///
/// Indices into `Tariff.parties(side)`.
package struct KnownParties: Sendable {
    package var sell: Int32
    package var buy: Int32

    /// The side is the party's whom the record, or the called number, names.
    package static let byRecord: Int32 = -1
    /// The side has no price, and needs none.
    package static let notApplicable: Int32 = -2

    package init(sell: Int32 = byRecord, buy: Int32 = byRecord) {
        self.sell = sell
        self.buy = buy
    }
}

extension Tariff {
    /// Puts the parties of called numbers (DIDs), and those that the caller knows, in the place of those that records name.
    func settleParties(_ batch: LookupBatch, _ part: Range<Int>) {
        let results = unsafe batch.results
        guard !dids.isEmpty else {
            for position in part {
                let job = unsafe batch.jobs + position
                if !batch.buySideApplies { unsafe job.pointee.buyDeck = PartyTable.notApplicable }
                // In bounds here and below: jobs refer to records, of which each has a result.
                unsafe settle(&job.pointee, known: batch.known.map { unsafe $0[Int(job.pointee.index)] }, into: results)
            }
            return
        }
        let text = unsafe batch.text
        unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: LookupBatch.partSize) { slots in
            for (place, position) in part.enumerated() {
                let job = unsafe batch.jobs[position]
                let slot = unsafe dids.slot(text + Int(job.offset), count: Int(job.digits))
                unsafe slots[place] = Int32(truncatingIfNeeded: slot)
                unsafe ck_prefetch(dids.slots.pointer + slot)
            }
            for (place, position) in part.enumerated() {
                let job = unsafe batch.jobs + position
                let record = unsafe Int(job.pointee.index)
                let known = unsafe batch.known.map { unsafe $0[record] }
                let span = unsafe dids.span(
                    text + Int(job.pointee.offset), count: Int(job.pointee.digits), from: Int(slots[place]),
                    atMicros: batch.records[record].startMicros)
                if span >= 0, isOfDID(known, dids.spans[span]) {
                    let span = dids.spans[span]
                    unsafe job.pointee.sellParty = span.sellParty
                    unsafe job.pointee.sellDeck = span.sellDeck
                    unsafe job.pointee.buyParty = span.buyParty
                    unsafe job.pointee.buyDeck = span.buyDeck
                    if span.buyParty >= 0 { unsafe results[record].buy.state = .priced }
                    // A call that turns out to be inbound costs what inbound calls do, whatever it was taken for.
                    if (known?.sell ?? KnownParties.byRecord) == KnownParties.byRecord { continue }
                } else if !batch.buySideApplies {
                    unsafe job.pointee.buyParty = -1
                    unsafe job.pointee.buyDeck = PartyTable.notApplicable
                }
                unsafe settle(&job.pointee, known: known, into: results)
            }
        }
    }

    /// Whether a call is an inbound one: not where its customer is known to be another one, from when it was rated first.
    private func isOfDID(_ known: KnownParties?, _ span: DIDTable.Span) -> Bool {
        guard let known, known.sell >= 0 else { return true }
        let (customer, owner) = (sell.parties[Int(known.sell)], sell.parties[Int(span.sellParty)])
        return customer.partnerID == owner.partnerID && customer.productID == owner.productID
    }

    private func settle(
        _ job: inout LookupJob, known: KnownParties?, into results: UnsafeMutablePointer<RatedCall>
    ) {
        guard let known else { return }
        if known.sell >= 0 {
            job.sellParty = known.sell
            job.sellDeck = sell.decks[Int(known.sell)]
        } else if known.sell == KnownParties.notApplicable {
            job.sellParty = -1
            job.sellDeck = PartyTable.notApplicable
        }
        if known.buy >= 0 {
            job.buyParty = known.buy
            job.buyDeck = buy.decks[Int(known.buy)]
            unsafe results[Int(job.index)].buy.state = .priced
        } else if known.buy == KnownParties.notApplicable {
            job.buyParty = -1
            job.buyDeck = PartyTable.notApplicable
        }
    }
}
