import CKernels
public import CallRecords

extension Tariff {
    /// Rates a batch of calls on both sides; `RatingPipeline` does it faster, batch behind batch.
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
        unsafe rate(records, text: text, buySideApplies: buySideApplies, known: nil, into: results)
    }

    /// The same, with the parties that are known already.
    ///
    /// - Parameter known: one for each record, or nil where records name them all.
    package func rate(
        _ records: UnsafeBufferPointer<CallRecord>, text: UnsafeRawPointer, buySideApplies: Bool,
        known: UnsafePointer<KnownParties>?, into results: UnsafeMutablePointer<RatedCall>
    ) {
        let batch = LookupBatch()
        unsafe batch.begin(records, text: text, buySideApplies: buySideApplies, known: known, into: results)
        rate(batch, pricing: nil)
        rate(nil, pricing: batch)
    }

    /// Takes a batch to the records of its rates, and the batch before it from there to its prices.
    ///
    /// In parts of a few calls, each stage a part behind the one that asked for what it reads: the memory answers few
    /// questions at a time, and what it is asked beyond them at once is dropped or waits. What differs from call to call is
    /// selected, not branched on, as far as it can be. Stages stay functions of their own, so that the state of each fits
    /// the registers.
    func rate(_ next: LookupBatch?, pricing last: LookupBatch?) {
        if let next { select(next) }
        let parts = max(next.map { $0.partCount + 5 } ?? 0, last?.partCount ?? 0)
        for part in 0..<parts {
            if let last { price(last, last.part(part)) }
            guard let next else { continue }
            findRates(next, next.part(part - 5))
            findCells(next, next.part(part - 4))
            descend(next, next.part(part - 3))
            findBuyParties(next, next.part(part - 2))
            descend(next, next.part(part - 2))
            enterTrie(next, next.part(part - 1))
            start(next, next.part(part))
        }
        if let last { priceOpen(last) }
    }

    /// Picks the calls that are looked up; the others are settled, at no price.
    private func select(_ batch: LookupBatch) {
        guard let record = unsafe batch.records.baseAddress else { return }
        let jobs = unsafe batch.jobs
        let results = unsafe batch.results
        var unrated = RatedCall()
        unrated.sell.state = .priced
        unrated.buy.state = batch.buySideApplies ? .priced : .notApplicable
        let everyTime: Int64 = looksUpUnanswered ? 1 : 0
        var count = 0
        unsafe withUnsafePointer(to: unrated) { unrated in
            for index in unsafe 0..<batch.records.count {
                // In bounds: there is a result for each record, and room for a job behind the last.
                unsafe UnsafeMutableRawPointer(results + index).copyMemory(
                    from: unrated, byteCount: MemoryLayout<RatedCall>.stride)
                unsafe jobs[count].index = Int32(truncatingIfNeeded: index)
                count &+= Int(bit: unsafe record[index].durationNanos | everyTime != 0)
            }
        }
        batch.count = count
    }

    /// First stage: who is called on whose behalf; the first five digits.
    @inline(never)
    private func start(_ batch: LookupBatch, _ part: Range<Int>) {
        let direct = unsafe trie.direct.pointer
        let sellSlots = unsafe sell.slots.pointer
        let buySlots = unsafe buy.slots.pointer
        let sellMask = sell.mask
        let buyMask = buy.mask
        let text = unsafe batch.text
        let jobs = unsafe batch.jobs
        for position in part {
            // In bounds: a part is of the batch's jobs, which refer to its records; so everywhere below.
            let job = unsafe jobs + position
            let record = unsafe batch.records.baseAddress! + Int(job.pointee.index)
            let called = unsafe record.pointee.called
            unsafe job.pointee.digits = Int32(truncatingIfNeeded: called.count)
            unsafe job.pointee.offset = called.offset
            let digits = unsafe text + Int(called.offset)
            let slot = unsafe PrefixTrie.directSlot(PrefixTrie.word(digits, 0, count: Int(called.count)))
            unsafe job.pointee.slot = UInt32(truncatingIfNeeded: slot)
            unsafe ck_prefetch(direct + slot)
            unsafe job.pointee.ahead = PrefixTrie.word(digits, PrefixTrie.directDigits, count: Int(called.count))
            let sellSlot = unsafe PartyTable.slot(record.pointee.customer, text: text, mask: sellMask)
            unsafe job.pointee.sellParty = sellSlot
            unsafe ck_prefetch(sellSlots + Int(sellSlot))
            let buySlot = unsafe PartyTable.slot(record.pointee.supplier, text: text, mask: buyMask)
            unsafe job.pointee.buyParty = buySlot
            unsafe ck_prefetch(buySlots + Int(buySlot))
        }
    }

    /// From the first five digits to a node of the trie, or to the zone at once; from the accounts to their decks.
    @inline(never)
    private func enterTrie(_ batch: LookupBatch, _ part: Range<Int>) {
        let direct = unsafe trie.direct.pointer
        let nodes = unsafe trie.nodes.pointer
        let jobs = unsafe batch.jobs
        for position in part {
            let job = unsafe jobs + position
            let entry = unsafe direct[Int(job.pointee.slot)]
            let slot = unsafe PrefixTrie.nodeSlot(entry, job.pointee.ahead)
            unsafe job.pointee.entry = entry
            unsafe job.pointee.slot = slot
            unsafe ck_prefetch(nodes + Int(slot))
        }
        findSellParties(batch, part)
    }

    @inline(never)
    private func findSellParties(_ batch: LookupBatch, _ part: Range<Int>) {
        let slots = unsafe sell.slots.pointer
        let text = unsafe batch.text
        let jobs = unsafe batch.jobs
        for position in part {
            let job = unsafe jobs + position
            let account = unsafe (batch.records.baseAddress! + Int(job.pointee.index)).pointee.customer
            let found = unsafe sell.find(account, text: text, from: job.pointee.sellParty, slots: slots)
            unsafe job.pointee.sellParty = found.party
            unsafe job.pointee.sellDeck = found.deck
        }
    }

    @inline(never)
    private func findBuyParties(_ batch: LookupBatch, _ part: Range<Int>) {
        let slots = unsafe buy.slots.pointer
        let text = unsafe batch.text
        let jobs = unsafe batch.jobs
        for position in part {
            let job = unsafe jobs + position
            let account = unsafe (batch.records.baseAddress! + Int(job.pointee.index)).pointee.supplier
            let found = unsafe buy.find(account, text: text, from: job.pointee.buyParty, slots: slots)
            unsafe job.pointee.buyParty = found.party
            unsafe job.pointee.buyDeck = found.deck
        }
    }

    /// Two digits further down the trie; what has reached its zone stays there.
    @inline(never)
    private func descend(_ batch: LookupBatch, _ part: Range<Int>) {
        guard trie.nodes.count > 0 else { return }
        let nodes = unsafe trie.nodes.pointer
        let rowOfZone = unsafe decks.rowOfZone.pointer
        let groupCount = decks.groupCount
        let jobs = unsafe batch.jobs
        for position in part {
            let job = unsafe jobs + position
            // In bounds: a slot of a node of the trie, or the first one, which is there and does not count.
            let next = unsafe PrefixTrie.following(job.pointee.entry, nodes[Int(job.pointee.slot)])
            let ahead = unsafe job.pointee.ahead >> 16
            let slot = PrefixTrie.nodeSlot(next, ahead)
            unsafe job.pointee.entry = next
            unsafe job.pointee.ahead = ahead
            unsafe job.pointee.slot = slot
            unsafe ck_prefetch(nodes + Int(slot))
            unsafe ck_prefetch(rowOfZone + Int(next & ~PrefixTrie.isNode) &* groupCount)
        }
    }

    /// To the end of the numbers of which nine digits do not tell the zone; then from zone and deck to the cells of the
    /// first rates to try, on both sides.
    private func findCells(_ batch: LookupBatch, _ part: Range<Int>) {
        guard !part.isEmpty else { return }
        if trie.nodes.count > 0 { descendFurther(batch, part) }
        if unsafe batch.known != nil || !dids.isEmpty { settleParties(batch, part) }
        settleDecks(batch, part)
        let rowOfZone = unsafe decks.rowOfZone.pointer
        let rows = unsafe decks.rows.pointer
        let groupCount = decks.groupCount
        let jobs = unsafe batch.jobs
        for position in part {
            let job = unsafe jobs + position
            let zone = unsafe Int(job.pointee.entry)
            let sell = unsafe DeckTables.cell(
                rowOfZone, groupCount: groupCount, zone: zone, deck: job.pointee.sellDeck)
            let buy = unsafe DeckTables.cell(rowOfZone, groupCount: groupCount, zone: zone, deck: job.pointee.buyDeck)
            unsafe job.pointee.sellRate = sell
            unsafe job.pointee.buyRate = buy
            unsafe ck_prefetch(rows + Int(sell))
            unsafe ck_prefetch(rows + Int(buy))
        }
    }

    @inline(never)
    private func descendFurther(_ batch: LookupBatch, _ part: Range<Int>) {
        let nodes = unsafe trie.nodes.pointer
        for position in part {
            let job = unsafe batch.jobs + position
            var taken = PrefixTrie.directDigits + 4
            while unsafe job.pointee.entry & PrefixTrie.isNode != 0 {
                taken += 2
                // In bounds: as in `descend`.
                let next = unsafe nodes[Int(job.pointee.slot)]
                unsafe job.pointee.ahead >>= 16
                if taken == PrefixTrie.directDigits + 8 {
                    // All eight are taken: those behind them, which few prefixes have.
                    let digits = unsafe batch.text + Int(job.pointee.offset)
                    unsafe job.pointee.ahead = PrefixTrie.word(digits, taken, count: Int(job.pointee.digits))
                }
                unsafe job.pointee.entry = next
                unsafe job.pointee.slot = PrefixTrie.nodeSlot(next, job.pointee.ahead)
            }
        }
    }

    /// From the cells to the first rates to try. A deck below zero has none here; the last stage sees to it.
    @inline(never)
    private func findRates(_ batch: LookupBatch, _ part: Range<Int>) {
        let rows = unsafe decks.rows.pointer
        let rates = unsafe rates.packed.pointer
        let jobs = unsafe batch.jobs
        for position in part {
            let job = unsafe jobs + position
            // In bounds: cells are those that the stage before has found.
            let sell = unsafe rows[Int(job.pointee.sellRate)] | (job.pointee.sellDeck >> 31)
            let buy = unsafe rows[Int(job.pointee.buyRate)] | (job.pointee.buyDeck >> 31)
            unsafe job.pointee.sellRate = sell
            unsafe job.pointee.buyRate = buy
            unsafe ck_prefetch(rates + Int(sell & ~(sell >> 31)))
            unsafe ck_prefetch(rates + Int(buy & ~(buy >> 31)))
        }
    }
}
