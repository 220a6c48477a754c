/// From a called number to the parties of a call to it: open addressing, all digits in the slot. Empty where no number is
/// let to anybody; nothing is asked of it then.
struct DIDTable: Sendable {
    struct Slot {
        /// The digits' first and second eight bytes, zero behind their end.
        var low: UInt64 = 0
        var high: UInt64 = 0
        /// Digits; 0 = the slot is free.
        var count: UInt32 = 0
        /// The number's spans: index of the first, and how many.
        var firstSpan: Int32 = -1
        var spanCount: Int32 = 0
    }

    struct Span {
        var fromMicros: Int64
        var toMicros: Int64
        /// With their decks as in `PartyTable`; without a supplier to be paid -1 and `PartyTable.notApplicable`.
        var sellParty: Int32
        var sellDeck: Int32
        var buyParty: Int32
        var buyDeck: Int32
    }

    static let digitsMax = 16

    let slots: AlignedTable<Slot>
    /// Number of slots less 1; a power of two less 1.
    let mask: UInt64
    /// Those of one number together, ascending.
    let spans: AlignedTable<Span>

    var isEmpty: Bool { spans.count == 0 }

    init(slots: AlignedTable<Slot>, spans: AlignedTable<Span>) {
        self.slots = slots
        self.spans = spans
        mask = UInt64(truncatingIfNeeded: slots.count &- 1)
    }

    /// - Throws: `TariffError.overlappingDIDs` where a number is two customers' at once.
    init(_ dids: [DID], sell: PartyTable, buy: PartyTable) throws(TariffError) {
        let sorted = dids.filter { $0.fromMicros < $0.toMicros }.sorted {
            $0.number == $1.number
                ? $0.fromMicros < $1.fromMicros : $0.number.lexicographicallyPrecedes($1.number)
        }
        var capacity = sorted.isEmpty ? 1 : 16
        while capacity < sorted.count * 2 { capacity *= 2 }
        slots = AlignedTable(count: capacity, repeating: Slot())
        mask = UInt64(capacity - 1)
        let none = Span(fromMicros: 0, toMicros: 0, sellParty: -1, sellDeck: -1, buyParty: -1, buyDeck: -1)
        spans = AlignedTable(count: sorted.count, repeating: none)
        var place = 0
        for (index, did) in sorted.enumerated() {
            precondition((1...DIDTable.digitsMax).contains(did.number.count))
            precondition(sell.parties.indices.contains(Int(did.sellParty)) && did.buyParty < buy.parties.count)
            spans[index] = Span(
                fromMicros: did.fromMicros, toMicros: did.toMicros, sellParty: did.sellParty,
                sellDeck: sell.decks[Int(did.sellParty)], buyParty: did.buyParty,
                buyDeck: did.buyParty < 0 ? PartyTable.notApplicable : buy.decks[Int(did.buyParty)])
            if index > 0, sorted[index - 1].number == did.number {
                guard sorted[index - 1].toMicros <= did.fromMicros else { throw .overlappingDIDs(number: did.number) }
                slots[place].spanCount += 1
                continue
            }
            var padded = did.number
            padded.append(contentsOf: repeatElement(0, count: 16))
            let key = unsafe padded.withUnsafeBytes { unsafe PartyTable.key($0.baseAddress!, count: did.number.count) }
            place = Int(PartyTable.hash(key) & mask)
            while slots[place].count != 0 { place = Int((UInt64(place) + 1) & mask) }
            slots[place] = Slot(
                low: key.low, high: key.high, count: UInt32(did.number.count), firstSpan: Int32(index), spanCount: 1)
        }
    }

    /// Slot at which the search for a number begins. Reads 16 bytes at `digits` whatever their count.
    @inline(__always)
    func slot(_ digits: UnsafeRawPointer, count: Int) -> Int {
        Int(truncatingIfNeeded: PartyTable.hash(unsafe PartyTable.key(digits, count: min(count, 16))) & mask)
    }

    /// Index of the span of a number that holds an instant, searched from `slot` on; -1 = it is nobody's then.
    @inline(__always)
    func span(_ digits: UnsafeRawPointer, count: Int, from slot: Int, atMicros micros: Int64) -> Int {
        guard count > 0, count <= DIDTable.digitsMax else { return -1 }
        let key = unsafe PartyTable.key(digits, count: count)
        var index = slot
        while true {
            // In bounds: the mask is the number of slots less one, and one slot at least is free.
            let slot = unsafe slots.pointer + index
            let slotCount = unsafe slot.pointee.count
            if slotCount == 0 { return -1 }
            if unsafe Int(slotCount) == count && slot.pointee.low == key.low && slot.pointee.high == key.high {
                let first = unsafe Int(slot.pointee.firstSpan)
                for span in unsafe first..<first + Int(slot.pointee.spanCount) {
                    // In bounds: a slot's spans are among those of the table.
                    let candidate = unsafe spans.pointer + span
                    if unsafe micros >= candidate.pointee.fromMicros && micros < candidate.pointee.toMicros {
                        return span
                    }
                }
                return -1
            }
            index = Int(truncatingIfNeeded: (UInt64(truncatingIfNeeded: index) &+ 1) & mask)
        }
    }

    /// Whether every search ends and what it finds is there.
    func isConsistent(sellParties: Int, buyParties: Int, deckCount: Int) -> Bool {
        guard slots.count >= 1, slots.count & (slots.count - 1) == 0, slots.count <= Int(Int32.max) else {
            return false
        }
        var taken = 0
        for index in 0..<slots.count {
            let slot = slots[index]
            guard slot.count != 0 else { continue }
            taken += 1
            guard slot.count <= UInt32(DIDTable.digitsMax), slot.firstSpan >= 0, slot.spanCount >= 1,
                Int(slot.spanCount) <= spans.count - Int(slot.firstSpan)
            else { return false }
        }
        guard taken < slots.count else { return false }
        let decks = Int32(clamping: deckCount)
        for index in 0..<spans.count {
            let span = spans[index]
            let sellDecks = PartyTable.manyDecks..<max(decks, 0)
            let buyDecks = PartyTable.notApplicable..<max(decks, 0)
            guard span.sellParty >= 0, Int(span.sellParty) < sellParties, sellDecks.contains(span.sellDeck),
                span.buyParty >= -1, Int(span.buyParty) < buyParties, buyDecks.contains(span.buyDeck),
                (span.buyParty < 0) == (span.buyDeck == PartyTable.notApplicable)
            else { return false }
        }
        return true
    }
}
