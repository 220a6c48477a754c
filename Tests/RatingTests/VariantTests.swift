import CallRecords
import Foundation
import Testing

@testable import Rating

private func rate(
    _ prefix: String, _ id: Int32, nanos: Int64 = 60_000_000_000, _ variant: RateVariant = .any,
    from: Int64 = .min, to: Int64 = .max
) -> Rate {
    var rate = Rate(prefix: Prefix(prefix)!, id: id, destination: id)
    rate.nanosPerMinute = nanos
    rate.variant = variant
    rate.effectiveFromMicros = from
    rate.effectiveToMicros = to
    return rate
}

private func origins(_ groups: [(String, Int32)]) -> OriginTable {
    OriginTable(groups.map { (Prefix($0.0)!, $0.1) })!
}

private func tariff(
    _ deck: [Rate], _ settings: DeckSettings = DeckSettings(), _ references: RatingReferences = RatingReferences(),
    partyCurrency: Int32 = 0
) throws -> Tariff {
    let builder = Tariff.Builder(looksUpUnanswered: true)
    let index = try builder.addDeck(deck, settings: settings)
    builder.addParty(
        Party(account: Array("c1".utf8), zone: 0, currency: partyCurrency, assignments: [Assignment(deck: index)]),
        side: .sell)
    return try builder.build(references: references)
}

private func sell(_ call: RatedText, _ tariff: Tariff) -> RatedSide {
    rate([call], tariff, buySideApplies: false)[0].sell
}

private let states = StateTable([(212, 1), (315, 1), (312, 2), (907, 3), (907_555, 2)])

@Suite struct VariantTests {
    @Test(
        arguments: [
            (-1, 1), (49_30_123, 2), (49_171_5, 3), (33_1, 1), (4, 1), (0, 1),
        ] as [(Int64, Int32)])
    func `a rate of the caller's group comes before one for all, and unknown callers have only that`(
        calling: Int64, rateID: Int32
    ) throws {
        let deck = [
            rate("44", 1), rate("44", 2, RateVariant(origin: 1)), rate("44", 3, RateVariant(origin: 2)),
        ]
        let tariff = try tariff(deck, DeckSettings(origins: origins([("49", 1), ("4917", 2)])))
        let call = RatedText(called: "441", startMicros: 0, durationNanos: 1, callingNumber: calling)
        #expect(sell(call, tariff).rateID == rateID)
    }

    // TELECOM: New York, Chicago and the rest of the world, each way.
    @Test(
        arguments: [
            (12_125_550_100, 13_155_550_100, -1, "intrastate"), (13_125_550_100, 12_125_550_100, -1, "interstate"),
            (442_071_838_750, 12_125_550_100, -1, "indeterminate"), (-1, 12_125_550_100, -1, "indeterminate"),
            (12_125_550_100, 442_071_838_750, -1, "international"), (-1, 442_071_838_750, -1, "international"),
            // A called number of no known state; one whose exchange is of another state than its area code.
            (12_125_550_100, 18_005_550_100, -1, "indeterminate"), (13_125_550_100, 19_075_550_100, -1, "intrastate"),
            (13_125_550_100, 19_075_560_100, -1, "interstate"),
            // Ported: the routing number decides.
            (12_125_550_100, 13_125_550_100, 13_155_550_000, "intrastate"),
            // Too short and too long: none of the plan's numbers.
            (12_125_550_100, 1_212_555_010, -1, "international"),
            (12_125_550_100, 121_255_501_000, -1, "international"),
            // An area code that begins with 0 or 1: of the plan, and of no state.
            (12_125_550_100, 11_125_550_100, -1, "indeterminate"),
            (12_125_550_100, 10_125_550_100, -1, "indeterminate"),
            (12_125_550_100, 10_000_000_000, -1, "indeterminate"),
            (10_125_550_100, 12_125_550_100, -1, "indeterminate"),
        ] as [(Int64, Int64, Int64, String)])
    func `the jurisdiction is told by the states of both numbers`(
        calling: Int64, called: Int64, routing: Int64, expected: String
    ) throws {
        let variants = Jurisdiction.allCases.map { RateVariant(jurisdiction: $0) }
        let deck = variants.enumerated().flatMap { index, variant in
            (1...9).map { rate("\($0)", Int32(index), variant) }
        }
        let tariff = try tariff(deck, DeckSettings(), RatingReferences(states: states))
        let call = RatedText(
            called: "\(called)", startMicros: 0, durationNanos: 1, callingNumber: calling, routingNumber: routing)
        #expect(Jurisdiction.allCases[Int(sell(call, tariff).rateID)].name == expected)
    }

    @Test func `origin comes before jurisdiction and jurisdiction before time band`() throws {
        let always = BandCalendar(
            zone: .utc, windows: [.init(days: 255, fromSecond: 0, toSecond: 86_400, band: 1)], holidayDays: [])
        let settings = DeckSettings(bandCalendars: [always], origins: origins([("1", 1)]))
        let references = RatingReferences(states: states)
        let call = RatedText(
            called: "12125550100", startMicros: 0, durationNanos: 1, callingNumber: 13_125_550_100)
        var deck = [
            rate("1", 1, RateVariant(origin: 1)), rate("1", 2, RateVariant(jurisdiction: .interstate)),
            rate("1", 3, RateVariant(timeBand: 1)), rate("1", 4),
        ]
        for id in 1...4 as ClosedRange<Int32> {
            #expect(sell(call, try tariff(deck, settings, references)).rateID == id)
            deck.removeFirst()
        }
    }

    @Test func `the longest prefix with a rate in effect decides, whether one of its rates fits or not`() throws {
        let deck = [
            rate("44", 1), rate("447", 2, RateVariant(origin: 1), from: 10, to: 20),
            rate("447", 3, RateVariant(origin: 2), from: 30),
        ]
        let tariff = try tariff(deck, DeckSettings(origins: origins([("1", 1), ("2", 2)])))
        func side(at micros: Int64, seconds: Int64 = 1) -> RatedSide {
            sell(
                RatedText(
                    called: "4477", startMicros: micros, durationNanos: seconds * 1_000_000_000, callingNumber: 15),
                tariff)
        }
        #expect(side(at: 9).rateID == 1)
        #expect(side(at: 10).rateID == 2)
        #expect(side(at: 20).rateID == 1)
        #expect(side(at: 30).reason == .noVariant)
        #expect(side(at: 30).rateID == -1)
        #expect(side(at: 30, seconds: 0).state == .priced)
    }

    @Test func `a blocked variant blocks the calls that it fits, and no others`() throws {
        var blocked = rate("44", 1, RateVariant(origin: 1))
        blocked.blocked = true
        let tariff = try tariff([blocked, rate("44", 2)], DeckSettings(origins: origins([("1", 1)])))
        let call = RatedText(called: "441", startMicros: 0, durationNanos: 1, callingNumber: 12)
        #expect(sell(call, tariff).reason == .blocked)
        var other = call
        other.callingNumber = 22
        #expect(sell(other, tariff).rateID == 2)
    }

    @Test func `one prefix twice is refused only for one variant and instant`() throws {
        _ = try tariff([rate("44", 1), rate("44", 2, RateVariant(timeBand: 1)), rate("44", 3, RateVariant(origin: 1))])
        #expect(throws: TariffError.self) {
            try tariff([
                rate("44", 1), rate("44", 2, RateVariant(timeBand: 1)), rate("44", 3, RateVariant(timeBand: 1)),
            ])
        }
    }

    // Peak ends at 20:00. 0.60 a minute before, 0.06 behind; 60/6 from 19:58:57: the first minute and 19:59:57-20:00:03
    // begin in the peak: 66 s at 0.01 a second = 0.66; of 120 s, 54 s at 0.001 = 0.054. With the fee of 0.5: 1.214.
    @Test func `each increment is at the price of the band in which it begins`() throws {
        var peak = rate("44", 1, nanos: 600_000_000, RateVariant(timeBand: 1))
        peak.initialSeconds = 60
        peak.incrementSeconds = 6
        peak.setupFeeNanos = 500_000_000
        let deck = [peak, rate("44", 2, nanos: 60_000_000)]
        func settings(splits: Bool) -> DeckSettings {
            let window = BandCalendar.Window(days: 127, fromSecond: 28_800, toSecond: 72_000, band: 1)
            return DeckSettings(bandCalendars: [
                BandCalendar(
                    splits: splits, zone: TestZones.offsets("Europe/Berlin"), windows: [window], holidayDays: [])
            ])
        }
        let start = TestZones.micros("2026-10-23T17:58:57Z")
        let call = RatedText(called: "441", startMicros: start, durationNanos: 115_000_000_000)
        let split = sell(call, try tariff(deck, settings(splits: true)))
        #expect(split.amountMicros == 1_214_000)
        #expect(split.billedSeconds == 120 && split.rateID == 1)
        // Without splitting the band of the start holds: 120 s x 0.01 + 0.5.
        let whole = sell(call, try tariff(deck, settings(splits: false)))
        #expect(whole.amountMicros == 1_700_000)
    }

    @Test(
        arguments: [
            // 1 minute at 0.10 EUR; 1.10 USD from the 1st, 1.20 from the 20th; Berlin's 20th begins at 22:00Z on the 19th.
            (1, "2026-10-19T21:59:59Z", 110_000), (1, "2026-10-19T22:00:00Z", 120_000),
            // GBP to EUR is stated at 1.25, so EUR to GBP is its inverse: 0.08.
            (2, "2026-10-19T22:00:00Z", 80_000),
        ] as [(Int32, String, Int64)])
    func `amounts are converted at the rate of the billing day before they are rounded`(
        currency: Int32, start: String, micros: Int64
    ) throws {
        let day = { (text: String) in Int32(TestZones.micros("2026-10-\(text)T00:00:00Z") / 86_400_000_000) }
        let exchange = ExchangeRates([
            ExchangeRate(from: 0, to: 1, effectiveDay: day("01"), picos: 1_100_000_000_000),
            ExchangeRate(from: 0, to: 1, effectiveDay: day("20"), picos: 1_200_000_000_000),
            ExchangeRate(from: 2, to: 0, effectiveDay: day("01"), picos: 1_250_000_000_000),
        ])
        let references = RatingReferences(exchangeRates: exchange, zones: [TestZones.offsets("Europe/Berlin")])
        let deck = [rate("44", 1, nanos: 100_000_000)]
        let tariff = try tariff(deck, DeckSettings(currency: 0), references, partyCurrency: currency)
        let call = RatedText(called: "441", startMicros: TestZones.micros(start), durationNanos: 60_000_000_000)
        #expect(sell(call, tariff).amountMicros == micros)
        var early = call
        early.startMicros = TestZones.micros("2026-09-30T21:59:59Z")
        #expect(sell(early, tariff).reason == .noExchangeRate)
        early.durationNanos = 0
        #expect(sell(early, tariff).state == .priced)
    }
}
