/// From (zone, deck) to the first rate to try. Decks stand in groups of 16, whose rates of a zone are one line of the
/// cache: a popular destination's lie together, whichever decks are asked for it.
///
///     rowOfZone   zones x groups: a row. Where no deck of the group has a rate for the zone's own prefix, that of the
///                 longest shorter one
///     rows        16 rate indices each, -1 = none; none at all in the first
struct DeckTables: Sendable {
    let rowOfZone: AlignedTable<UInt32>
    let rows: AlignedTable<Int32>
    /// Decks in the tables.
    let count: Int

    static let decksPerRow = 16

    /// A deck's prefixes, ascending, and the first rate to try of each.
    struct Deck {
        var prefixes: [Prefix] = []
        var heads: [Int32] = []
    }

    /// Groups of decks; one at least.
    var groupCount: Int { DeckTables.groupCount(decks: count) }

    static func groupCount(decks: Int) -> Int { max(1, (decks + decksPerRow - 1) / decksPerRow) }

    init(rowOfZone: AlignedTable<UInt32>, rows: AlignedTable<Int32>, count: Int) {
        self.rowOfZone = rowOfZone
        self.rows = rows
        self.count = count
    }

    /// - Parameters:
    ///   - zonesOfDecks: of each deck the zones of its prefixes.
    ///   - zones: the prefixes of all decks, ascending.
    ///   - order: of each rate the index it has in the tables.
    init(decks: [Deck], zonesOfDecks: [[Int32]], zones: [Prefix], order: [Int32]) {
        count = decks.count
        let groupCount = DeckTables.groupCount(decks: decks.count)
        let parents = DeckTables.parents(zones)
        rowOfZone = AlignedTable(count: (zones.count + 1) * groupCount, repeating: 0)
        let rows = AlignedTable<Int32>(
            count: DeckTables.rowsNeeded(zonesOfDecks, zoneCount: zones.count) * DeckTables.decksPerRow, repeating: -1)
        // The first has no rates.
        var used = 1
        for group in 0..<groupCount {
            let first = group * DeckTables.decksPerRow
            let end = min(first + DeckTables.decksPerRow, decks.count)
            // Where each deck of the group has got to.
            var positions = [Int](repeating: 0, count: max(0, end - first))
            for zone in 1..<zones.count + 1 {
                let shorter = Int(rowOfZone[Int(parents[zone]) * groupCount + group])
                var row = shorter
                for deck in first..<end {
                    let position = positions[deck - first]
                    guard position < zonesOfDecks[deck].count, zonesOfDecks[deck][position] == zone else { continue }
                    positions[deck - first] += 1
                    if row == shorter {
                        row = used
                        used += 1
                        for place in 0..<DeckTables.decksPerRow {
                            rows[row * DeckTables.decksPerRow + place] = rows[shorter * DeckTables.decksPerRow + place]
                        }
                    }
                    rows[row * DeckTables.decksPerRow + deck - first] = order[Int(decks[deck].heads[position])]
                }
                rowOfZone[zone * groupCount + group] = UInt32(row)
            }
        }
        precondition(used * DeckTables.decksPerRow == rows.count)
        self.rows = rows
    }

    /// One for each group of decks and zone of any of them, and the first.
    private static func rowsNeeded(_ zonesOfDecks: [[Int32]], zoneCount: Int) -> Int {
        var count = 1
        var seen = [Int32](repeating: -1, count: zoneCount + 1)
        for (deck, zones) in zonesOfDecks.enumerated() {
            let group = Int32(deck / decksPerRow)
            for zone in zones where seen[Int(zone)] != group {
                seen[Int(zone)] = group
                count += 1
            }
        }
        return count
    }

    /// Of each zone, from 1, the zone of the longest shorter prefix that begins it; 0 = none.
    private static func parents(_ zones: [Prefix]) -> [Int32] {
        var parents: [Int32] = [0]
        parents.reserveCapacity(zones.count + 1)
        var open: [Int32] = []
        for (index, prefix) in zones.enumerated() {
            while let last = open.last, !prefix.begins(with: zones[Int(last) - 1]) { open.removeLast() }
            parents.append(open.last ?? 0)
            open.append(Int32(index + 1))
        }
        return parents
    }

    /// The zone of each prefix of a deck. All of them are among the zones.
    static func zones(of deck: Deck, in zones: [Prefix]) -> [Int32] {
        var index = 0
        return deck.prefixes.map { prefix in
            index = lowerBound(of: prefix, in: zones, from: index)
            return Int32(index + 1)
        }
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
}

extension DeckTables {
    /// Where the rate index of a zone and a deck is in `rows`; of a deck below zero that of the first one.
    @inline(__always)
    static func cell(_ rowOfZone: UnsafePointer<UInt32>, groupCount: Int, zone: Int, deck: Int32) -> Int32 {
        let deck = Int(deck & ~(deck >> 31))
        // In bounds: zones and decks are those the tables were built of.
        let row = unsafe rowOfZone[zone &* groupCount &+ deck / decksPerRow]
        return Int32(truncatingIfNeeded: Int(row) &* decksPerRow &+ deck % decksPerRow)
    }

    /// The first rate to try of a zone and a deck, -1 = none.
    func rate(zone: Int, deck: Int) -> Int32 {
        precondition(deck < count)
        let row = Int(rowOfZone[zone * groupCount + deck / DeckTables.decksPerRow])
        return rows[row * DeckTables.decksPerRow + deck % DeckTables.decksPerRow]
    }
}

extension Prefix {
    /// Whether `other` is this prefix or the beginning of it.
    package func begins(with other: Prefix) -> Bool {
        let count = other.count
        return count <= self.count && (bits ^ other.bits) >> UInt64(64 - 4 * count) == 0
    }
}
