/// Whether a fingerprint may be among some: yes for each of them, and for one in thirty of all others. A bit for each, in
/// memory that is small enough for the nearest cache where an hour of a chunk is asked for.
struct FingerprintFilter {
    private var words: [UInt64]
    /// Of the bits.
    private let mask: UInt64

    /// - Parameter expected: how many will be inserted.
    init(expecting expected: Int) {
        var bits: UInt64 = 1_024
        while bits < 32 * UInt64(expected) { bits *= 2 }
        words = [UInt64](repeating: 0, count: Int(bits / 64))
        mask = bits - 1
    }

    var bytes: Int { words.count * MemoryLayout<UInt64>.size }

    mutating func insert(_ fingerprint: UInt64) {
        words[Int(truncatingIfNeeded: (fingerprint & mask) >> 6)] |= 1 << (fingerprint & 63)
    }

    @inline(__always)
    func contains(_ fingerprint: UInt64) -> Bool {
        words[Int(truncatingIfNeeded: (fingerprint & mask) >> 6)] >> (fingerprint & 63) & 1 != 0
    }
}
