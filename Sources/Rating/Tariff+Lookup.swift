import CKernels
public import CallRecords

/// A call on its way through the stages of a batch.
struct LookupJob {
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
    /// The digits behind them, the next one lowest, one a byte: eight, less those taken since `position` was 5 or 13.
    var ahead: UInt64
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
    /// once a batch, not once a call. What differs from call to call is selected, not branched on, as far as it can be.
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
        precondition(records.count <= CallParser.batchSize)
        // Once a batch: without numbers of customers nothing is asked of any call.
        let settlesParties = unsafe known != nil || !dids.isEmpty
        unsafe withUnsafeTemporaryAllocation(of: LookupJob.self, capacity: CallParser.batchSize + 1) { jobs in
            unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * CallParser.batchSize + 1) { open in
                // In bounds below: jobs are at most as many as records, and open sides twice as many; the one behind the
                // last may be written to.
                let job = jobs.baseAddress!
                let list = open.baseAddress!
                let count = unsafe start(
                    records, text: text, buySideApplies: buySideApplies, into: results, jobs: job, list: list)
                unsafe walk(records, jobs: job, count: count, text: text, open: list)
                if settlesParties {
                    unsafe settleParties(
                        records, jobs: job, count: count, text: text, buySideApplies: buySideApplies, known: known,
                        into: results)
                }
                unsafe settleDecks(records, jobs: job, count: count)
                unsafe findRates(jobs: job, count: count)
                unsafe followChains(records, jobs: job, count: count, open: list)
                unsafe price(
                    records, jobs: job, count: count, buySideApplies: buySideApplies || settlesParties, into: results)
            }
        }
    }

    /// First stage: who is called on whose behalf; the first five digits. `list` is space for as many as there are records.
    @inline(__always)
    private func start(
        _ records: UnsafeBufferPointer<CallRecord>, text: UnsafeRawPointer, buySideApplies: Bool,
        into results: UnsafeMutablePointer<RatedCall>, jobs: UnsafeMutablePointer<LookupJob>,
        list: UnsafeMutablePointer<Int32>
    ) -> Int {
        let direct = unsafe trie.direct.pointer
        let sellSlots = unsafe sell.slots.pointer
        let buySlots = unsafe buy.slots.pointer
        let sellMask = sell.mask
        let buyMask = buy.mask
        var unrated = RatedCall()
        unrated.sell.state = .priced
        unrated.buy.state = buySideApplies ? .priced : .notApplicable
        let looksUpUnanswered = looksUpUnanswered
        var count = 0
        for index in 0..<records.count {
            // In bounds: there is a result for each record.
            unsafe results[index] = unrated
            unsafe list[count] = Int32(truncatingIfNeeded: index)
            count &+= unsafe records[index].durationNanos != 0 || looksUpUnanswered ? 1 : 0
        }
        for position in 0..<count {
            // In bounds: the list holds positions of records.
            let index = unsafe list[position]
            let record = unsafe records.baseAddress! + Int(index)
            let job = unsafe jobs + position
            let called = unsafe record.pointee.called
            unsafe job.pointee.index = index
            unsafe job.pointee.digits = Int32(truncatingIfNeeded: called.count)
            unsafe job.pointee.offset = called.offset
            let digits = unsafe text + Int(called.offset)
            let slot = unsafe PrefixTrie.directSlot(PrefixTrie.word(digits, 0, count: Int(called.count)))
            unsafe job.pointee.entry = UInt32(truncatingIfNeeded: slot)
            unsafe ck_prefetch(direct + slot)
            unsafe job.pointee.ahead = PrefixTrie.word(digits, PrefixTrie.directDigits, count: Int(called.count))
            let sellSlot = unsafe PartyTable.slot(record.pointee.customer, text: text, mask: sellMask)
            unsafe job.pointee.sellParty = sellSlot
            unsafe ck_prefetch(sellSlots + Int(sellSlot))
            let buySlot = unsafe PartyTable.slot(record.pointee.supplier, text: text, mask: buyMask)
            unsafe job.pointee.buyParty = buySlot
            unsafe ck_prefetch(buySlots + Int(buySlot))
        }
        return count
    }

    /// From the accounts to their decks, and from the first five digits to the zone of the whole number.
    ///
    /// `open` lists the jobs that are still on their way, in place: each level leaves those that another one follows.
    @inline(__always)
    private func walk(
        _ records: UnsafeBufferPointer<CallRecord>, jobs: UnsafeMutablePointer<LookupJob>, count: Int,
        text: UnsafeRawPointer, open: UnsafeMutablePointer<Int32>
    ) {
        let direct = unsafe trie.direct.pointer
        let nodes = unsafe trie.nodes.pointer
        var openCount = 0
        for index in 0..<count {
            let job = unsafe jobs + index
            let entry = unsafe direct[Int(job.pointee.entry)]
            unsafe job.pointee.entry = entry
            unsafe job.pointee.position = Int32(PrefixTrie.directDigits)
            let isNode = entry & PrefixTrie.isNode != 0
            unsafe open[openCount] = Int32(truncatingIfNeeded: index)
            openCount &+= isNode ? 1 : 0
            let slot = unsafe PrefixTrie.nodeSlot(entry, job.pointee.ahead)
            unsafe ck_prefetch(nodes + (isNode ? slot : 0))
        }
        // Work enough while the nodes are on their way.
        for index in 0..<count {
            let job = unsafe jobs + index
            let record = unsafe records.baseAddress! + Int(job.pointee.index)
            let sellParty = unsafe sell.find(record.pointee.customer, text: text, from: job.pointee.sellParty)
            unsafe job.pointee.sellParty = sellParty.party
            unsafe job.pointee.sellDeck = sellParty.deck
            let buyParty = unsafe buy.find(record.pointee.supplier, text: text, from: job.pointee.buyParty)
            unsafe job.pointee.buyParty = buyParty.party
            unsafe job.pointee.buyDeck = buyParty.deck
        }
        while openCount > 0 {
            var stillOpen = 0
            for position in 0..<openCount {
                let index = unsafe open[position]
                let job = unsafe jobs + Int(index)
                // In bounds: `entry` is a node of the trie.
                let next = unsafe nodes[PrefixTrie.nodeSlot(job.pointee.entry, job.pointee.ahead)]
                unsafe job.pointee.entry = next
                unsafe job.pointee.position &+= 2
                unsafe job.pointee.ahead >>= 16
                if unsafe job.pointee.position == Int32(PrefixTrie.directDigits + 8) {
                    // All eight are taken: those behind them, which few prefixes have.
                    let digits = unsafe text + Int(job.pointee.offset)
                    unsafe job.pointee.ahead = PrefixTrie.word(
                        digits, PrefixTrie.directDigits + 8, count: Int(job.pointee.digits))
                }
                let isNode = next & PrefixTrie.isNode != 0
                unsafe open[stillOpen] = index
                stillOpen &+= isNode ? 1 : 0
                let slot = unsafe PrefixTrie.nodeSlot(next, job.pointee.ahead)
                unsafe ck_prefetch(nodes + (isNode ? slot : 0))
            }
            openCount = stillOpen
        }
    }

    /// From zone and deck to the first rate to try, on both sides.
    @inline(__always)
    private func findRates(jobs: UnsafeMutablePointer<LookupJob>, count: Int) {
        guard let readable = unsafe decks.readable else {
            for index in 0..<count {
                unsafe jobs[index].sellRate = -1
                unsafe jobs[index].buyRate = -1
            }
            return
        }
        let pages = unsafe readable.pages
        let records = unsafe rates.pointer
        let perDeck = decks.pagesPerDeck
        let tables = unsafe readable.pageTables
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
            let sell = unsafe DeckTables.answer(tables, perDeck: perDeck, deck: job.pointee.sellDeck, zone: zone)
            let buy = unsafe DeckTables.answer(tables, perDeck: perDeck, deck: job.pointee.buyDeck, zone: zone)
            unsafe job.pointee.sellRate = sell
            unsafe job.pointee.buyRate = buy
            unsafe ck_prefetch(pages + Int(max(sell, 0)))
            unsafe ck_prefetch(pages + Int(max(buy, 0)))
        }
        for index in 0..<count {
            let job = unsafe jobs + index
            let sell = unsafe DeckTables.rate(pages, answer: job.pointee.sellRate)
            let buy = unsafe DeckTables.rate(pages, answer: job.pointee.buyRate)
            unsafe job.pointee.sellRate = sell
            unsafe job.pointee.buyRate = buy
            unsafe ck_prefetch(records + Int(max(sell, 0)))
            unsafe ck_prefetch(records + Int(max(buy, 0)))
        }
    }

    /// From the first rate to try to the one in effect: `sellRate` and `buyRate` become that one, or -1 where there is none.
    ///
    /// `open` lists the sides that are still on their way, twice the job's position and one more for the buy side.
    @inline(__always)
    private func followChains(
        _ records: UnsafeBufferPointer<CallRecord>, jobs: UnsafeMutablePointer<LookupJob>, count: Int,
        open: UnsafeMutablePointer<Int32>
    ) {
        guard rates.count > 0 else { return }
        let rates = unsafe rates.pointer
        @inline(__always) func isOut(_ head: Int32, _ start: Int64) -> Bool {
            // In bounds: there is a rate, and indices come from the tables built beside the rates.
            let rate = unsafe rates + Int(max(head, 0))
            let isEarly = unsafe start < rate.pointee.effectiveFromMicros
            let isLate = unsafe start >= rate.pointee.effectiveToMicros
            return (head >= 0) && (isEarly || isLate)
        }
        var openCount = 0
        for index in 0..<count {
            let job = unsafe jobs + index
            let start = unsafe records[Int(job.pointee.index)].startMicros
            unsafe open[openCount] = Int32(truncatingIfNeeded: 2 &* index)
            openCount &+= isOut(unsafe job.pointee.sellRate, start) ? 1 : 0
            unsafe open[openCount] = Int32(truncatingIfNeeded: 2 &* index &+ 1)
            openCount &+= isOut(unsafe job.pointee.buyRate, start) ? 1 : 0
        }
        while openCount > 0 {
            for position in 0..<openCount {
                let side = unsafe open[position]
                let job = unsafe jobs + Int(side >> 1)
                // Only a rate that there is can be out.
                let head = unsafe side & 1 == 0 ? job.pointee.sellRate : job.pointee.buyRate
                let next = unsafe rates[Int(head)].next
                unsafe ck_prefetch(rates + Int(max(next, 0)))
                if side & 1 == 0 { unsafe job.pointee.sellRate = next } else { unsafe job.pointee.buyRate = next }
            }
            var stillOpen = 0
            for position in 0..<openCount {
                let side = unsafe open[position]
                let job = unsafe jobs + Int(side >> 1)
                let start = unsafe records[Int(job.pointee.index)].startMicros
                let head = unsafe side & 1 == 0 ? job.pointee.sellRate : job.pointee.buyRate
                unsafe open[stillOpen] = side
                stillOpen &+= isOut(head, start) ? 1 : 0
            }
            openCount = stillOpen
        }
    }

    /// Last stage: the price of the rate in effect.
    @inline(__always)
    private func price(
        _ records: UnsafeBufferPointer<CallRecord>, jobs: UnsafeMutablePointer<LookupJob>, count: Int,
        buySideApplies: Bool, into results: UnsafeMutablePointer<RatedCall>
    ) {
        let rates = unsafe rates.pointer
        for index in 0..<count {
            let job = unsafe jobs + index
            let record = unsafe records.baseAddress! + Int(job.pointee.index)
            let result = unsafe results + Int(job.pointee.index)
            if unsafe !Tariff.pricePlainly(
                record, party: job.pointee.sellParty, deck: job.pointee.sellDeck, head: job.pointee.sellRate,
                rates: rates, into: &result.pointee.sell)
            {
                unsafe result.pointee.sell = priced(
                    record.pointee, party: job.pointee.sellParty, deck: job.pointee.sellDeck,
                    head: job.pointee.sellRate, zone: Int(job.pointee.entry), table: sell)
            }
            guard buySideApplies else { continue }
            if unsafe !Tariff.pricePlainly(
                record, party: job.pointee.buyParty, deck: job.pointee.buyDeck, head: job.pointee.buyRate,
                rates: rates, into: &result.pointee.buy)
            {
                unsafe result.pointee.buy = priced(
                    record.pointee, party: job.pointee.buyParty, deck: job.pointee.buyDeck, head: job.pointee.buyRate,
                    zone: Int(job.pointee.entry), table: buy)
            }
        }
    }

    /// Prices a side by the first rate to try, if that is in effect and a plain one: seconds rounded up, six decimals, half
    /// up. False, and nothing is changed, where it is not or a number is large.
    @inline(__always)
    private static func pricePlainly(
        _ record: UnsafePointer<CallRecord>, party: Int32, deck: Int32, head: Int32,
        rates: UnsafePointer<RateRecord>, into side: inout RatedSide
    ) -> Bool {
        guard deck >= 0, head >= 0 else { return false }
        // In bounds: indices come from the tables built beside the rates.
        let rate = unsafe rates + Int(head)
        let start = unsafe record.pointee.startMicros
        let isInEffect = unsafe start >= rate.pointee.effectiveFromMicros && start < rate.pointee.effectiveToMicros
        guard isInEffect, unsafe rate.pointee.terms == 0 && !rate.pointee.isBlocked else { return false }
        // Everything is below 2^31 or checked; a call of no time has no price, whatever is computed of it.
        let nanos = unsafe record.pointee.durationNanos
        let seconds = (nanos &+ 999_999_999) / 1_000_000_000
        let initial = unsafe Int64(rate.pointee.initialSeconds)
        let increment = unsafe UInt32(truncatingIfNeeded: rate.pointee.incrementSeconds)
        let beyond = UInt32(truncatingIfNeeded: max(seconds &- initial, 0))
        let blocks = (beyond &+ (increment &- 1)) / increment
        let billed = unsafe max(
            initial &+ Int64(blocks) &* Int64(increment), Int64(rate.pointee.minimumSeconds))
        let (used, overflowsUse) = unsafe billed.multipliedReportingOverflow(by: rate.pointee.nanosPerMinute)
        let (fee, overflowsFee) = unsafe rate.pointee.setupFeeNanos.multipliedReportingOverflow(by: 60)
        let (cost, overflowsSum) = used.addingReportingOverflow(fee)
        guard !overflowsUse, !overflowsFee, !overflowsSum, billed <= Int64(Int32.max), cost < .max - 30_000 else {
            return false
        }
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

    /// A side of any call: the rate in effect along the chain, and its price.
    @inline(never)
    private func priced(
        _ record: CallRecord, party: Int32, deck: Int32, head: Int32, zone: Int, table: PartyTable
    ) -> RatedSide {
        var side = RatedSide()
        side.party = party
        side.state = .unpriced
        var index = head
        if deck < 0 {
            guard deck != PartyTable.notApplicable else { return RatedSide() }
            guard party >= 0 else { return settled(side, .unknownAccount, record) }
            let current =
                deck == PartyTable.manyDecks
                ? table.parties[Int(party)].deck(atMicros: record.startMicros) : PartyTable.noDeck
            guard current >= 0, let tables = unsafe decks.readable else { return settled(side, .noCard, record) }
            let answer = unsafe DeckTables.answer(
                tables.pageTables, perDeck: decks.pagesPerDeck, deck: current, zone: zone)
            index = unsafe DeckTables.rate(tables.pages, answer: answer)
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
        side.state = .priced
        // Of a plain rate further down the chain, the price is as plain.
        let isPlain = unsafe withUnsafePointer(to: record) { record in
            unsafe Tariff.pricePlainly(
                record, party: side.party, deck: 0, head: index, rates: rates.pointer, into: &side)
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

extension DeckTables {
    /// Tables that have one entry at least, which may be read though it does not count; nil without any deck.
    @inline(__always)
    fileprivate var readable: (pageTables: UnsafePointer<UInt32>, pages: UnsafePointer<Int32>)? {
        guard pageTables.count > 0 else { return nil }
        let tables = unsafe UnsafePointer(pageTables.pointer)
        // Where each page has one rate there are no pages, and none is meant by any answer.
        let none = unsafe UnsafeRawPointer(tables).assumingMemoryBound(to: Int32.self)
        return unsafe (tables, pages.count > 0 ? UnsafePointer(pages.pointer) : none)
    }

    /// What the page table says of a zone: a position in `pages`, or -1 less the rate index + 1 of the whole page; -1 for a
    /// deck below zero.
    @inline(__always)
    fileprivate static func answer(
        _ tables: UnsafePointer<UInt32>, perDeck: Int, deck: Int32, zone: Int
    ) -> Int32 {
        let page = zone / zonesPerPage
        // In bounds: decks and zones are those the tables were built of; a table has one entry at least.
        let entry = unsafe tables[deck < 0 ? 0 : Int(deck) &* perDeck &+ page]
        let position = Int32(truncatingIfNeeded: Int(entry & ~isPage) &* zonesPerPage &+ zone % zonesPerPage)
        let answer = entry & isPage != 0 ? position : -1 &- Int32(truncatingIfNeeded: entry)
        return deck < 0 ? -1 : answer
    }

    /// The rate index behind an answer, -1 = none.
    @inline(__always)
    fileprivate static func rate(_ pages: UnsafePointer<Int32>, answer: Int32) -> Int32 {
        let cell = unsafe pages[Int(max(answer, 0))]
        return answer < 0 ? -2 &- answer : cell
    }
}

extension PartyTable {
    /// Slot at which the search for an account begins. Reads 16 bytes of the text whatever its length.
    @inline(__always)
    fileprivate static func slot(_ account: TextRange, text: UnsafeRawPointer, mask: UInt64) -> Int32 {
        Int32(truncatingIfNeeded: hash(unsafe key(text + Int(account.offset), count: Int(account.count))) & mask)
    }

    /// Party and deck of an account, or none, searched from `slot` on.
    @inline(__always)
    fileprivate func find(
        _ account: TextRange, text: UnsafeRawPointer, from slot: Int32
    ) -> (party: Int32, deck: Int32) {
        let text = unsafe text + Int(account.offset)
        let count = Int(account.count)
        guard count > 0 else { return (-1, PartyTable.noDeck) }
        let key = unsafe PartyTable.key(text, count: count)
        var index = UInt64(UInt32(bitPattern: slot))
        while true {
            // In bounds: the mask is the number of slots less one, and one slot at least is free.
            let slot = unsafe slots.pointer + Int(index)
            let slotCount = unsafe slot.pointee.count
            if unsafe Int(slotCount) == count && slot.pointee.low == key.low && slot.pointee.high == key.high {
                let party = unsafe slot.pointee.party
                if unsafe count <= 16 || isSame(party, text, count: count) { return unsafe (party, slot.pointee.deck) }
            }
            if slotCount == 0 { return (-1, PartyTable.noDeck) }
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
    /// Eight digits from `position` on, one a byte, the first lowest; behind the number's last digit the end mark. Reads the
    /// bytes all the same: there is padding.
    @inline(__always)
    fileprivate static func word(_ digits: UnsafeRawPointer, _ position: Int, count: Int) -> UInt64 {
        let word = unsafe UInt64(littleEndian: digits.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        let left = UInt64(truncatingIfNeeded: max(count &- position, 0))
        // A shift by 64 or more leaves nothing: no end mark among the eight.
        let marks: UInt64 = left >= 8 ? 0 : ~0 &<< (8 &* left)
        return (word & ~marks & 0x0F0F_0F0F_0F0F_0F0F) | (marks & 0x0A0A_0A0A_0A0A_0A0A)
    }

    /// The entry of five digits.
    @inline(__always)
    fileprivate static func directSlot(_ word: UInt64) -> Int {
        // A pair of digits is at most 10 x 11 + 10, so it stays in its byte.
        let pairs = (word & 0x0000_0000_00FF_00FF) &* UInt64(radix) &+ ((word >> 8) & 0x0000_0000_00FF_00FF)
        let first = Int(truncatingIfNeeded: pairs & 0xFF)
        let second = Int(truncatingIfNeeded: pairs >> 16 & 0xFF)
        let fifth = Int(truncatingIfNeeded: word >> 32 & 0xFF)
        return (first &* nodeCount &+ second) &* radix &+ fifth
    }

    /// Where the next two digits lead from a node.
    @inline(__always)
    fileprivate static func nodeSlot(_ entry: UInt32, _ ahead: UInt64) -> Int {
        let first = Int(truncatingIfNeeded: ahead & 0xFF)
        let second = Int(truncatingIfNeeded: ahead >> 8 & 0xFF)
        return Int(entry & ~isNode) &* nodeCount &+ first &* radix &+ second
    }
}
