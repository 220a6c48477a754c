internal import Rating

/// The usage of a chunk: its priced sides summed by side, party, rate and billing day.
///
/// Entries lie in the order in which they first occurred; a table of positions (open addressing, a power of two, at most
/// half full, -1 = free) finds them.
@safe
struct UsageAccumulator: ~Copyable {
    struct Entry {
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

    private(set) var entries: [Entry] = []
    private var positions: UnsafeMutablePointer<Int32>
    private var mask: Int

    init() {
        let count = 1 << 12
        unsafe positions = UnsafeMutablePointer.allocate(capacity: count)
        unsafe positions.initialize(repeating: -1, count: count)
        mask = count - 1
    }

    deinit { unsafe positions.deallocate() }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        unsafe positions.update(repeating: -1, count: mask + 1)
    }

    /// Adds one side of a call, if it is priced and its party is known.
    ///
    /// - Throws: `LoadError` where a sum of amounts exceeds 64 bits.
    @inline(__always)
    mutating func add(_ side: PendingSide, of which: Side, durationNanos: Int64) throws {
        guard side.state == .priced, side.party >= 0 else { return }
        let index = position(of: side, which)
        entries[index].attempts &+= 1
        entries[index].answered &+= durationNanos != 0 ? 1 : 0
        // At most 2^31 calls of 2^31 seconds.
        entries[index].billedSeconds &+= Int64(side.billedSeconds)
        entries[index].durationNanos &+= Int128(durationNanos)
        let (sum, overflows) = entries[index].micros.addingReportingOverflow(side.micros)
        if overflows {
            throw LoadError(.tooLarge, "The charges of one party, rate and day in a chunk exceed what can be stored")
        }
        entries[index].micros = sum
    }

    @inline(__always)
    private mutating func position(of side: PendingSide, _ which: Side) -> Int {
        var slot = UsageAccumulator.hash(which, side.party, side.rateID, side.billingDay) & mask
        while true {
            // In bounds: masked to the number of positions, which refer to entries.
            let position = unsafe positions[slot]
            if position < 0 { return insert(side, which, at: slot) }
            let found = entries[Int(position)]
            if found.rateID == side.rateID, found.party == side.party, found.billingDay == side.billingDay,
                found.side == which
            {
                return Int(position)
            }
            slot = (slot &+ 1) & mask
        }
    }

    @inline(never)
    private mutating func insert(_ side: PendingSide, _ which: Side, at slot: Int) -> Int {
        unsafe positions[slot] = Int32(entries.count)
        entries.append(
            Entry(
                side: which, party: side.party, rateID: side.rateID, destinationID: side.destinationID,
                billingDay: side.billingDay))
        if 2 * entries.count > mask { grow() }
        return entries.count - 1
    }

    private mutating func grow() {
        let count = 2 * (mask + 1)
        unsafe positions.deallocate()
        unsafe positions = UnsafeMutablePointer.allocate(capacity: count)
        unsafe positions.initialize(repeating: -1, count: count)
        mask = count - 1
        for (index, entry) in entries.enumerated() {
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
