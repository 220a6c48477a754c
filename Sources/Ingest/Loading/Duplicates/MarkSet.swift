/// The marks of records of one hour, found by their fingerprint: open addressing, linear probing, a power of two of 16-byte
/// slots at most half full, fingerprint 0 = empty. Marks of one fingerprint lie apart, all behind its first slot.
///
/// Beside them stand halves of the fingerprints in the order in which they joined, so that it can be told later with which
/// others a mark came.
@safe
struct MarkSet: ~Copyable {
    private var slots: UnsafeMutablePointer<CallMark>
    private var mask: Int
    /// Upper halves of the fingerprints, in the order in which the marks joined.
    private(set) var halves: [UInt32] = []

    static let slotsMin = 64

    /// Room for `expected` members before the first growth.
    init(expecting expected: Int = 0) {
        var slotCount = MarkSet.slotsMin
        while slotCount < 2 * expected { slotCount *= 2 }
        unsafe slots = MarkSet.allocate(slotCount)
        mask = slotCount - 1
        halves.reserveCapacity(expected)
    }

    deinit { unsafe slots.deallocate() }

    var count: Int { halves.count }

    var bytes: Int { (mask + 1) * CallMark.byteCount + halves.capacity * MemoryLayout<UInt32>.size }

    /// What a record may be, by the marks that are here; it joins them unless it is a duplicate.
    @inline(__always)
    mutating func see(_ mark: CallMark) -> Sighting {
        // Every index is masked to the number of slots, and a slot is always empty.
        var index = Int(truncatingIfNeeded: mark.fingerprint) & mask
        var same = 0
        var equal = 0
        var unclear = 0
        while true {
            let slot = unsafe slots[index]
            if slot.fingerprint == 0 { break }
            if slot.fingerprint == mark.fingerprint {
                if slot.leg == mark.leg {
                    same += 1
                    equal += slot.check == mark.check ? 1 : 0
                } else if slot.leg == .notStated || mark.leg == .notStated {
                    unclear += 1
                }
            }
            index = (index + 1) & mask
        }
        // More than one mark of a leg: its content has changed, and only the rows tell what it is now.
        if same == 1, equal == 1, unclear == 0 { return .duplicate }
        insert(mark, at: index)
        return same == 0 && unclear == 0 ? .new : .candidate
    }

    /// Makes room for `more` members.
    mutating func reserve(_ more: Int) {
        var slotCount = mask + 1
        while slotCount < 2 * (count + more) { slotCount *= 2 }
        if slotCount > mask + 1 { grow(to: slotCount) }
    }

    /// Adds a mark that was stored.
    mutating func insert(_ mark: CallMark) {
        var index = Int(truncatingIfNeeded: mark.fingerprint) & mask
        while unsafe slots[index].fingerprint != 0 { index = (index + 1) & mask }
        insert(mark, at: index)
    }

    @inline(__always)
    private mutating func insert(_ mark: CallMark, at index: Int) {
        unsafe slots[index] = mark
        halves.append(mark.half)
        if 2 * count > mask { grow(to: 2 * (mask + 1)) }
    }

    private mutating func grow(to slotCount: Int) {
        let old = unsafe slots
        let oldCount = mask + 1
        unsafe slots = MarkSet.allocate(slotCount)
        mask = slotCount - 1
        for position in 0..<oldCount {
            // Within the old slots; the new ones are more.
            let mark = unsafe old[position]
            if mark.fingerprint == 0 { continue }
            var index = Int(truncatingIfNeeded: mark.fingerprint) & mask
            while unsafe slots[index].fingerprint != 0 { index = (index + 1) & mask }
            unsafe slots[index] = mark
        }
        unsafe old.deallocate()
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<CallMark> {
        let slots = UnsafeMutablePointer<CallMark>.allocate(capacity: count)
        unsafe slots.initialize(repeating: CallMark(fingerprint: 0, check: 0), count: count)
        return unsafe slots
    }
}
