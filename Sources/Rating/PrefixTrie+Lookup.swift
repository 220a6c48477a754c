extension PrefixTrie {
    /// Eight digits from `position` on, one a byte, the first lowest; behind the number's last digit the end mark. Reads the
    /// bytes all the same: there is padding.
    @inline(__always)
    static func word(_ digits: UnsafeRawPointer, _ position: Int, count: Int) -> UInt64 {
        let word = unsafe UInt64(littleEndian: digits.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        // In two halves: a shift by 64 is none. Of eight digits and more there is no end mark.
        let half = 4 &* UInt64(truncatingIfNeeded: min(max(count &- position, 0), 8))
        let marks: UInt64 = (~0 &<< half) &<< half
        return (word & ~marks & 0x0F0F_0F0F_0F0F_0F0F) | (marks & 0x0A0A_0A0A_0A0A_0A0A)
    }

    /// The entry of five digits.
    @inline(__always)
    static func directSlot(_ word: UInt64) -> Int {
        // A pair of digits is at most 10 x 11 + 10, so it stays in its byte.
        let pairs = (word & 0x0000_0000_00FF_00FF) &* UInt64(radix) &+ ((word >> 8) & 0x0000_0000_00FF_00FF)
        let first = Int(truncatingIfNeeded: pairs & 0xFF)
        let second = Int(truncatingIfNeeded: pairs >> 16 & 0xFF)
        let fifth = Int(truncatingIfNeeded: word >> 32 & 0xFF)
        return (first &* nodeCount &+ second) &* radix &+ fifth
    }

    /// Where the next two digits lead from a node; 0 behind a zone.
    @inline(__always)
    static func nodeSlot(_ entry: UInt32, _ ahead: UInt64) -> UInt32 {
        let first = UInt32(truncatingIfNeeded: ahead & 0xFF)
        let second = UInt32(truncatingIfNeeded: ahead >> 8 & 0xFF)
        let slot = (entry & ~isNode) &* UInt32(nodeCount) &+ first &* UInt32(radix) &+ second
        return slot & ones(entry)
    }

    /// The entry that follows one that may be a zone, which none does.
    @inline(__always)
    static func following(_ entry: UInt32, _ next: UInt32) -> UInt32 {
        (next & ones(entry)) | (entry & ~ones(entry))
    }

    /// All ones for a node, else none.
    @inline(__always)
    private static func ones(_ entry: UInt32) -> UInt32 { UInt32(bitPattern: Int32(bitPattern: entry) >> 31) }
}
