import Rating
import Testing

@testable import RateCards

@Suite struct RateSheetSpanTests {
    private func sheet(_ rows: String) throws -> RateSheet {
        let header = "prefix,destination,effective_from,rate_per_min,increments,effective_to,time_band\n"
        let reading = try DeckReader.read(Array((header + rows).utf8))
        #expect(reading.refusals == [])
        return RateSheet(reading)
    }

    private func micros(_ day: String) throws -> Int64 { try #require(StatedMoment(day)).utcMicros { $0 } }

    private func differing(_ sheet: RateSheet, _ other: RateSheet, from: String, to: String) throws -> [String] {
        let span = try (micros(from), micros(to))
        return sheet.cut(from: span.0, to: span.1)
            .prefixesPricedDifferently(from: other.cut(from: span.0, to: span.1)).map(\.description)
    }

    @Test func `prices within a span are the same however their rates are dated and named`() throws {
        let one = try sheet(
            """
            1,A,2026-01-01,0.01,60/60,,
            1,A,2026-03-01,0.02,60/60,,
            2,B,2026-01-01,0.02,60/60,,
            4,D,2026-01-01,0.04,60/60,,
            5,E,2026-01-01,0.05,60/60,,peak
            5,E,2026-02-20,0.06,60/60,,offpeak
            """)
        let other = try sheet(
            """
            1,Land,2025-01-15,0.03,60/60,2026-01-15,
            1,Land,2026-01-15,0.01,60/60,,
            1,Land,2026-02-15,0.01,60/60,,
            1,Land,2026-03-01,0.02,60/60,,
            2,B,2026-01-01,0.02,60/1,,
            3,C,2026-03-01,0.03,60/60,,
            5,E,2026-01-01,0.05,60/60,,peak
            5,E,2026-02-21,0.06,60/60,,offpeak
            """)
        #expect(try differing(one, other, from: "2026-02-01", to: "2026-02-10") == ["2", "4"])
        #expect(try differing(one, other, from: "2026-02-01", to: "2026-04-01") == ["2", "3", "4", "5"])
        #expect(try differing(one, other, from: "2026-01-01", to: "2026-02-10") == ["1", "2", "4"])
        #expect(try differing(one, one, from: "2026-01-01", to: "2026-04-01") == [])
    }

    @Test func `a rate that a later one hides for a while is in effect again behind it`() throws {
        let sheet = try sheet("1,A,2026-01-01,0.01,1/1,,\n1,A,2026-02-01,0.02,1/1,2026-03-01,")
        let later = try sheet.cut(from: micros("2026-03-01"), to: .max).rates
        #expect(later.map(\.nanosPerMinute) == [10_000_000])
    }
}
