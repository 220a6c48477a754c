/// A set of fingerprints: open addressing, linear probing, a power of two of 8-byte slots at most half full, 0 = empty.
@safe
struct FingerprintSet: ~Copyable {
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private(set) var count = 0

    static let slotsMin = 64

    /// Room for `expected` members before the first growth.
    init(expecting expected: Int = 0) {
        var slotCount = FingerprintSet.slotsMin
        while slotCount < 2 * expected { slotCount *= 2 }
        unsafe slots = FingerprintSet.allocate(slotCount)
        mask = slotCount - 1
    }

    deinit { unsafe slots.deallocate() }

    var bytes: Int { (mask + 1) * 8 }

    /// Adds a fingerprint, which is not 0; false where it is a member already.
    @inline(__always)
    mutating func insert(_ fingerprint: UInt64) -> Bool {
        // Every index is masked to the number of slots, and a slot is always empty.
        var index = Int(truncatingIfNeeded: fingerprint) & mask
        while true {
            let slot = unsafe slots[index]
            if slot == 0 { break }
            if slot == fingerprint { return false }
            index = (index + 1) & mask
        }
        unsafe slots[index] = fingerprint
        count += 1
        if 2 * count > mask { grow() }
        return true
    }

    func contains(_ fingerprint: UInt64) -> Bool {
        // As in `insert`.
        var index = Int(truncatingIfNeeded: fingerprint) & mask
        while true {
            let slot = unsafe slots[index]
            if slot == 0 { return false }
            if slot == fingerprint { return true }
            index = (index + 1) & mask
        }
    }

    private mutating func grow() {
        let old = unsafe slots
        let oldCount = mask + 1
        unsafe slots = FingerprintSet.allocate(2 * oldCount)
        mask = 2 * oldCount - 1
        for position in 0..<oldCount {
            // Within the old slots; the new ones are twice as many.
            let fingerprint = unsafe old[position]
            if fingerprint == 0 { continue }
            var index = Int(truncatingIfNeeded: fingerprint) & mask
            while unsafe slots[index] != 0 { index = (index + 1) & mask }
            unsafe slots[index] = fingerprint
        }
        unsafe old.deallocate()
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<UInt64> {
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        unsafe slots.initialize(repeating: 0, count: count)
        return unsafe slots
    }
}
