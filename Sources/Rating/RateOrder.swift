/// The order of rates in the tables: by prefix, then by deck, then as they are tried.
///
/// Calls go to few prefixes mostly. What they ask for lies together then, where deck by deck it would lie among what
/// hardly any call asks for.
enum RateOrder {
    /// Of each rate, in the order of decks, its place in the tables.
    ///
    /// - Parameters:
    ///   - decks: of each the first rates of its prefixes, ascending; the rates of a prefix end where the next begin.
    ///   - zonesOfDecks: of each deck the zones of its prefixes.
    ///   - zoneCount: zones are from 1 up to this.
    static func places(
        _ decks: [DeckTables.Deck], zonesOfDecks: [[Int32]], zoneCount: Int, rateCount: Int
    ) -> [Int32] {
        /// Calls `body` with each prefix of each deck, in the order of the rates.
        func forEachPrefix(_ body: (_ zone: Int, _ rates: Range<Int>) -> Void) {
            for (number, deck) in decks.enumerated() {
                let end = decks[(number + 1)...].first { !$0.heads.isEmpty }?.heads[0] ?? Int32(rateCount)
                for (position, head) in deck.heads.enumerated() {
                    let next = position + 1 < deck.heads.count ? deck.heads[position + 1] : end
                    body(Int(zonesOfDecks[number][position]), Int(head)..<Int(next))
                }
            }
        }
        var places = [Int32](repeating: 0, count: rateCount)
        var starts = [Int32](repeating: 0, count: zoneCount + 2)
        forEachPrefix { zone, rates in starts[zone + 1] += Int32(rates.count) }
        for zone in 1..<starts.count { starts[zone] += starts[zone - 1] }
        forEachPrefix { zone, rates in
            for rate in rates {
                places[rate] = starts[zone]
                starts[zone] += 1
            }
        }
        return places
    }
}
