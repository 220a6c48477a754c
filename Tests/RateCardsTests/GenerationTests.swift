import Money
import RateCards
import Rating
import Testing

@Suite struct GenerationTests {
    private let october: Int64 = 1_790_812_800_000_000  // 2026-10-01T00:00:00Z

    private func sheet(_ rows: [String]) throws -> RateSheet {
        let header = "prefix,destination,effective_from,rate_per_min,increments,setup_fee,blocked\n"
        let reading = try DeckReader.read(Array((header + rows.joined(separator: "\n") + "\n").utf8))
        #expect(reading.refusals == [])
        return RateSheet(reading)
    }

    private func list(_ name: String, _ rows: String...) throws -> PriceList {
        let whole = rows.map { row in
            row.split(separator: ",", omittingEmptySubsequences: false).count == 4 ? "\(row),1/1,0," : row
        }
        return try PriceList(name: name, sheet: try sheet(whole), atMicros: october)
    }

    private func rules(_ text: String) throws -> PricingRules { try PricingRules(Array(text.utf8)) }

    private func lines(_ generated: GeneratedSheet) -> [String] {
        generated.sheet.rates.map { rate in
            let price = rate.blocked ? "blocked" : DecimalText.format(rate.nanosPerMinute, decimals: 9)
            return
                "\(rate.prefix) \(generated.sheet.name(rate)) \(price) \(rate.initialSeconds)/\(rate.incrementSeconds)"
        }
    }

    @Test func `each prefix of the union is priced by what every supplier asks for it`() throws {
        let one = try list("one", "49,Germany,2026-01-01,0.02", "4915,Germany Mobile,2026-01-01,0.05")
        let two = try list("two", "49,Germany,2026-01-01,0.03", "491512,Germany Mobile,2026-01-01,0.01")
        let cheapest = try GeneratedSheet(from: [one, two], rules: .none, startMicros: october)
        // 4915 is cheapest over 49 of two.
        #expect(
            lines(cheapest) == [
                "49 Germany 0.02 1/1", "4915 Germany Mobile 0.03 1/1", "491512 Germany Mobile 0.01 1/1",
            ])
        let second = try GeneratedSheet(
            from: [one, two], rules: rules("cost,percent,absolute\nsecond,10,0.001\n"), startMicros: october)
        #expect(
            lines(second) == [
                "49 Germany 0.034 1/1", "4915 Germany Mobile 0.056 1/1",
            ])
        // (0.05 + 0.01) / 2 of 491512 is what (0.05 + 0.03) / 2 is not.
        let average = try GeneratedSheet(from: [one, two], rules: rules("cost\naverage\n"), startMicros: october)
        #expect(
            lines(average) == [
                "49 Germany 0.025 1/1", "4915 Germany Mobile 0.04 1/1", "491512 Germany Mobile 0.03 1/1",
            ])
        #expect((second.unionCount, second.redundantCount, average.redundantCount) == (3, 1, 0))
    }

    @Test func `a supplier whose longest prefix is blocked has no price, and nobody's price blocks`() throws {
        let one = try list("one", "49,Germany,2026-01-01,0.02", "4915,Germany Mobile,2026-01-01,,1/1,0,1")
        let two = try list("two", "491,Germany,2026-01-01,0.03", "49156,Germany Mobile,2026-01-01,,1/1,0,1")
        let generated = try GeneratedSheet(from: [one, two], rules: .none, startMicros: october)
        #expect(
            lines(generated) == [
                "49 Germany 0.02 1/1", "4915 Germany Mobile 0.03 1/1", "49156 Germany Mobile blocked 1/1",
            ])
        #expect((generated.unionCount, generated.redundantCount, generated.blockedCount) == (4, 1, 1))
    }

    @Test func `only what is in effect at the instant counts, the latest start of a prefix`() throws {
        let one = try list(
            "one", "33,France,2026-01-01,0.02", "33,France,2026-09-01,0.025", "33,France,2026-11-01,0.03",
            "34,Spain,2026-11-01,0.03")
        let generated = try GeneratedSheet(from: [one], rules: .none, startMicros: october)
        #expect(lines(generated) == ["33 France 0.025 1/1"])
    }

    @Test(arguments: [
        ("up", "0.011"), ("half_up", "0.01"), ("down", "0.01"), ("half_even", "0.01"),
    ]) func `a price is rounded once, in the way the rule says`(mode: String, price: String) throws {
        // 0.01 x 1.0333 = 0.010333.
        let one = try list("one", "33,France,2026-01-01,0.01")
        let generated = try GeneratedSheet(
            from: [one], rules: rules("percent,decimals,rounding\n3.33,3,\(mode)\n"), startMicros: october)
        #expect(lines(generated) == ["33 France \(price) 1/1"])
    }

    @Test func `rules go by the longest prefix, the name, its beginning, and all`() throws {
        let one = try list(
            "one", "1,USA,2026-01-01,0.01,60/6,0.002,", "33,France,2026-01-01,0.01",
            "336,France Mobile,2026-01-01,0.01",
            "44,UK,2026-01-01,0.01", "4479,UK Mobile,2026-01-01,0.01")
        let generated = try GeneratedSheet(
            from: [one],
            rules: rules(
                """
                prefix,destination,percent,floor,initial_s,increment_s
                ,,1,,,
                ,France*,2,,30,6
                ,France mobile,3,,,
                44,,4,,,
                447,,5,0.02,,

                """), startMicros: october)
        #expect(
            lines(generated) == [
                "1 USA 0.0101 60/6", "33 France 0.0102 30/6", "336 France Mobile 0.0103 1/1", "44 UK 0.0104 1/1",
                "4479 UK Mobile 0.02 1/1",
            ])
        // The fee is marked up and rounded like the price.
        #expect(generated.sheet.rates.first?.setupFeeNanos == 2_020_000)
    }

    @Test(arguments: [
        ("prefix,percent\n4x,1\n", "line 2, column 1 (prefix): not a prefix of 1 to 15 digits: '4x'"),
        ("percent\n-3\n", "line 2, column 1 (percent): below zero: '-3'"),
        ("cost\ndearest\n", "line 2, column 1 (cost): not cheapest, second or average: 'dearest'"),
        ("percent,margin\n1,2\n", "line 1 (margin): not a column of pricing rules"),
        ("prefix,destination\n49,Germany\n", "a rule is for a prefix or for a destination, not for both"),
        ("percent\n1\n2\n", "a second rule for what line 2 is for"),
        ("percent\n", "line 1: the file has no rule"),
    ]) func `rules that cannot be understood are refused by line`(text: String, reason: String) throws {
        #expect { try rules(text) } throws: { "\($0)".contains(reason) }
    }

    @Test func `a prefix without a rule, or a price too large, makes no sheet`() throws {
        let one = try list("one", "33,France,2026-01-01,0.01", "34,Spain,2026-01-01,9000000000")
        #expect(throws: GeneratedSheet.Fault.self) {
            try GeneratedSheet(from: [one], rules: rules("prefix,percent\n33,1\n"), startMicros: october)
        }
        #expect(throws: GeneratedSheet.Fault.self) {
            try GeneratedSheet(from: [one], rules: rules("percent\n10\n"), startMicros: october)
        }
    }

    /// With prices by time band and origin: prefix, destination, time_band, origin, price.
    private func banded(_ name: String, _ rows: String...) throws -> PriceList {
        let header = "prefix,destination,time_band,origin,rate_per_min,effective_from\n"
        let text = rows.map { "\($0),2026-01-01" }.joined(separator: "\n")
        let reading = try DeckReader.read(Array((header + text + "\n").utf8))
        #expect(reading.refusals == [])
        return try PriceList(name: name, sheet: RateSheet(reading), atMicros: october)
    }

    @Test func `each time band and origin of any supplier has its own price`() throws {
        let one = try banded("one", "49,Germany,,,0.02", "49,Germany,peak,,0.05", "4915,Mobile,,eea,0.01")
        let two = try banded("two", "49,Germany,,,0.03", "4915,Mobile,,,0.04")
        let generated = try GeneratedSheet(from: [one, two], rules: .none, startMicros: october)
        let lines = generated.sheet.rates.map { rate in
            "\(rate.prefix) \(generated.sheet.variantName(rate).map { "\($0)" } ?? "any") "
                + DecimalText.format(rate.nanosPerMinute, decimals: 9)
        }
        // At peak two is cheaper; to 4915 one has a price for callers of eea alone.
        #expect(
            lines == [
                "49 any 0.02", "49 peak 0.03", "4915 any 0.04", "4915 from eea 0.01",
            ])
    }

    @Test func `nobody's price for a kind of call blocks it where a plainer one has a price`() throws {
        let one = try banded("one", "49,Germany,,,0.02", "49,Germany,peak,,0.05")
        let sheet = try sheet(["49,Germany,2026-01-01,0.02,1/1,0,"])
        var blocked = sheet
        var names = sheet.names
        var peak = sheet.rates[0]
        peak.blocked = true
        peak.variant = VariantName(timeBand: "peak").numbered(in: &names)
        blocked.names = names
        blocked.rates.append(peak)
        let two = try PriceList(name: "two", sheet: blocked, atMicros: october)
        let generated = try GeneratedSheet(from: [two], rules: .none, startMicros: october)
        #expect(generated.sheet.rates.map(\.blocked) == [false, true])
        #expect(generated.blockedCount == 1)
        let both = try GeneratedSheet(from: [two, one], rules: .none, startMicros: october)
        #expect(both.sheet.rates.map(\.nanosPerMinute) == [20_000_000, 50_000_000])
    }

    @Test func `prices of another currency are converted and rounded up`() throws {
        let factor = ExchangeFactor(
            numerator: ExchangeFactor.scale, denominator: 3 * ExchangeFactor.scale, isInverse: true, effectiveDay: 0)
        let euro = try PriceList(
            name: "euro", sheet: sheet(["49,Germany,2026-01-01,0.01,1/1,0.002,"]), atMicros: october, exchange: factor)
        #expect((euro.rates[0].nanosPerMinute, euro.rates[0].setupFeeNanos) == (3_333_334, 666_667))
        #expect(throws: PriceList.Fault.self) {
            var dear = try sheet(["49,Germany,2026-01-01,0.01,1/1,0,"])
            dear.rates[0].nanosPerMinute = .max
            _ = try PriceList(
                name: "dear", sheet: dear, atMicros: october,
                exchange: ExchangeFactor(numerator: 2, denominator: 1, isInverse: false, effectiveDay: 0))
        }
    }

    /// Random decks; every prefix of the union and random numbers cost on the generated sheet what the slow way says.
    @Test(arguments: UInt64(1)...12) func `the sheet prices every number as the slow way does`(seed: UInt64) throws {
        var numbers = SplitMix(seed: seed)
        let sheets = try (0..<numbers.int(1...4)).map { _ in
            var rows: Set<String> = []
            var prefixes: Set<String> = []
            for _ in 0..<numbers.int(1...60) {
                let prefix = numbers.digits(1...6)
                guard prefixes.insert(prefix).inserted else { continue }
                let isBlocked = numbers.int(0...9) == 0
                let fee = numbers.int(0...3) == 0 ? "0.00\(numbers.int(1...9))" : "0"
                rows.insert(
                    "\(prefix),D,2026-01-01,0.0\(numbers.int(1...5)),\(numbers.int(0...1) == 0 ? "1/1" : "60/6"),\(fee),"
                        + (isBlocked ? "1" : ""))
            }
            return try sheet(rows.sorted())
        }
        let lists = try sheets.enumerated().map { try PriceList(name: "\($0)", sheet: $1, atMicros: october) }
        for cost in PricingRule.Cost.allCases {
            var rule = PricingRule()
            rule.cost = cost
            rule.markupMillionths = Int64(numbers.int(0...300_000))
            rule.decimals = numbers.int(2...9)
            rule.rounding = RoundingMode.allCases[numbers.int(0...3)]
            let generated = try GeneratedSheet(from: lists, rules: PricingRules(rule, text: ""), startMicros: october)
            let union = Set(sheets.flatMap { $0.rates.map(\.prefix.description) })
            let asked = union.sorted() + (0..<200).map { _ in numbers.digits(1...9) }
            for number in asked {
                let expected = SlowPricing.price(of: number, sheets, rule)
                #expect(
                    SlowPricing.found(number, in: generated.sheet) == expected,
                    "seed \(seed), \(cost), number \(number)")
            }
            // Nothing in it can be left out.
            for (index, rate) in generated.sheet.rates.enumerated() {
                var shorter = generated.sheet
                shorter.rates.remove(at: index)
                let number = rate.prefix.description
                #expect(
                    SlowPricing.found(number, in: shorter) != SlowPricing.found(number, in: generated.sheet),
                    "seed \(seed), \(cost): \(number) adds nothing")
            }
        }
    }
}

/// Price, fee and increments of a number, worked out digit by digit with fractions.
private enum SlowPricing {
    static func found(_ number: String, in sheet: RateSheet) -> String {
        guard let rate = longest(number, in: sheet), !rate.blocked else { return "none" }
        return "\(rate.nanosPerMinute) \(rate.setupFeeNanos) \(rate.initialSeconds)/\(rate.incrementSeconds)"
    }

    static func price(of number: String, _ sheets: [RateSheet], _ rule: PricingRule) -> String {
        var offers = sheets.compactMap { longest(number, in: $0) }.filter { !$0.blocked }
        guard !offers.isEmpty else { return "none" }
        offers = offers.enumerated().sorted {
            ($0.element.nanosPerMinute, $0.offset) < ($1.element.nanosPerMinute, $1.offset)
        }.map(\.element)
        let considered: [Rate]
        let cost: (numerator: Int, denominator: Int)
        switch rule.cost {
        case .cheapest:
            considered = [offers[0]]
            cost = (Int(offers[0].nanosPerMinute), 1)
        case .second:
            considered = Array(offers.prefix(2))
            cost = (Int(considered[considered.count - 1].nanosPerMinute), 1)
        case .average:
            considered = offers
            cost = (offers.map { Int($0.nanosPerMinute) }.reduce(0, +), offers.count)
        }
        let price = rounded(cost.numerator, cost.denominator, rule)
        let fee = rounded(considered.map { Int($0.setupFeeNanos) }.max() ?? 0, 1, rule)
        let initial = considered.map(\.initialSeconds).max() ?? 0
        let increment = considered.map(\.incrementSeconds).max() ?? 0
        return "\(price) \(fee) \(initial)/\(increment)"
    }

    private static func rounded(_ numerator: Int, _ denominator: Int, _ rule: PricingRule) -> Int {
        let step = (rule.decimals..<9).reduce(1) { power, _ in power * 10 }
        // numerator x (10^6 + markup) / (denominator x 10^6), in steps.
        let top = numerator * (1_000_000 + Int(rule.markupMillionths))
        let bottom = denominator * 1_000_000 * step
        let (whole, rest) = top.quotientAndRemainder(dividingBy: bottom)
        let isUp: Bool
        switch rule.rounding {
        case .up: isUp = rest > 0
        case .down: isUp = false
        case .halfUp: isUp = 2 * rest >= bottom
        case .halfDown: isUp = 2 * rest > bottom
        case .halfEven: isUp = 2 * rest > bottom || (2 * rest == bottom && whole % 2 == 1)
        }
        return (isUp ? whole + 1 : whole) * step
    }

    private static func longest(_ number: String, in sheet: RateSheet) -> Rate? {
        sheet.rates.filter { number.hasPrefix($0.prefix.description) }.max { $0.prefix.count < $1.prefix.count }
    }
}

private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// Few digits, so that prefixes begin one another.
    mutating func digits(_ count: ClosedRange<Int>) -> String {
        (0..<int(count)).map { _ in String(int(1...3)) }.joined()
    }
}
