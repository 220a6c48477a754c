/// From (deck, zone) to the first rate to try. A deck's zones are cut into pages of 64; a page whose zones all have the
/// same rate is one word, so a small deck among large ones costs little.
///
///     pageTables   deck x pagesPerDeck   bit 31 clear: rate index + 1 for the whole page (0 = none)
///                                        bit 31 set: page
///     pages        64 rate indices each, -1 = none
struct DeckTables: Sendable {
    let pageTables: AlignedTable<UInt32>
    let pages: AlignedTable<Int32>
    let pagesPerDeck: Int

    static let zonesPerPage = 64
    static let isPage: UInt32 = 1 << 31

    /// A deck's prefixes, ascending, and the first rate to try of each.
    struct Deck {
        var prefixes: [Prefix] = []
        var heads: [Int32] = []
    }

    init(decks: [Deck], zones: [Prefix]) {
        let zoneEnds = DeckTables.subtreeEnds(zones)
        pagesPerDeck = (zones.count + 1 + DeckTables.zonesPerPage - 1) / DeckTables.zonesPerPage
        pageTables = AlignedTable(count: decks.count * pagesPerDeck, repeating: 0)
        var growing: [Int32] = []
        for (number, deck) in decks.enumerated() {
            let changes = DeckTables.changes(of: deck, zones: zones, zoneEnds: zoneEnds)
            DeckTables.paint(
                changes, table: pageTables, first: number * pagesPerDeck, pageCount: pagesPerDeck, pages: &growing)
        }
        pages = AlignedTable(count: growing.count, repeating: -1)
        for (index, cell) in growing.enumerated() { pages[index] = cell }
    }

    /// For each zone (from 1; at `zone - 1`) the zone behind the last one that its prefix begins.
    private static func subtreeEnds(_ zones: [Prefix]) -> [Int] {
        var ends = [Int](repeating: zones.count + 1, count: zones.count)
        var open: [Int] = []
        for (index, prefix) in zones.enumerated() {
            while let last = open.last, !prefix.begins(with: zones[last]) {
                ends[last] = index + 1
                open.removeLast()
            }
            open.append(index)
        }
        return ends
    }

    /// The zones at which the deck's rate changes, ascending, each with the rate from there on (-1 = none).
    private static func changes(of deck: Deck, zones: [Prefix], zoneEnds: [Int]) -> [(zone: Int, rate: Int32)] {
        var changes: [(zone: Int, rate: Int32)] = []
        var open: [(end: Int, rate: Int32)] = []
        func close(until zone: Int) {
            while let last = open.last, last.end <= zone {
                open.removeLast()
                changes.append((last.end, open.last?.rate ?? -1))
            }
        }
        var index = 0
        for (position, prefix) in deck.prefixes.enumerated() {
            index = lowerBound(of: prefix, in: zones, from: index)
            let zone = index + 1
            close(until: zone)
            changes.append((zone, deck.heads[position]))
            open.append((zoneEnds[index], deck.heads[position]))
        }
        close(until: .max)
        return changes
    }

    /// First index not below `from` whose prefix is not below `prefix`; quick where it is near.
    private static func lowerBound(of prefix: Prefix, in zones: [Prefix], from: Int) -> Int {
        var low = from
        var step = 1
        while low + step < zones.count, zones[low + step] < prefix {
            low += step
            step *= 2
        }
        var high = min(low + step, zones.count)
        while low < high {
            let middle = (low + high) / 2
            if zones[middle] < prefix { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func paint(
        _ changes: [(zone: Int, rate: Int32)], table: AlignedTable<UInt32>, first: Int, pageCount: Int,
        pages: inout [Int32]
    ) {
        var rate: Int32 = -1
        var next = 0
        for page in 0..<pageCount {
            let start = page * zonesPerPage
            let end = start + zonesPerPage
            // Changes at the first zone apply to the whole page; of several at one zone the last holds.
            while next < changes.count, changes[next].zone <= start {
                rate = changes[next].rate
                next += 1
            }
            guard next < changes.count, changes[next].zone < end else {
                table[first + page] = UInt32(rate + 1)
                continue
            }
            table[first + page] = isPage | UInt32(pages.count / zonesPerPage)
            for zone in start..<end {
                while next < changes.count, changes[next].zone <= zone {
                    rate = changes[next].rate
                    next += 1
                }
                pages.append(rate)
            }
        }
    }
}

extension Prefix {
    /// Whether `other` is this prefix or the beginning of it.
    package func begins(with other: Prefix) -> Bool {
        let count = other.count
        return count <= self.count && (bits ^ other.bits) >> UInt64(64 - 4 * count) == 0
    }
}
