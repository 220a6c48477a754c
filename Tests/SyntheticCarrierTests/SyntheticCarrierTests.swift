import Testing

@testable import SyntheticCarrier

@Suite struct SyntheticCarrierTests {
    @Test func `decks list each prefix once a date, sorted`() {
        let carrier = SyntheticCarrier(seed: 7, size: SyntheticCarrier.Size(), firstDay: 20_727, days: 31)
        for deck in carrier.sellDecks + carrier.buyDecks {
            let rows = carrier.rates(of: deck)
            #expect(rows.count > 19_000)
            for (row, next) in zip(rows, rows.dropFirst()) {
                #expect((row.prefix, row.effectiveDay) < (next.prefix, next.effectiveDay))
            }
            #expect(rows.allSatisfy { $0.microsPerMinute > 0 && $0.incrementSeconds > 0 })
        }
    }

    @Test(arguments: [500, 19_000, 60_000]) func `a deck can be any size`(prefixes: Int) {
        var size = SyntheticCarrier.Size()
        size.prefixesPerDeck = prefixes
        let carrier = SyntheticCarrier(seed: 7, size: size, firstDay: 20_727, days: 31)
        let rows = carrier.rates(of: carrier.sellDecks[0])
        let listed = Set(rows.map(\.prefix)).count
        #expect(listed > prefixes * 97 / 100 && listed <= prefixes)
    }

    @Test func `some partners are customer and supplier`() {
        let carrier = SyntheticCarrier(seed: 7, size: SyntheticCarrier.Size(), firstDay: 20_727, days: 31)
        let partners = Set(carrier.customers.map(\.partner))
        #expect(carrier.suppliers.count { partners.contains($0.partner) } == 5)
        #expect(Set(carrier.customers.map(\.name)).count == carrier.customers.count)
    }

    @Test func `a rate row is a line of the canonical file`() {
        let row = SyntheticCarrier.RateRow(
            prefix: "49151", destination: "Germany Mobile", effectiveDay: 20_727, microsPerMinute: 12_500,
            setupFeeMicros: 0, initialSeconds: 60, incrementSeconds: 6, isBlocked: false)
        #expect(row.csv(deck: "7") == "7,49151,Germany Mobile,2026-10-01,0.0125,0,60,6,0\n")
    }

    @Test func `powers of two are exact where they are whole and close where not`() {
        #expect(PowersOfTwo.scaled(1_000, sixtyFourths: 0) == 1_000)
        #expect(PowersOfTwo.scaled(1_000, sixtyFourths: 640) == 1_024_000)
        #expect(PowersOfTwo.scaled(1_000_000, sixtyFourths: 32) == 1_414_213)
    }
}
