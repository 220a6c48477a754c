/// The union of the prefixes of all decks: from a number to its zone, the longest of those prefixes, in a few steps.
///
/// Numbers are read as if an end mark (the digit 10) followed their last digit for ever, so no step asks for a length.
///
///     direct   11^5 entries   the first five digits
///     nodes    121 entries each, two digits a step
///     entry    bit 31 clear: zone (0 = no prefix)    bit 31 set: node
///
/// Zones are numbered from 1 in the order of the prefixes, so the zones below a prefix are those directly behind it.
struct PrefixTrie: Sendable {
    let direct: AlignedTable<UInt32>
    let nodes: AlignedTable<UInt32>
    /// Prefix of each zone, ascending; zone `i + 1` at `i`.
    let prefixes: [Prefix]

    static let radix = 11
    static let directDigits = 5
    static let directCount = 161_051
    static let nodeCount = 121
    static let isNode: UInt32 = 1 << 31

    /// - Parameter prefixes: ascending, each once.
    init(prefixes: [Prefix]) {
        self.prefixes = prefixes
        direct = AlignedTable(count: PrefixTrie.directCount, repeating: 0)
        let nodes = AlignedTable<UInt32>(
            count: PrefixTrie.nodesNeeded(by: prefixes) * PrefixTrie.nodeCount, repeating: 0)
        var used = 0
        // Ascending order is top-down: what a prefix covers holds shorter prefixes only, and no node yet.
        for (index, prefix) in prefixes.enumerated() {
            let zone = UInt32(index + 1)
            let (slot, span) = PrefixTrie.place(
                prefix, from: 0, digits: min(prefix.count, PrefixTrie.directDigits), of: 5)
            if prefix.count <= PrefixTrie.directDigits {
                direct.fill(slot..<slot + span, with: zone)
                continue
            }
            var node = PrefixTrie.node(at: direct[slot], in: nodes, &used)
            direct[slot] = PrefixTrie.isNode | UInt32(node)
            var position = PrefixTrie.directDigits
            while prefix.count - position > 2 {
                let inner =
                    node * PrefixTrie.nodeCount + PrefixTrie.place(prefix, from: position, digits: 2, of: 2).slot
                node = PrefixTrie.node(at: nodes[inner], in: nodes, &used)
                nodes[inner] = PrefixTrie.isNode | UInt32(node)
                position += 2
            }
            let last = PrefixTrie.place(prefix, from: position, digits: prefix.count - position, of: 2)
            let first = node * PrefixTrie.nodeCount + last.slot
            nodes.fill(first..<first + last.span, with: zone)
        }
        precondition(used * PrefixTrie.nodeCount == nodes.count)
        self.nodes = nodes
    }

    /// One for each beginning of five, seven, nine … digits that longer prefixes have.
    private static func nodesNeeded(by prefixes: [Prefix]) -> Int {
        var count = 0
        /// The last beginning of each length that has a node; those of one beginning come one after the other.
        var last = [UInt64](repeating: .max, count: Prefix.digitsMax + 1)
        for prefix in prefixes {
            for digits in stride(from: directDigits, to: prefix.count, by: 2) {
                let stem = prefix.bits >> UInt64(64 - 4 * digits)
                guard last[digits] != stem else { continue }
                last[digits] = stem
                count += 1
            }
        }
        return count
    }

    /// Where `digits` digits from `from` lead in a table of `total` digits, and how many entries they cover.
    private static func place(_ prefix: Prefix, from: Int, digits: Int, of total: Int) -> (slot: Int, span: Int) {
        var slot = 0
        var span = 1
        for index in 0..<total {
            slot = slot * radix + (index < digits ? prefix.digit(from + index) : 0)
            if index >= digits { span *= radix }
        }
        return (slot, span)
    }

    /// The node an entry leads to; where it is a zone, a new node that leads to that zone everywhere.
    private static func node(at entry: UInt32, in nodes: AlignedTable<UInt32>, _ used: inout Int) -> Int {
        if entry & isNode != 0 { return Int(entry & ~isNode) }
        let node = used
        nodes.fill(node * nodeCount..<(node + 1) * nodeCount, with: entry)
        used += 1
        return node
    }

    /// The slow, obvious way: the longest prefix of `digits` (ASCII), as its zone; 0 = none.
    func zoneSlowly(_ digits: [UInt8]) -> Int {
        for count in stride(from: min(digits.count, Prefix.digitsMax), through: 1, by: -1) {
            guard let prefix = Prefix(digits[..<count]) else { continue }
            var low = 0
            var high = prefixes.count
            while low < high {
                let middle = (low + high) / 2
                if prefixes[middle] < prefix { low = middle + 1 } else { high = middle }
            }
            if low < prefixes.count, prefixes[low] == prefix { return low + 1 }
        }
        return 0
    }
}
