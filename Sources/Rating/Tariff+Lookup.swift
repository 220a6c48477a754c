import CKernels
public import CallRecords

/// A call on its way through the stages of a batch.
private struct LookupJob {
    /// Position in the batch.
    var index: Int32
    /// Digits of the called number.
    var digits: Int32
    /// Offset of the first digit from the chunk's text.
    var offset: UInt32
    /// Entry of the trie reached so far.
    var entry: UInt32
    /// Digits that led there.
    var position: Int32
    /// Index of the party; in the first stage the slot at which the search for it begins.
    var sellParty: Int32
    var buyParty: Int32
    var sellDeck: Int32
    var buyDeck: Int32
    /// Rate to try first, -1 = none.
    var sellRate: Int32
    var buyRate: Int32
}

extension Tariff {
    /// Rates a batch of calls on both sides.
    ///
    /// Each stage runs over the whole batch and asks for what the next one reads, so that the memory's latency is paid
    /// once a batch, not once a call.
    ///
    /// - Parameters:
    ///   - records: at most `CallParser.batchSize`.
    ///   - text: first byte of the chunk's text, with the padding of `ChunkBuffer`.
    ///   - buySideApplies: whether the calls have a supplier at all.
    ///   - results: one for each record; what was in them is lost.
    public func rate(
        _ records: UnsafeBufferPointer<CallRecord>, text: UnsafeRawPointer, buySideApplies: Bool,
        into results: UnsafeMutablePointer<RatedCall>
    ) {
        precondition(records.count <= CallParser.batchSize)
        unsafe withUnsafeTemporaryAllocation(of: LookupJob.self, capacity: CallParser.batchSize) { jobs in
            // In bounds below: jobs are at most as many as records, and those at most the capacity.
            let job = jobs.baseAddress!
            let count = unsafe start(records, text: text, buySideApplies: buySideApplies, into: results, jobs: job)
            unsafe walk(records, jobs: job, count: count, text: text)
            unsafe findRates(jobs: job, count: count)
            unsafe price(records, jobs: job, count: count, buySideApplies: buySideApplies, into: results)
        }
    }

    /// First stage: who is called on whose behalf; the first five digits.
    @inline(__always)
    private func start(
        _ records: UnsafeBufferPointer<CallRecord>, text: UnsafeRawPointer, buySideApplies: Bool,
        into results: UnsafeMutablePointer<RatedCall>, jobs: UnsafeMutablePointer<LookupJob>
    ) -> Int {
        let direct = unsafe trie.direct.pointer
        var count = 0
        for index in 0..<records.count {
            let record = unsafe records[index]
            var result = RatedCall()
            result.sell.state = .priced
            result.buy.state = buySideApplies ? .priced : .notApplicable
            unsafe results[index] = result
            let job = unsafe jobs + count
            unsafe job.pointee.index = Int32(truncatingIfNeeded: index)
            unsafe job.pointee.digits = Int32(truncatingIfNeeded: record.called.count)
            unsafe job.pointee.offset = record.called.offset
            let digits = unsafe text + Int(record.called.offset)
            let slot = unsafe PrefixTrie.directSlot(digits, count: Int(record.called.count))
            unsafe job.pointee.entry = UInt32(truncatingIfNeeded: slot)
            unsafe ck_prefetch(direct + slot)
            let sellSlot = unsafe sell.slot(text + Int(record.customer.offset), count: Int(record.customer.count))
            unsafe job.pointee.sellParty = sellSlot
            unsafe ck_prefetch(sell.slots.pointer + Int(sellSlot))
            let buySlot = unsafe buy.slot(text + Int(record.supplier.offset), count: Int(record.supplier.count))
            unsafe job.pointee.buyParty = buySlot
            unsafe ck_prefetch(buy.slots.pointer + Int(buySlot))
            // A call that is not looked up is overwritten by the next one.
            count &+= record.durationNanos != 0 || looksUpUnanswered ? 1 : 0
        }
        return count
    }

    /// From the accounts to their decks, and from the first five digits to the zone of the whole number.
    @inline(__always)
    private func walk(
        _ records: UnsafeBufferPointer<CallRecord>, jobs: UnsafeMutablePointer<LookupJob>, count: Int,
        text: UnsafeRawPointer
    ) {
        let direct = unsafe trie.direct.pointer
        let nodes = unsafe trie.nodes.pointer
        var open = 0
        for index in 0..<count {
            let job = unsafe jobs + index
            let entry = unsafe direct[Int(job.pointee.entry)]
            unsafe job.pointee.entry = entry
            unsafe job.pointee.position = Int32(PrefixTrie.directDigits)
            let customer = unsafe records[Int(job.pointee.index)].customer
            let sellParty = unsafe sell.find(
                text + Int(customer.offset), count: Int(customer.count), from: job.pointee.sellParty)
            unsafe job.pointee.sellParty = sellParty.party
            unsafe job.pointee.sellDeck = sellParty.deck
            let supplier = unsafe records[Int(job.pointee.index)].supplier
            let buyParty = unsafe buy.find(
                text + Int(supplier.offset), count: Int(supplier.count), from: job.pointee.buyParty)
            unsafe job.pointee.buyParty = buyParty.party
            unsafe job.pointee.buyDeck = buyParty.deck
            guard entry & PrefixTrie.isNode != 0 else { continue }
            open &+= 1
            unsafe ck_prefetch(nodes + PrefixTrie.nodeSlot(entry, text + Int(job.pointee.offset), job.pointee))
        }
        while open > 0 {
            open = 0
            for index in 0..<count {
                let job = unsafe jobs + index
                let entry = unsafe job.pointee.entry
                guard entry & PrefixTrie.isNode != 0 else { continue }
                let digits = unsafe text + Int(job.pointee.offset)
                let next = unsafe nodes[PrefixTrie.nodeSlot(entry, digits, job.pointee)]
                unsafe job.pointee.entry = next
                unsafe job.pointee.position &+= 2
                guard next & PrefixTrie.isNode != 0 else { continue }
                open &+= 1
                unsafe ck_prefetch(nodes + PrefixTrie.nodeSlot(next, digits, job.pointee))
            }
        }
    }

    /// From zone and deck to the first rate to try, on both sides.
    @inline(__always)
    private func findRates(jobs: UnsafeMutablePointer<LookupJob>, count: Int) {
        let tables = unsafe decks.pageTables.pointer
        let pages = unsafe decks.pages.pointer
        let records = unsafe rates.pointer
        let perDeck = decks.pagesPerDeck
        for index in 0..<count {
            let job = unsafe jobs + index
            let page = unsafe Int(job.pointee.entry) / DeckTables.zonesPerPage
            // A deck below zero is settled in the last stage: the first deck's page stands in, harmlessly, if there is one.
            unsafe ck_prefetch(tables + (Int(max(job.pointee.sellDeck, 0)) &* perDeck &+ page))
            unsafe ck_prefetch(tables + (Int(max(job.pointee.buyDeck, 0)) &* perDeck &+ page))
        }
        for index in 0..<count {
            let job = unsafe jobs + index
            let zone = unsafe Int(job.pointee.entry)
            unsafe job.pointee.sellRate = pageEntry(deck: job.pointee.sellDeck, zone: zone)
            unsafe job.pointee.buyRate = pageEntry(deck: job.pointee.buyDeck, zone: zone)
            unsafe ck_prefetch(pages + Int(max(job.pointee.sellRate, 0)))
            unsafe ck_prefetch(pages + Int(max(job.pointee.buyRate, 0)))
        }
        for index in 0..<count {
            let job = unsafe jobs + index
            unsafe job.pointee.sellRate = cell(job.pointee.sellRate)
            unsafe job.pointee.buyRate = cell(job.pointee.buyRate)
            unsafe ck_prefetch(records + Int(max(job.pointee.sellRate, 0)))
            unsafe ck_prefetch(records + Int(max(job.pointee.buyRate, 0)))
        }
    }

    /// What the page table says of a zone: a position in `pages`, or -1 less the rate index + 1 of the whole page.
    @inline(__always)
    private func pageEntry(deck: Int32, zone: Int) -> Int32 {
        guard deck >= 0 else { return -1 }
        let page = zone / DeckTables.zonesPerPage
        // In bounds: decks and zones are those the tables were built of.
        let entry = unsafe decks.pageTables.pointer[Int(deck) &* decks.pagesPerDeck &+ page]
        guard entry & DeckTables.isPage != 0 else { return -1 &- Int32(truncatingIfNeeded: entry) }
        let position = Int(entry & ~DeckTables.isPage) &* DeckTables.zonesPerPage &+ zone % DeckTables.zonesPerPage
        return Int32(truncatingIfNeeded: position)
    }

    /// The rate index behind `pageEntry`'s answer, -1 = none.
    @inline(__always)
    private func cell(_ answer: Int32) -> Int32 {
        answer < 0 ? -2 &- answer : unsafe decks.pages.pointer[Int(answer)]
    }

    /// Last stage: the rate in effect, and its price.
    @inline(__always)
    private func price(
        _ records: UnsafeBufferPointer<CallRecord>, jobs: UnsafeMutablePointer<LookupJob>, count: Int,
        buySideApplies: Bool, into results: UnsafeMutablePointer<RatedCall>
    ) {
        for index in 0..<count {
            let job = unsafe jobs[index]
            let record = unsafe records[Int(job.index)]
            let result = unsafe results + Int(job.index)
            unsafe result.pointee.sell = priced(
                record, party: job.sellParty, deck: job.sellDeck, head: job.sellRate, zone: Int(job.entry), table: sell)
            if buySideApplies {
                unsafe result.pointee.buy = priced(
                    record, party: job.buyParty, deck: job.buyDeck, head: job.buyRate, zone: Int(job.entry), table: buy)
            }
        }
    }

    @inline(__always)
    private func priced(
        _ record: CallRecord, party: Int32, deck: Int32, head: Int32, zone: Int, table: PartyTable
    ) -> RatedSide {
        var side = RatedSide()
        side.party = party
        side.state = .unpriced
        var index = head
        if deck < 0 {
            guard party >= 0 else { return settled(side, .unknownAccount, record) }
            let current =
                deck == PartyTable.manyDecks
                ? table.parties[Int(party)].deck(atMicros: record.startMicros) : PartyTable.noDeck
            guard current >= 0 else { return settled(side, .noCard, record) }
            index = cell(pageEntry(deck: current, zone: zone))
        }
        while index >= 0 {
            // In bounds: indices come from the tables built beside the rates.
            let rate = unsafe rates.pointer + Int(index)
            let isInEffect =
                unsafe record.startMicros >= rate.pointee.effectiveFromMicros
                && record.startMicros < rate.pointee.effectiveToMicros
            if isInEffect { return unsafe priced(record, side, rate: rate.pointee, index: index, table: table) }
            index = unsafe rate.pointee.next
        }
        return settled(side, .noPrefix, record)
    }

    @inline(__always)
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
            if rate.terms & RateRecord.hasVariants != 0 {
                return pricedExactly(record, side, rate: rate, parties: table.parties)
            }
            side.state = .priced
            return side
        }
        guard rate.terms == 0 else { return pricedExactly(record, side, rate: rate, parties: table.parties) }
        // Of a plain rate: seconds rounded up, 6 decimals, half up. Everything is below 2^31 or checked.
        let seconds = (record.durationNanos &+ 999_999_999) / 1_000_000_000
        let initial = Int64(rate.initialSeconds)
        let increment = UInt32(truncatingIfNeeded: rate.incrementSeconds)
        var billed = initial
        if seconds > initial {
            let blocks = (UInt32(truncatingIfNeeded: seconds &- initial) &+ (increment &- 1)) / increment
            billed = initial &+ Int64(blocks) &* Int64(increment)
        }
        billed = max(billed, Int64(rate.minimumSeconds))
        let (used, overflowsUse) = billed.multipliedReportingOverflow(by: rate.nanosPerMinute)
        let (fee, overflowsFee) = rate.setupFeeNanos.multipliedReportingOverflow(by: 60)
        let (cost, overflowsSum) = used.addingReportingOverflow(fee)
        guard !overflowsUse, !overflowsFee, !overflowsSum, billed <= Int64(Int32.max), cost < .max - 30_000 else {
            return pricedExactly(record, side, rate: rate, parties: table.parties)
        }
        side.billedSeconds = Int32(truncatingIfNeeded: billed)
        side.amountMicros = (cost &+ 30_000) / 60_000
        side.state = .priced
        return side
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

extension PartyTable {
    /// Slot at which the search for an account begins. Reads 16 bytes at `text` whatever its length.
    @inline(__always)
    fileprivate func slot(_ text: UnsafeRawPointer, count: Int) -> Int32 {
        Int32(truncatingIfNeeded: PartyTable.hash(unsafe PartyTable.key(text, count: count)) & mask)
    }

    /// Party and deck of an account, or none, searched from `slot` on.
    @inline(__always)
    fileprivate func find(_ text: UnsafeRawPointer, count: Int, from slot: Int32) -> (party: Int32, deck: Int32) {
        guard count > 0 else { return (-1, PartyTable.noDeck) }
        let key = unsafe PartyTable.key(text, count: count)
        var index = UInt64(UInt32(bitPattern: slot))
        while true {
            // In bounds: the mask is the number of slots less one, and one slot at least is free.
            let slot = unsafe slots.pointer + Int(index)
            let slotCount = unsafe slot.pointee.count
            if slotCount == 0 { return (-1, PartyTable.noDeck) }
            if unsafe Int(slotCount) == count && slot.pointee.low == key.low && slot.pointee.high == key.high {
                let party = unsafe slot.pointee.party
                if unsafe count <= 16 || isSame(party, text, count: count) { return unsafe (party, slot.pointee.deck) }
            }
            index = (index &+ 1) & mask
        }
    }

    /// Whether a long text is the account of a party.
    @inline(never)
    private func isSame(_ party: Int32, _ text: UnsafeRawPointer, count: Int) -> Bool {
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: count)
        return unsafe parties[Int(party)].account.elementsEqual(bytes)
    }
}

extension PrefixTrie {
    /// Digit at `position`, or the end mark behind the number. Reads the byte all the same: there is padding.
    @inline(__always)
    fileprivate static func digit(_ digits: UnsafeRawPointer, _ position: Int, count: Int) -> Int {
        let byte = unsafe Int(digits.load(fromByteOffset: position, as: UInt8.self) & 0xF)
        return position < count ? byte : 10
    }

    @inline(__always)
    fileprivate static func directSlot(_ digits: UnsafeRawPointer, count: Int) -> Int {
        var slot = 0
        for position in 0..<directDigits { slot = unsafe slot &* radix &+ digit(digits, position, count: count) }
        return slot
    }

    @inline(__always)
    fileprivate static func nodeSlot(_ entry: UInt32, _ digits: UnsafeRawPointer, _ job: LookupJob) -> Int {
        let position = Int(job.position)
        let count = Int(job.digits)
        let first = unsafe digit(digits, position, count: count)
        let second = unsafe digit(digits, position &+ 1, count: count)
        return Int(entry & ~isNode) &* nodeCount &+ first &* radix &+ second
    }
}
