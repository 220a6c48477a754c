import Rating
import Testing

@testable import RateCards

/// Whatever the bytes are, every record is a rate, a refusal or blank, and nothing traps.
@Suite struct DeckReaderPropertyTests {
    private static let decks = [
        #"""
        deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,increment_s,grace_s,grace_mode
        a,49,"Germany, all",2026-10-01,0.0125,0.01,60,60,0,none
        a,4915,"Mobile ""D1""",2026-10-01T12:00:00+02:00,1.5,,1,1,3,deduct
        b,44,UK,20261001,.5,0,0,1,,
        b,44,UK,2026-11-01 00:00:00.25Z,2,0,30,6,,

        """#,
        "Code;Name;Price;Increments;Start\r\n49;Germany;0,0125;60/60;01.10.2026\r\n^44.*;UK;\"1,5\";6;02/10/2026\r\n",
    ]

    private static let pieces = [
        "\"", ",", ";", "\n", "\r\n", "\0", "49", "-", ".", "+", "9999999999", "é", "2026-02-30", " ",
    ]

    @Test(arguments: 0..<200)
    func `damaged decks are accounted for`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var bytes = Array(Self.decks[Int(random.next() % 2)].utf8)
        let headerEnd = (bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
        for _ in 0..<(1 + random.next() % 6) {
            let at = headerEnd + Int(random.next() % UInt64(bytes.count - headerEnd + 1))
            switch random.next() % 3 {
            case 0: bytes.insert(contentsOf: Self.pieces[Int(random.next() % UInt64(Self.pieces.count))].utf8, at: at)
            case 1: bytes.removeSubrange(at..<min(at + Int(random.next() % 8), bytes.count))
            default: if at < bytes.count { bytes[at] = UInt8(truncatingIfNeeded: random.next()) }
            }
        }
        var options = DeckOptions()
        options.groupsByDeckID = true
        options.dateOrder = .dmy
        let reading = try DeckReader.read(bytes, options: options)
        let rates = reading.decks.flatMap(\.rates)
        let refused = Set(reading.refusals.map(\.line))
        #expect(rates.count + refused.count + reading.blankRows == reading.rows, "seed \(seed)")
        #expect(refused.isDisjoint(with: rates.map { Int($0.id) }), "seed \(seed)")
        // What was read is written and read back the same, unless the id of a deck or a name is no text.
        for deck in reading.decks {
            let sheet = RateSheet(rates: deck.rates, names: reading.destinations)
            let again = RateSheet(try DeckReader.read(DeckWriter.csv(sheet, deckID: "d")))
            #expect(again.isSame(as: sheet), "seed \(seed)")
        }
    }
}

private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
