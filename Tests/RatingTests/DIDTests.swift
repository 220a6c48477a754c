import CallRecords
import Testing

@testable import Rating

private let hour: Int64 = 3_600_000_000
private let minute: Int64 = 60_000_000_000

/// Customers acme and bolt with numbers, supplier carrier, an outbound customer c1 and supplier s1; each deck has one
/// rate, whose id tells whose it is.
private struct Numbers {
    let tariff: Tariff
    static let ids = (c1: Int32(1), s1: Int32(2), acme: Int32(3), bolt: Int32(4), carrier: Int32(5))

    init(dids: [DID]? = nil) throws {
        let builder = Tariff.Builder(looksUpUnanswered: true)
        func party(_ name: String, _ side: Side, _ id: Int32, isNamed: Bool, hasDeck: Bool = true) throws -> Int32 {
            let rates = ["4", "0"].enumerated().map { position, prefix in
                var rate = Rate(prefix: Prefix(prefix)!, id: id + Int32(position) * 100, destination: id)
                rate.nanosPerMinute = Int64(id) * 1_000_000
                return rate
            }
            let deck = try builder.addDeck(rates)
            return builder.addParty(
                Party(
                    account: Array(name.utf8), isNamedByRecords: isNamed, partnerID: id, productID: isNamed ? 1 : 2,
                    assignments: hasDeck ? [Assignment(deck: deck)] : []), side: side)
        }
        _ = try party("c1", .sell, Numbers.ids.c1, isNamed: true)
        _ = try party("s1", .buy, Numbers.ids.s1, isNamed: true)
        let acme = try party("acme", .sell, Numbers.ids.acme, isNamed: false)
        let bolt = try party("bolt", .sell, Numbers.ids.bolt, isNamed: false)
        let bare = try party("bare", .sell, 6, isNamed: false, hasDeck: false)
        let carrier = try party("carrier", .buy, Numbers.ids.carrier, isNamed: false)
        let known = [
            DID(number: Array("442071838750".utf8), toMicros: 10 * hour, sellParty: acme, buyParty: carrier),
            DID(number: Array("442071838750".utf8), fromMicros: 12 * hour, sellParty: bolt),
            DID(number: Array("0207".utf8), sellParty: acme),
            DID(number: Array("4412345678901234".utf8), sellParty: bolt),
            DID(number: Array("441".utf8), sellParty: bare),
        ]
        for did in dids ?? known { builder.addDID(did) }
        tariff = try builder.build()
    }
}

@Suite struct DIDTests {
    /// Sell and buy as the rate's id, - for a side that does not apply, or why there is no price.
    private func text(_ call: RatedCall) -> String {
        [call.sell, call.buy].map { side in
            switch side.state {
            case .notApplicable: "-"
            case .priced: "\(side.rateID)"
            case .unpriced: side.reason.name
            }
        }.joined(separator: " ")
    }

    @Test(arguments: [
        // A number is one customer's, then nobody's, then another's; only the first has a supplier who is paid.
        ("442071838750", 0, "c1", "s1", "3 5"), ("442071838750", 9, "c1", "s1", "3 5"),
        ("442071838750", 10, "c1", "s1", "1 2"), ("442071838750", 12, "c1", "s1", "4 -"),
        ("442071838750", 900, "c1", "s1", "4 -"),
        // Whoever the record names.
        ("442071838750", 0, "nobody", "nobody", "3 5"), ("442071838750", 12, "", "", "4 -"),
        // The whole number, not a part of it, also with a leading zero and with sixteen digits.
        ("44207183875", 0, "c1", "s1", "1 2"), ("4420718387501", 0, "c1", "s1", "1 2"),
        ("0207", 0, "c1", "s1", "103 -"),
        ("4412345678901234", 0, "c1", "s1", "4 -"), ("44123456789012345", 0, "c1", "s1", "1 2"),
        // A customer without a card, and a call that is nobody's.
        ("441", 0, "c1", "s1", "no_card -"), ("442", 0, "nobody", "s1", "unknown_account 2"),
        // The name of a customer of numbers is no account.
        ("442", 0, "acme", "carrier", "unknown_account unknown_account"),
    ]) func `a call to a number is its customer's`(
        called: String, hours: Int64, customer: String, supplier: String, expected: String
    ) throws {
        let tariff = try Numbers().tariff
        var call = RatedText(
            called: called, startMicros: hours * hour, durationNanos: minute, customer: customer, supplier: supplier)
        #expect(text(rate([call], tariff)[0]) == expected)
        // In a file without suppliers those of numbers are paid all the same.
        let ofFile = rate([call], tariff, buySideApplies: false)[0]
        #expect(text(ofFile) == (expected.hasSuffix(" 5") ? expected : "\(expected.prefix { $0 != " " }) -"))
        if ofFile.buy.state == .priced { #expect(ofFile.buy.amountMicros == 5_000) }
        call.durationNanos = 0
        let unanswered = rate([call], tariff)[0]
        #expect(unanswered.sell.state == .priced && unanswered.sell.amountMicros == 0)
        #expect(unanswered.buy.state == (expected.hasSuffix(" -") ? .notApplicable : .priced))
    }

    @Test func `numbers and other calls do not disturb each other in a batch`() throws {
        let tariff = try Numbers().tariff
        var random = SeededGenerator(state: 5)
        let calls = (0..<500).map { _ in
            RatedText(
                called: ["442071838750", "442071838751", "0207", "4412345678901234", "441", "49"]
                    .randomElement(using: &random)!,
                startMicros: .random(in: 0...20, using: &random) * hour,
                durationNanos: [0, minute].randomElement(using: &random)!,
                customer: ["c1", "x"].randomElement(using: &random)!,
                supplier: ["s1", "x"].randomElement(using: &random)!)
        }
        for applies in [true, false] {
            let alone = calls.map { rate([$0], tariff, buySideApplies: applies)[0] }
            #expect(rate(calls, tariff, buySideApplies: applies).map { "\($0)" } == alone.map { "\($0)" })
        }
    }

    @Test func `a number of two customers at once is refused`() throws {
        let number = Array("441".utf8)
        let error = #expect(throws: TariffError.self) {
            _ = try Numbers(dids: [
                DID(number: number, fromMicros: 5, sellParty: 1), DID(number: number, toMicros: 6, sellParty: 2),
            ])
        }
        guard case .overlappingDIDs(let found) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found == number)
    }

    @Test(arguments: [
        // Who was priced stays priced, also when the number has moved on: acme is 1 of the sell parties, bolt 2.
        (KnownParties(sell: 1, buy: 1), "3 5"), (KnownParties(sell: 2, buy: KnownParties.notApplicable), "4 -"),
        (KnownParties(sell: 0, buy: 0), "1 2"),
        // What waits for a price is whose the number is now, and so is the other side then.
        (KnownParties(), "3 5"), (KnownParties(buy: 0), "3 5"), (KnownParties(sell: 1), "3 5"),
        // The number of another customer says nothing of the supplier.
        (KnownParties(sell: 0), "1 2"),
    ]) func `a party that is known stays`(known: KnownParties, expected: String) throws {
        let tariff = try Numbers().tariff
        let chunk = Chunk(text: Array("442071838750s1".utf8))
        var record = CallRecord()
        record.called = TextRange(offset: 0, count: 12)
        record.supplier = TextRange(offset: 12, count: 2)
        record.durationNanos = minute
        var result = RatedCall()
        // One record, one party and one result, as the call says.
        unsafe withUnsafePointer(to: record) { record in
            unsafe withUnsafePointer(to: known) { known in
                unsafe withUnsafeMutablePointer(to: &result) { result in
                    unsafe tariff.rate(
                        UnsafeBufferPointer(start: record, count: 1), text: chunk.buffer.base, buySideApplies: true,
                        known: known, into: result)
                }
            }
        }
        #expect(text(result) == expected)
    }

    @Test(
        arguments: [
            // A day is the customer's own: midnight in New York is 04:00 UTC in summer.
            ([(20_000, nil, "America/New_York")], [1_728_014_400..<Int64.max]),
            // From London to New York: neither has the night between, and the former keeps it.
            (
                [(20_000, 20_005, "UTC"), (20_005, nil, "America/New_York")],
                [1_728_000_000..<1_728_446_400, 1_728_446_400..<Int64.max]
            ),
            // From New York to London: both have it, and it is the new one's.
            (
                [(20_000, 20_005, "America/New_York"), (20_005, nil, "UTC")],
                [1_728_014_400..<1_728_432_000, 1_728_432_000..<Int64.max]
            ),
            // A day between them is nobody's.
            (
                [(20_000, 20_005, "UTC"), (20_006, 20_007, "UTC")],
                [1_728_000_000..<1_728_432_000, 1_728_518_400..<1_728_604_800]
            ),
        ] as [([(Int32, Int32?, String)], [Range<Int64>])])
    func `a number's days begin and end at midnight of its customer`(
        days: [(Int32, Int32?, String)], expected: [Range<Int64>]
    ) {
        let spans = DID.spans(
            of: days.map { (DID.Days(firstDay: $0.0, endDay: $0.1), TestZones.offsets($0.2)) })
        let micros = expected.map { range in
            range.lowerBound * 1_000_000..<(range.upperBound == .max ? .max : range.upperBound * 1_000_000)
        }
        #expect(spans == micros)
    }

    @Test func `the first instant of a day is found where clocks change at midnight`() {
        // Forward over midnight on 2026-03-29 in Beirut: the day begins at 01:00, which is 22:00 UTC.
        let beirut = TestZones.offsets("Asia/Beirut")
        #expect(beirut.firstInstant(ofDay: 20_541) == 20_541 * 86_400 - 2 * 3_600)
        #expect(beirut.localDay(atMicros: (20_541 * 86_400 - 7_200) * 1_000_000) == 20_541)
        #expect(beirut.localDay(atMicros: (20_541 * 86_400 - 7_201) * 1_000_000) == 20_540)
        // Back over midnight on 2026-10-25 in the Azores: it comes twice, and the first counts.
        let azores = TestZones.offsets("Atlantic/Azores")
        #expect(azores.firstInstant(ofDay: 20_751) == 20_751 * 86_400)
        #expect(ZoneOffsets.utc.firstInstant(ofDay: -1) == -86_400)
    }
}
