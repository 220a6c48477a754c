internal import CKernels
package import Rating

/// The usage of a chunk: its priced sides summed by side, party, rate and billing day.
///
/// Entries lie in the order in which they first occurred; a table of positions (open addressing, a power of two, at most
/// half full, -1 = free) finds them. Neither fits into the caches near the processor, so `announce` and `fetch` may be
/// called some calls ahead of `add`; they change nothing but what is near.
@safe
package struct UsageAccumulator: ~Copyable {
    package struct Entry {
        var side: Side
        var party: Int32
        /// -1 = no rate: a call of zero seconds to nowhere.
        var rateID: Int32
        var destinationID: Int32
        /// Days since 1970-01-01.
        var billingDay: Int32
        var attempts: Int32 = 0
        var answered: Int32 = 0
        var billedSeconds: Int64 = 0
        var micros: Int64 = 0
        var durationNanos: Int128 = 0
    }

    private var memory: UnsafeMutablePointer<Entry>
    private var capacity: Int
    package private(set) var count = 0
    private var positions: UnsafeMutablePointer<Int32>
    private var mask: Int
    private var sorted: [Entry] = []

    package init() {
        let slots = 1 << 12
        unsafe positions = UnsafeMutablePointer.allocate(capacity: slots)
        unsafe positions.initialize(repeating: -1, count: slots)
        mask = slots - 1
        capacity = slots
        unsafe memory = UnsafeMutablePointer.allocate(capacity: capacity)
    }

    deinit {
        unsafe positions.deallocate()
        unsafe memory.deallocate()
    }

    /// The entries, in the order in which they first occurred.
    var entries: [Entry] { unsafe Array(UnsafeBufferPointer(start: memory, count: count)) }

    /// The entries by side and party, which the database gets in one block each. They are lent: the memory is used again.
    ///
    /// - Parameter parties: numbers of parties, sell and buy.
    package mutating func byParty(_ parties: (sell: Int, buy: Int)) -> ArraySlice<Entry> {
        guard count > 0 else { return [] }
        // A stable counting sort.
        var starts = [Int](repeating: 0, count: parties.sell + parties.buy + 1)
        func place(_ entry: Entry) -> Int { Int(entry.party) + (entry.side == .sell ? 0 : parties.sell) }
        for index in 0..<count { unsafe starts[place(memory[index]) + 1] += 1 }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        if sorted.count < count {
            unsafe sorted.append(contentsOf: repeatElement(memory[0], count: count - sorted.count))
        }
        for index in 0..<count {
            let entry = unsafe memory[index]
            let place = place(entry)
            sorted[starts[place]] = entry
            starts[place] += 1
        }
        return sorted[..<count]
    }

    package mutating func removeAll() {
        guard count > 0 else { return }
        // Entries are trivial: nothing is left behind.
        count = 0
        unsafe positions.update(repeating: -1, count: mask + 1)
    }

    /// Brings the table's slot for one side of a call near.
    @inline(__always)
    package func announce(_ side: PendingSide, of which: Side) {
        // In bounds: masked.
        unsafe ck_prefetch(positions + slot(of: side, which))
    }

    /// Brings the entry for one side of a call near, if the first slot names it.
    @inline(__always)
    package func fetch(_ side: PendingSide, of which: Side) {
        let position = unsafe positions[slot(of: side, which)]
        // An address that is none, for a free slot, is not read either.
        unsafe ck_prefetch(memory + Int(max(position, 0)))
    }

    /// Adds one side of a call, if it is priced and its party is known. A sum of amounts that exceeds 64 bits goes on in
    /// another entry.
    @inline(__always)
    package mutating func add(_ side: PendingSide, of which: Side, durationNanos: Int64) {
        guard side.state == .priced, side.party >= 0 else { return }
        // One of the `count` entries; found before the memory is named, for it may move to make room for a new one.
        var index = position(of: side, which)
        if unsafe memory[index].micros.addingReportingOverflow(side.micros).overflow { index = goOn(from: index, side) }
        let entry = unsafe memory + index
        unsafe entry.pointee.attempts &+= 1
        unsafe entry.pointee.answered &+= durationNanos != 0 ? 1 : 0
        // At most 2^31 calls of 2^31 seconds.
        unsafe entry.pointee.billedSeconds &+= Int64(side.billedSeconds)
        unsafe entry.pointee.durationNanos &+= Int128(durationNanos)
        unsafe entry.pointee.micros &+= side.micros
    }

    /// Another entry of the same key, for what the one at `index` cannot hold.
    @inline(never)
    private mutating func goOn(from index: Int, _ side: PendingSide) -> Int {
        let which = unsafe memory[index].side
        var slot = slot(of: side, which)
        // In bounds: masked; the entry has a slot.
        while unsafe positions[slot] != Int32(index) { slot = (slot &+ 1) & mask }
        return insert(side, which, at: slot)
    }

    @inline(__always)
    private func slot(of side: PendingSide, _ which: Side) -> Int {
        UsageAccumulator.hash(which, side.party, side.rateID, side.billingDay) & mask
    }

    @inline(__always)
    private mutating func position(of side: PendingSide, _ which: Side) -> Int {
        var slot = slot(of: side, which)
        while true {
            // In bounds: masked to the number of positions, which refer to entries.
            let position = unsafe positions[slot]
            if position < 0 { return insert(side, which, at: slot) }
            let found = unsafe memory + Int(position)
            if unsafe found.pointee.rateID == side.rateID, unsafe found.pointee.party == side.party,
                unsafe found.pointee.billingDay == side.billingDay, unsafe found.pointee.side == which
            {
                return Int(position)
            }
            slot = (slot &+ 1) & mask
        }
    }

    @inline(never)
    private mutating func insert(_ side: PendingSide, _ which: Side, at slot: Int) -> Int {
        unsafe positions[slot] = Int32(count)
        if count == capacity { makeRoom() }
        unsafe (memory + count).initialize(
            to: Entry(
                side: which, party: side.party, rateID: side.rateID, destinationID: side.destinationID,
                billingDay: side.billingDay))
        count += 1
        if 2 * count > mask { grow() }
        return count - 1
    }

    private mutating func makeRoom() {
        let larger = UnsafeMutablePointer<Entry>.allocate(capacity: 2 * capacity)
        unsafe larger.moveInitialize(from: memory, count: count)
        unsafe memory.deallocate()
        unsafe memory = larger
        capacity *= 2
    }

    private mutating func grow() {
        let slots = 2 * (mask + 1)
        unsafe positions.deallocate()
        unsafe positions = UnsafeMutablePointer.allocate(capacity: slots)
        unsafe positions.initialize(repeating: -1, count: slots)
        mask = slots - 1
        for index in 0..<count {
            let entry = unsafe memory[index]
            var slot = UsageAccumulator.hash(entry.side, entry.party, entry.rateID, entry.billingDay) & mask
            while unsafe positions[slot] >= 0 { slot = (slot + 1) & mask }
            unsafe positions[slot] = Int32(index)
        }
    }

    @inline(__always)
    private static func hash(_ side: Side, _ party: Int32, _ rateID: Int32, _ day: Int32) -> Int {
        let high = UInt64(UInt32(bitPattern: party)) << 32 | UInt64(UInt32(bitPattern: rateID))
        let low = UInt64(UInt32(bitPattern: day)) << 1 | UInt64(side.rawValue)
        let product = (high ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: low ^ 0xD6E8_FEB8_6659_FD93)
        return Int(truncatingIfNeeded: product.high ^ product.low)
    }
}
