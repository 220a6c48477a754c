import Rating
import Testing

@testable import RateCards

/// Rates of one prefix that are for some calls only.
@Suite struct VariantDeckTests {
    private func sheet(_ text: String) throws -> RateSheet {
        let reading = try DeckReader.read(Array(text.utf8))
        #expect(reading.refusals == [])
        return RateSheet(reading)
    }

    private func lines(_ sheet: RateSheet) -> [String] {
        sheet.rates.map { rate in
            "\(rate.prefix) \(rate.nanosPerMinute / 1_000_000) [\(sheet.variantName(rate)?.description ?? "")]"
        }
    }

    @Test func `a row names its time band, origin and jurisdiction`() throws {
        let sheet = try sheet(
            """
            prefix,rate,time_band,origin,jurisdiction
            44,0.003,,,
            44,0.004, Peak ,EEA,
            1,0.001,,,interstate
            1,0.002,,,all
            44,0.005,PEAK,,
            """)
        #expect(
            lines(sheet) == ["1 2 []", "1 1 [interstate]", "44 3 []", "44 5 [peak]", "44 4 [peak, from eea]"])
    }

    @Test func `three columns of prices are rates of three jurisdictions`() throws {
        let sheet = try sheet(
            """
            NPANXX Prefix,Code,Inter,Intrastate Rate,Indeterminate,Rate
            x,1212555,0.001,0.002,0.003,
            x,1213,0.004,,,0.009
            """)
        #expect(
            lines(sheet) == [
                "1212555 3 [indeterminate]", "1212555 1 [interstate]", "1212555 2 [intrastate]", "1213 9 []",
                "1213 4 [interstate]",
            ])
        // The price a minute may be missing altogether.
        #expect(try self.sheet("prefix,inter,intra\n1212,0.001,0.002").rates.count == 2)
        #expect(throws: TableError.self) { try DeckReader.read(Array("prefix,origin\n1,eea".utf8)) }
    }

    @Test(
        arguments: [
            ("1,0.1,,,local,", "jurisdiction", "not interstate, intrastate, indeterminate or international"),
            ("1,0.1,,,interstate,0.2", "inter", "a price by jurisdiction in a row that names its jurisdiction"),
            ("1,,,,,", "rate", "empty"), ("1,,peak,,,x", "inter", "not a decimal number"),
            (
                "1,0.1,\(String(repeating: "n", count: 65)),,,", "time_band",
                "not a name of at most 64 printable characters"
            ),
            ("1,0.1,a\u{7},,,", "time_band", "not a name of at most 64 printable characters"),
        ])
    func `a row that contradicts itself is refused`(row: String, field: String, reason: String) throws {
        let text = "prefix,rate,time_band,origin,jurisdiction,inter\n44,0.1,,,,\n\(row)\n"
        let reading = try DeckReader.read(Array(text.utf8))
        #expect(reading.decks[0].rates.count == 1)
        #expect(reading.refusals.map(\.line) == [3])
        #expect(reading.refusals.map(\.field) == [field])
        #expect(reading.refusals.map(\.reason) == [reason])
    }

    @Test func `the same prefix, start and variant twice is refused on both lines, and no other`() throws {
        let text = "prefix,rate,time_band\n44,1,peak\n44,2,\n44,3,Peak\n44,4,off\n"
        let reading = try DeckReader.read(Array(text.utf8))
        #expect(reading.refusals.map(\.line) == [2, 4])
        #expect(
            reading.refusals[0].reason == "the same prefix, start, time band, origin and jurisdiction as in line 4")
        #expect(reading.decks[0].rates.map(\.nanosPerMinute) == [2_000_000_000, 4_000_000_000])
    }

    @Test func `what is written reads back the same, whatever the order of the file`() throws {
        let header = "prefix,destination,effective_from,rate,time_band,origin,jurisdiction\n"
        let rows = [
            "44,UK,2026-01-01,0.1,peak,,", "44,UK,2026-01-01,0.2,,eea,", "44,UK,2026-01-01,0.3,,,",
            "1,US,2026-01-01,0.4,,,intrastate", "1,US,2026-01-01,0.5,\"a, \"\"b\"\"\",,interstate",
        ]
        let sheet = try sheet(header + rows.joined(separator: "\n"))
        let other = try self.sheet(header + rows.reversed().joined(separator: "\n"))
        #expect(sheet.isSame(as: other) && other.isSame(as: sheet))
        let csv = DeckWriter.csv(sheet, deckID: "d")
        #expect(csv == DeckWriter.csv(other, deckID: "d"))
        #expect(RateSheet(try DeckReader.read(csv)).isSame(as: sheet))
        #expect(other.earliestNewStartMicros(comparedWith: sheet) == nil)
    }

    @Test func `each variant of a prefix has a difference of its own`() throws {
        let header = "prefix,effective_from,rate,time_band\n"
        let old = try sheet(header + "44,2026-01-01,0.1,\n44,2026-01-01,0.2,peak\n44,2026-01-01,0.3,night\n")
        let new = try sheet(header + "44,2026-01-01,0.1,\n44,2026-02-01,0.25,peak\n44,2026-02-01,0.4,weekend\n")
        let difference = RateDifference(from: old, to: new)
        #expect("\(difference)" == "1 new, 1 increase, 0 decrease, 0 changed, 0 blocked, 1 closed, 1 unchanged")
        #expect(
            difference.entries.map { "\($0.kind) \($0.variant ?? "")" } == [
                "closed night", "increase peak", "new weekend",
            ])
    }

    // Peak changes in February, off-peak stays, and the night band is given up with the first price that changes.
    @Test func `a variant stays until its own next price, or until the first of the prefix`() throws {
        let header = "prefix,effective_from,rate,time_band\n"
        let old = try sheet(header + "44,2026-01-01,0.1,\n44,2026-01-01,0.2,peak\n44,2026-01-01,0.3,night\n")
        let new = try sheet(header + "44,2026-02-01,0.15,\n44,2026-03-01,0.25,peak\n")
        let start = try #require(new.earliestNewStartMicros(comparedWith: old))
        let whole = new.succeeding(old, atMicros: start - 86_400_000_000)
        let written = String(decoding: DeckWriter.csv(whole, deckID: "d"), as: UTF8.self).split(separator: "\n")
            .dropFirst().map { line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                return [fields[3].prefix(10), fields[4], fields[9].prefix(10), fields[18]].joined(separator: " ")
            }
        #expect(
            written == [
                "2026-01-01 0.1 2026-02-01 ", "2026-01-01 0.3 2026-02-01 night", "2026-01-01 0.2 2026-03-01 peak",
                "2026-02-01 0.15  ", "2026-03-01 0.25  peak",
            ])
        #expect(new.succeeding(whole, atMicros: start - 86_400_000_000).isSame(as: whole))
    }
}
