import CallRecords
import Money
import Testing

@testable import Rating

/// SplitMix64: the same numbers from the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// One call as text and the answers of the tariff.
struct RatedText {
    var called: String
    var startMicros: Int64
    var durationNanos: Int64
    var customer = "c1"
    var supplier = "s1"
    var callingNumber: Int64 = -1
    var routingNumber: Int64 = -1
}

/// Rates calls through the real batch, by way of a chunk's text.
func rate(_ calls: [RatedText], _ tariff: Tariff, buySideApplies: Bool = true) -> [RatedCall] {
    var results: [RatedCall] = []
    for start in stride(from: 0, to: calls.count, by: CallParser.batchSize) {
        let batch = calls[start..<min(start + CallParser.batchSize, calls.count)]
        var text: [UInt8] = []
        func append(_ field: String) -> TextRange {
            defer { text += Array(field.utf8) }
            return TextRange(offset: UInt32(text.count), count: UInt32(field.utf8.count))
        }
        let records = batch.map { call in
            var record = CallRecord()
            record.called = append(call.called)
            record.customer = append(call.customer)
            record.supplier = append(call.supplier)
            record.startMicros = call.startMicros
            record.durationNanos = call.durationNanos
            record.calledNumber = Int64(call.called) ?? -1
            record.callingNumber = call.callingNumber
            record.routingNumber = call.routingNumber
            return record
        }
        let chunk = Chunk(text: text)
        var output = [RatedCall](repeating: RatedCall(), count: records.count)
        unsafe records.withUnsafeBufferPointer { records in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe tariff.rate(
                    records, text: UnsafeRawPointer(chunk.buffer.base), buySideApplies: buySideApplies,
                    into: output.baseAddress!)
            }
        }
        results += output
    }
    return results
}

private func plainRate(_ prefix: String, _ id: Int32, nanos: Int64 = 60_000_000_000) -> Rate {
    var rate = Rate(prefix: Prefix(prefix)!, id: id, destination: id)
    rate.nanosPerMinute = nanos
    return rate
}

private func tariff(_ deck: [Rate], looksUpUnanswered: Bool = false) throws -> Tariff {
    let builder = Tariff.Builder(looksUpUnanswered: looksUpUnanswered)
    let index = try builder.addDeck(deck)
    builder.addParty(Party(account: Array("c1".utf8), assignments: [Assignment(deck: index)]), side: .sell)
    builder.addParty(Party(account: Array("s1".utf8), assignments: [Assignment(deck: index)]), side: .buy)
    return try builder.build()
}

private func sellRateID(_ called: String, at micros: Int64 = 0, _ tariff: Tariff) -> Int32? {
    let result = rate([RatedText(called: called, startMicros: micros, durationNanos: 1_000_000_000)], tariff)[0]
    return result.sell.rate < 0 ? nil : result.sell.rateID
}

@Suite struct TariffTests {
    @Test func `longest prefix wins`() throws {
        let tariff = try tariff([
            plainRate("44", 1), plainRate("4420", 2), plainRate("442071838750123", 3), plainRate("4", 4),
            plainRate("442071", 5),
        ])
        #expect(sellRateID("442071838750123999", tariff) == 3)
        #expect(sellRateID("442071838750123", tariff) == 3)
        #expect(sellRateID("44207183875012", tariff) == 5)
        #expect(sellRateID("442071", tariff) == 5)
        #expect(sellRateID("44207", tariff) == 2)
        #expect(sellRateID("4420", tariff) == 2)
        #expect(sellRateID("442", tariff) == 1)
        #expect(sellRateID("44", tariff) == 1)
        #expect(sellRateID("4", tariff) == 4)
        #expect(sellRateID("5", tariff) == nil)
    }

    @Test func `the latest rate in effect wins, else an older one, else a shorter prefix`() throws {
        var old = plainRate("4420", 1)
        old.effectiveFromMicros = 100
        old.effectiveToMicros = 250
        var new = plainRate("4420", 2)
        new.effectiveFromMicros = 200
        new.effectiveToMicros = 230
        var short = plainRate("44", 3)
        short.effectiveFromMicros = 50
        let tariff = try tariff([new, short, old])
        #expect(sellRateID("442011", at: 49, tariff) == nil)
        #expect(sellRateID("442011", at: 50, tariff) == 3)
        #expect(sellRateID("442011", at: 99, tariff) == 3)
        #expect(sellRateID("442011", at: 100, tariff) == 1)
        #expect(sellRateID("442011", at: 200, tariff) == 2)
        #expect(sellRateID("442011", at: 229, tariff) == 2)
        #expect(sellRateID("442011", at: 230, tariff) == 1)
        #expect(sellRateID("442011", at: 250, tariff) == 3)
    }

    @Test func `a blocked rate hides older and shorter ones`() throws {
        var blocked = plainRate("4420", 1)
        blocked.blocked = true
        blocked.effectiveFromMicros = 10
        let tariff = try tariff([blocked, plainRate("4420", 2), plainRate("44", 3)])
        #expect(sellRateID("44201", at: 9, tariff) == 2)
        let result = rate([RatedText(called: "44201", startMicros: 10, durationNanos: 1)], tariff)[0]
        #expect(result.sell.state == .unpriced)
        #expect(result.sell.reason == .blocked)
        #expect(result.sell.rate == -1)
    }

    @Test func `each reason for having no price is told`() throws {
        let builder = Tariff.Builder(looksUpUnanswered: false)
        var dear = plainRate("99", 9, nanos: .max)
        dear.incrementSeconds = 1
        let deck = try builder.addDeck([plainRate("44", 1), dear])
        let dated = Assignment(fromMicros: 10, toMicros: 20, deck: deck)
        let account = Array("a-very-long-account-name-1".utf8)
        builder.addParty(Party(account: account, assignments: [dated]), side: .sell)
        builder.addParty(Party(account: Array("s1".utf8), assignments: []), side: .buy)
        let tariff = try builder.build()
        func reasons(_ called: String, _ micros: Int64, customer: String, seconds: Int64 = 1) -> [UnratedReason] {
            let call = RatedText(
                called: called, startMicros: micros, durationNanos: seconds * 1_000_000_000, customer: customer)
            let result = rate([call], tariff)[0]
            return [result.sell.reason, result.buy.reason]
        }
        let name = "a-very-long-account-name-1"
        #expect(reasons("44", 10, customer: name) == [.none, .noCard])
        #expect(reasons("44", 9, customer: name) == [.noCard, .noCard])
        #expect(reasons("44", 20, customer: name) == [.noCard, .noCard])
        #expect(reasons("45", 10, customer: name) == [.noPrefix, .noCard])
        #expect(reasons("99", 10, customer: name, seconds: 2_147_483_647) == [.tooLarge, .noCard])
        #expect(reasons("44", 10, customer: "a-very-long-account-name-2") == [.unknownAccount, .noCard])
        #expect(reasons("44", 10, customer: "") == [.unknownAccount, .noCard])
        #expect(reasons("44", 10, customer: "nobody", seconds: 0) == [.none, .none])
    }

    @Test func `unanswered calls are looked up where that is wanted, at no price`() throws {
        let call = RatedText(called: "441", startMicros: 0, durationNanos: 0)
        let without = rate([call], try tariff([plainRate("44", 1)]))[0]
        let with = rate([call], try tariff([plainRate("44", 1)], looksUpUnanswered: true))[0]
        #expect(without.sell.rate == -1)
        #expect(with.sell.rate == 0)
        #expect(with.sell.amountMicros == 0 && with.sell.billedSeconds == 0 && with.sell.state == .priced)
    }

    @Test func `attempts are charged, answered or not, where the rate says so`() throws {
        var charged = plainRate("44", 1)
        charged.terms.attemptFeeNanos = 500_000
        var variant = charged
        variant.prefix = Prefix("46")!
        variant.id = 3
        variant.variant = RateVariant(jurisdiction: .international)
        let tariff = try tariff([charged, plainRate("45", 2), variant])
        func sell(_ called: String, seconds: Int64) -> RatedSide {
            rate([RatedText(called: called, startMicros: 0, durationNanos: seconds * 1_000_000_000)], tariff)[0].sell
        }
        #expect((sell("441", seconds: 0).amountMicros, sell("441", seconds: 0).rateID) == (500, 1))
        #expect((sell("461", seconds: 0).amountMicros, sell("461", seconds: 0).rateID) == (500, 3))
        #expect(sell("441", seconds: 1).amountMicros == 1_000_500)
        #expect(sell("451", seconds: 0).amountMicros == 0)
        #expect(sell("451", seconds: 1).amountMicros == 1_000_000)
        #expect(sell("471", seconds: 0).state == .priced)
    }

    @Test func `one prefix twice from one instant is refused`() {
        #expect(throws: TariffError.self) { try tariff([plainRate("44", 2), plainRate("1", 3), plainRate("44", 1)]) }
    }

    /// The batch against the slow, obvious way: each prefix length tried, each rate looked at.
    @Test(arguments: 1...8) func `lookup and price equal the slow way`(seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed))
        let builder = Tariff.Builder(looksUpUnanswered: seed % 2 == 0)
        var decks: [[Rate]] = []
        let sizes = [0, 1, 40, 3_000, 200]
        for (number, size) in sizes.enumerated() {
            var deck: [Rate] = []
            var taken: Set<String> = []
            for id in 0..<size {
                let count = Int.random(in: 1...(seed % 3 == 0 ? 15 : 6), using: &random)
                let digits = (0..<count).map { _ in "\(Int.random(in: 0...3, using: &random))" }.joined()
                var rate = plainRate(
                    digits, Int32(number * 10_000 + id), nanos: .random(in: 0...9_999_999, using: &random))
                if Bool.random(using: &random) {
                    rate.effectiveFromMicros = .random(in: 0...5, using: &random)
                    rate.effectiveToMicros = rate.effectiveFromMicros + .random(in: 1...5, using: &random)
                }
                rate.setupFeeNanos = [0, 0, 5_000_001].randomElement(using: &random)!
                rate.initialSeconds = .random(in: 0...60, using: &random)
                rate.incrementSeconds = .random(in: 1...60, using: &random)
                rate.minimumSeconds = [0, 0, 61].randomElement(using: &random)!
                rate.blocked = Int.random(in: 0..<20, using: &random) == 0
                if Int.random(in: 0..<4, using: &random) == 0 { rate.terms = randomTerms(&random) }
                guard taken.insert("\(digits)/\(rate.effectiveFromMicros)").inserted else { continue }
                deck.append(rate)
            }
            decks.append(deck)
            let index = try builder.addDeck(deck.shuffled(using: &random))
            for (side, prefix) in [(Side.sell, "c"), (.buy, "s")] {
                let account = Array("\(prefix)\(number)".utf8)
                builder.addParty(Party(account: account, assignments: [Assignment(deck: index)]), side: side)
            }
        }
        // One whose deck changes twice, with a gap, given in any order.
        let dated = [(3, 0, 4), (2, 4, 7), (4, 9, Int64.max)].map { deck, from, to in
            Assignment(fromMicros: Int64(from), toMicros: Int64(to), deck: Int32(deck))
        }
        for (side, account) in [(Side.sell, "c5"), (.buy, "s5")] {
            let assignments = dated.shuffled(using: &random)
            builder.addParty(Party(account: Array(account.utf8), assignments: assignments), side: side)
        }
        func deck(of account: String, at micros: Int64) -> Int? {
            let number = Int(account.dropFirst())!
            guard number == 5 else { return number }
            return dated.first { $0.fromMicros <= micros && micros < $0.toMicros }.map { Int($0.deck) }
        }
        let tariff = try builder.build()
        let calls = (0..<2_000).map { _ in
            let count = Int.random(in: 1...18, using: &random)
            return RatedText(
                called: (0..<count).map { _ in "\(Int.random(in: 0...3, using: &random))" }.joined(),
                startMicros: .random(in: 0...11, using: &random),
                durationNanos: [0, 1, 500_000_000, 59_999_999_999, .random(in: 0...9_000_000_000_000, using: &random)]
                    .randomElement(using: &random)!,
                customer: "c\(Int.random(in: 0...5, using: &random))",
                supplier: "s\(Int.random(in: 0...5, using: &random))")
        }
        for (call, result) in zip(calls, rate(calls, tariff)) {
            for (side, account) in [(result.sell, call.customer), (result.buy, call.supplier)] {
                let isLookedUp = call.durationNanos > 0 || seed % 2 == 0 || tariff.chargesAttempts
                let expected = deck(of: account, at: call.startMicros).flatMap { slowly(call, decks[$0]) }
                if isLookedUp, let expected, !expected.blocked {
                    let price = CallPrice(durationNanos: call.durationNanos, rate: expected)
                    #expect(side.rate >= 0 && side.rateID == expected.id, "\(call)")
                    #expect(side.amountMicros == price.amountMicros, "\(call)")
                    #expect(Int64(side.billedSeconds) == price.billedSeconds, "\(call)")
                    #expect(Int(side.prefixCount) == expected.prefix.count)
                } else {
                    #expect(side.rate == -1 && side.amountMicros == 0, "\(call)")
                    #expect(side.state == (call.durationNanos == 0 ? .priced : .unpriced))
                }
            }
        }
    }

    private func randomTerms(_ random: inout SeededGenerator) -> RatingTerms {
        var terms = RatingTerms()
        terms.durationRounding = .allCases.randomElement(using: &random)!
        terms.graceMode = .allCases.randomElement(using: &random)!
        terms.graceSeconds = .random(in: 0...70, using: &random)
        terms.roundingDecimals = .random(in: 0...6, using: &random)
        terms.roundingMode = .allCases.randomElement(using: &random)!
        terms.maximumCostNanos = [nil, 1_000_000].randomElement(using: &random)!
        terms.minimumCostNanos = [nil, 500].randomElement(using: &random)!
        terms.attemptFeeNanos = [0, 0, 700, 1_000_000].randomElement(using: &random)!
        return terms
    }

    private func slowly(_ call: RatedText, _ deck: [Rate]) -> Rate? {
        for count in stride(from: min(15, call.called.count), through: 1, by: -1) {
            let prefix = Prefix(String(call.called.prefix(count)))!
            let live = deck.filter {
                $0.prefix == prefix && $0.effectiveFromMicros <= call.startMicros
                    && call.startMicros < $0.effectiveToMicros
            }
            if let latest = live.max(by: { $0.effectiveFromMicros < $1.effectiveFromMicros }) { return latest }
        }
        return nil
    }
}
