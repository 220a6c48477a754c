import Rating
import Testing

@testable import RateCards

@Suite struct RateDifferenceTests {
    private func sheet(_ rows: String) throws -> RateSheet {
        let header = "prefix,destination,effective_from,rate_per_min,increments,blocked\n"
        let reading = try DeckReader.read(Array((header + rows).utf8))
        #expect(reading.refusals == [])
        return RateSheet(reading)
    }

    @Test func `each prefix is new, dearer, cheaper, changed, closed or the same`() throws {
        let old = try sheet(
            """
            1,A,2026-01-01,0.01,60/60,
            2,B,2026-01-01,0.02,60/60,
            3,C,2026-01-01,0.03,60/60,
            4,D,2026-01-01,0.04,60/60,
            5,E,2026-01-01,0.05,60/60,
            6,F,2026-01-01,0.06,60/60,
            8,H,2026-01-01,0.08,60/60,
            """)
        let new = try sheet(
            """
            1,A,2026-02-01,0.01,60/60,
            2,B,2026-02-01,0.025,60/60,
            3,C,2026-02-01,0.0299,60/60,
            4,D,2026-01-01,0.04,1/1,
            6,F,2026-02-01,,1/1,1
            7,G,2026-02-01,0.07,60/60,
            8,H,2026-01-01,0.08,60/60,
            """)
        let difference = RateDifference(from: old, to: new)
        #expect("\(difference)" == "1 new, 1 increase, 1 decrease, 1 changed, 1 blocked, 1 closed, 2 unchanged")
        let lines = difference.entries.map {
            "\($0.kind) \($0.prefix) \($0.destination) \($0.from ?? "-") \($0.to ?? "-") \($0.effectiveFrom ?? "-")"
        }
        #expect(
            lines == [
                "increase 2 B 0.02 0.025 2026-02-01T00:00:00Z", "decrease 3 C 0.03 0.0299 2026-02-01T00:00:00Z",
                "changed 4 D 0.04 0.04 2026-01-01T00:00:00Z", "closed 5 E 0.05 - -",
                "blocked 6 F 0.06 blocked 2026-02-01T00:00:00Z", "new 7 G - 0.07 2026-02-01T00:00:00Z",
            ])
    }

    @Test func `a price that begins later leaves the one before it in place until then`() throws {
        let old = try sheet("1,A,2026-01-01,0.01,1/1,\n2,B,2026-01-01,0.02,1/1,\n3,C,2026-01-01,0.03,1/1,")
        let new = try sheet("1,A2,2026-02-15,0.015,1/1,\n2,B,2026-02-01,0.025,1/1,\n2,B,2026-03-01,0.03,1/1,")
        let start = try #require(new.earliestNewStartMicros(comparedWith: old))
        #expect(RateSheet.text(utcMicros: start) == "2026-02-01T00:00:00Z")
        let whole = new.succeeding(old, atMicros: start)
        let lines = String(decoding: DeckWriter.csv(whole, deckID: "d"), as: UTF8.self).split(separator: "\n")
            .dropFirst()
        #expect(
            lines.map { $0.split(separator: ",", omittingEmptySubsequences: false)[1...9].joined(separator: " ") } == [
                "1 A 2026-01-01T00:00:00Z 0.01 0 1 1 0 2026-02-15T00:00:00Z",
                "1 A2 2026-02-15T00:00:00Z 0.015 0 1 1 0 ",
                "2 B 2026-02-01T00:00:00Z 0.025 0 1 1 0 ",
                "2 B 2026-03-01T00:00:00Z 0.03 0 1 1 0 ",
            ])
        // The same deck again comes to the same whole.
        #expect(new.succeeding(whole, atMicros: start).isSame(as: whole))
        #expect(new.earliestNewStartMicros(comparedWith: whole) == nil)
    }

    @Test func `what is written reads back the same`() throws {
        let text = """
            deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,increment_s,minimum_s,effective_to,\
            blocked,grace_s,grace_mode,duration_rounding,rounding_decimals,rounding_mode,max_cost,min_cost
            "a,b",44,"UK ""A"", all",2026-10-01T00:00:00Z,0.0125,0,60,6,30,2026-11-01T00:00:00.25Z,0,3,deduct,down,4,up,2.5,0.000000001
            "a,b",44,"",2026-11-02T00:00:00Z,0,0,1,1,0,,1,0,none,up,6,half_up,,
            "a,b",441,UK,1969-12-31T23:59:59.999999Z,9223372036.854775807,0.1,0,1,0,,0,0,none,up,6,half_up,,

            """
        let reading = try DeckReader.read(Array(text.utf8))
        #expect(reading.refusals == [])
        #expect(String(decoding: DeckWriter.csv(RateSheet(reading), deckID: "a,b"), as: UTF8.self) == text)
    }
}
