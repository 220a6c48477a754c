import Rating
import Testing

@testable import RateCards

/// Prices that stay, without a database.
@Suite struct KeptRateTests {
    private func sheet(_ text: String) throws -> RateSheet { try RateSheet(DeckReader.read(Array(text.utf8))) }

    /// Found by fuzzing: the price that stays and the one that follows began at one instant.
    @Test func `a kept price with another name ends where another row begins`() throws {
        let header = "Code,Name,Rate,Effective Date,Increments\n"
        let before = try sheet(header + "999,A,0.01,2026-10-01,60/60\n998,A,0.01,2026-08-01,60/60\n")
        let after = try sheet(
            header
                + "999,B,n/c,2026-09-01,\n999,A,0.02,2026-10-01,60/60\n998,B,n/c,2026-09-01,\n998,A,0.02,2026-10-01,60/60\n"
        )
        let keeping = after.keepingPrices(of: before, number: 1, atMicros: 0)
        #expect(keeping.refusals == [] && keeping.count == 2)
        let rates = keeping.sheet.rates.map {
            "\($0.prefix) \(keeping.sheet.name($0)) \($0.nanosPerMinute / 1_000) \(RateSheet.text(utcMicros: $0.effectiveFromMicros))"
        }
        #expect(
            rates == [
                "998 B 10000 2026-09-01T00:00:00Z", "998 A 20000 2026-10-01T00:00:00Z",
                "999 A 20000 2026-10-01T00:00:00Z",
            ])
        let written = try sheet(String(decoding: DeckWriter.csv(keeping.sheet, deckID: "d"), as: UTF8.self))
        #expect(written.isSame(as: keeping.sheet))
    }
}
