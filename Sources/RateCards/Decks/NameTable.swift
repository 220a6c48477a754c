/// Byte strings, each kept once and known by its index: a million rates share a few thousand destination names.
///
/// Open addressing over one flat buffer; adding a name that is there costs one hash and one comparison.
public struct NameTable: Sendable {
    private var bytes: [UInt8] = []
    /// `ends[i]` is where name `i` ends in `bytes`; it begins where the one before it ends.
    private var ends: [Int] = []
    /// Index of a name + 1, 0 = free; the count is a power of two, at most half of them taken.
    private var slots = [Int32](repeating: 0, count: 64)

    public init() {}

    public var count: Int { ends.count }

    public subscript(index: Int) -> ArraySlice<UInt8> { bytes[start(index)..<ends[index]] }

    /// The name as text; bytes that are not UTF-8 become replacement characters.
    public func text(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

    /// The index of `name`, which is added if it is new.
    mutating func index(of name: Span<UInt8>) -> Int32 {
        var slot = NameTable.hash(name) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = slots[slot] - 1
            if isEqual(Int(index), name) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        for at in name.indices { bytes.append(name[at]) }
        ends.append(bytes.count)
        slots[slot] = Int32(ends.count)
        let index = Int32(ends.count - 1)
        if ends.count * 2 > slots.count { grow() }
        return index
    }

    package mutating func index(of name: ArraySlice<UInt8>) -> Int32 { index(of: name.span) }

    /// Takes back the name added last. Names behind it in its chain do not exist, so its slot can be freed.
    mutating func removeLast() {
        let last = Int32(ends.count)
        if let slot = slots.firstIndex(of: last) { slots[slot] = 0 }
        bytes.removeSubrange(start(ends.count - 1)...)
        ends.removeLast()
    }

    func isEqual(_ index: Int, _ name: Span<UInt8>) -> Bool {
        let start = start(index)
        guard ends[index] - start == name.count else { return false }
        for at in name.indices where bytes[start + at] != name[at] { return false }
        return true
    }

    private func start(_ index: Int) -> Int { index == 0 ? 0 : ends[index - 1] }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 2)
        for index in ends.indices {
            var slot = NameTable.hash(bytes.span.extracting(start(index)..<ends[index])) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(index + 1)
        }
    }

    /// FNV-1a. Names come from decks that the operator loads, not from strangers.
    private static func hash(_ name: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for at in name.indices { hash = (hash ^ UInt64(name[at])) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF_FFFF_FFFF)
    }
}
