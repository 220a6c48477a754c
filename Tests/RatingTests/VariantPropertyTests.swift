import CallRecords
import Foundation
import Testing

@testable import Rating

/// The exact way against a slow, obvious one: Foundation's calendar for the clock, each increment on its own.
@Suite struct VariantPropertyTests {
    private static let zoneNames = ["Europe/Berlin", "America/New_York"]

    private struct World {
        var deck: [Rate] = []
        var windows: [BandCalendar.Window] = []
        var holidays: [Int32] = []
        var splits = false
        var origins: [(prefix: Prefix, group: Int32)] = []
        var states: [(code: Int32, state: Int32)] = []
        var exchange: [ExchangeRate] = []
        var exchangeDaysMax: Int32 = 0
        var zone = 0
        var partyCurrency: Int32 = 0
    }

    @Test(arguments: 1...24) func `choice and price equal the slow way`(seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed))
        let world = world(&random)
        let builder = Tariff.Builder(looksUpUnanswered: true)
        let zone = TestZones.offsets(Self.zoneNames[world.zone])
        let deck = try builder.addDeck(
            world.deck.shuffled(using: &random),
            settings: DeckSettings(
                bandCalendars: [
                    BandCalendar(
                        splits: world.splits, zone: zone, windows: world.windows, holidayDays: world.holidays)
                ],
                origins: OriginTable(world.origins)!, currency: 0))
        builder.addParty(
            Party(
                account: Array("c1".utf8), zone: 0, currency: world.partyCurrency,
                assignments: [Assignment(deck: deck)]), side: .sell)
        let tariff = try builder.build(
            references: RatingReferences(
                states: StateTable(world.states),
                exchangeRates: ExchangeRates(world.exchange, daysMax: world.exchangeDaysMax), zones: [zone]))
        let calls = (0..<300).map { _ in
            RatedText(
                called: number(&random),
                // Around the day on which clocks go back.
                startMicros: TestZones.micros("2026-10-24T18:00:00Z") + .random(in: 0...72_000_000_000, using: &random),
                durationNanos: [0, 1, .random(in: 0...7_200_000_000_000, using: &random)].randomElement(
                    using: &random)!,
                callingNumber: [-1, Int64(number(&random))!].randomElement(using: &random)!,
                routingNumber: [-1, -1, Int64(number(&random))!].randomElement(using: &random)!)
        }
        for (call, result) in zip(calls, rate(calls, tariff, buySideApplies: false)) {
            let expected = slowly(call, world)
            let sell = result.sell
            #expect(sell.reason == expected.reason, "\(call)")
            #expect(sell.rateID == expected.rateID, "\(call)")
            #expect(sell.amountMicros == expected.micros, "\(call)")
            #expect(Int64(sell.billedSeconds) == expected.billed, "\(call)")
        }
    }

    private func number(_ random: inout SeededGenerator) -> String {
        let beginnings = ["1212555", "1312555", "1212556", "1415", "4420", "4477", "12"]
        let beginning = beginnings.randomElement(using: &random)!
        return beginning
            + (0..<(11 - beginning.count)).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
    }

    private func world(_ random: inout SeededGenerator) -> World {
        var world = World()
        world.zone = .random(in: 0...1, using: &random)
        world.splits = .random(using: &random)
        world.partyCurrency = .random(in: 0...2, using: &random)
        for _ in 0..<8 {
            let from = Int32.random(in: 0..<48, using: &random) * 1_800
            let window = BandCalendar.Window(
                days: .random(in: 1...255, using: &random), fromSecond: from,
                toSecond: min(86_400, from + .random(in: 1...24, using: &random) * 1_800),
                band: .random(in: 1...3, using: &random))
            if !world.windows.contains(where: window.overlaps) { world.windows.append(window) }
        }
        world.holidays = [20_750, 20_751].filter { _ in Bool.random(using: &random) }
        world.origins = ["1", "12", "1212", "44"].compactMap { text in
            Bool.random(using: &random) ? (Prefix(text)!, .random(in: 1...2, using: &random)) : nil
        }
        world.states = [212, 312, 212_555, 415].compactMap { code in
            Bool.random(using: &random) ? (code, .random(in: 1...2, using: &random)) : nil
        }
        world.exchangeDaysMax = .random(in: 0...4, using: &random)
        let day = Int32(20_750)
        world.exchange = (0..<4).map { _ in
            let from = Int32.random(in: 0...2, using: &random)
            return ExchangeRate(
                from: from, to: (from + .random(in: 1...2, using: &random)) % 3,
                effectiveDay: day + .random(in: -2...1, using: &random),
                picos: .random(in: 1...3_000_000_000_000, using: &random))
        }
        var taken: Set<[Int64]> = []
        for id in 0..<60 as Range<Int32> {
            let prefix = Prefix(["1", "12", "1212", "1312", "4", "44", "4477"].randomElement(using: &random)!)!
            var rate = Rate(prefix: prefix, id: id, destination: id)
            rate.variant = RateVariant(
                timeBand: [0, 0, 1, 2, 3].randomElement(using: &random)!,
                origin: [0, 0, 1, 2].randomElement(using: &random)!,
                jurisdiction: ([nil, nil] + Jurisdiction.allCases).randomElement(using: &random)!)
            rate.nanosPerMinute = .random(in: 0...999_999_999, using: &random)
            rate.setupFeeNanos = [0, 5_000_001].randomElement(using: &random)!
            rate.initialSeconds = [0, 1, 30, 60, 1_800].randomElement(using: &random)!
            rate.incrementSeconds = [1, 6, 60, 1_700].randomElement(using: &random)!
            rate.minimumSeconds = [0, 0, 90, 5_000].randomElement(using: &random)!
            rate.blocked = Int.random(in: 0..<12, using: &random) == 0
            rate.terms.graceMode = .allCases.randomElement(using: &random)!
            rate.terms.graceSeconds = [0, 5, 3_000].randomElement(using: &random)!
            rate.terms.roundingDecimals = .random(in: 2...6, using: &random)
            rate.terms.roundingMode = .allCases.randomElement(using: &random)!
            if Bool.random(using: &random) {
                rate.effectiveFromMicros =
                    TestZones.micros("2026-10-24T12:00:00Z") + .random(in: 0...20, using: &random) * 3_600_000_000
                rate.effectiveToMicros = rate.effectiveFromMicros + 40 * 3_600_000_000
            }
            let key = [
                Int64(bitPattern: prefix.bits), Int64(rate.variant.timeBand), Int64(rate.variant.origin),
                Int64(rate.variant.jurisdiction?.rawValue ?? 0), rate.effectiveFromMicros,
            ]
            if taken.insert(key).inserted { world.deck.append(rate) }
        }
        return world
    }

    // MARK: - The slow way

    private struct Answer {
        var reason = UnratedReason.none
        var rateID: Int32 = -1
        var micros: Int64? = 0
        var billed: Int64 = 0
    }

    private func slowly(_ call: RatedText, _ world: World) -> Answer {
        func none(_ reason: UnratedReason) -> Answer { Answer(reason: call.durationNanos == 0 ? .none : reason) }
        let live = world.deck.filter {
            call.called.hasPrefix($0.prefix.description) && $0.effectiveFromMicros <= call.startMicros
                && call.startMicros < $0.effectiveToMicros
        }
        guard let longest = live.map(\.prefix.count).max() else { return none(.noPrefix) }
        let candidates = live.filter { $0.prefix.count == longest }
        var kind = RateVariant(
            timeBand: band(call.startMicros, world), origin: origin(call.callingNumber, world),
            jurisdiction: jurisdiction(call, world))
        guard let rate = choose(candidates, kind) else { return none(.noVariant) }
        guard !rate.blocked else { return none(.blocked) }
        var answer = Answer(rateID: rate.id)
        guard call.durationNanos > 0 else { return answer }
        var exchange = ExchangeFactor.none
        if world.partyCurrency != 0 {
            let clock = TestZones.clock(call.startMicros / 1_000_000, TestZones.zone(Self.zoneNames[world.zone]))
            guard let factor = slowFactor(to: world.partyCurrency, clock.day, world) else {
                return none(.noExchangeRate)
            }
            guard clock.day - factor.effectiveDay <= world.exchangeDaysMax else { return none(.staleExchangeRate) }
            exchange = factor
        }
        var fault = UnratedReason.none
        let price = CallPrice(durationNanos: call.durationNanos, rate: rate, exchange: exchange) { time in
            guard world.splits else { return Int128(time.billedSeconds) * Int128(rate.nanosPerMinute) }
            var increments = time.initialSeconds > 0 ? [time.initialSeconds] : []
            increments += (0..<time.increments).map { _ in time.incrementSeconds }
            if time.restSeconds > 0 { increments.append(time.restSeconds) }
            var micros = call.startMicros + time.skippedSeconds * 1_000_000
            var cost: Int128 = 0
            for seconds in increments {
                kind.timeBand = band(micros, world)
                guard let then = choose(candidates, kind) else {
                    fault = .noVariant
                    return nil
                }
                if then.blocked {
                    fault = .blocked
                    return nil
                }
                cost += Int128(seconds) * Int128(then.nanosPerMinute)
                micros += seconds * 1_000_000
            }
            return cost
        }
        if fault != .none { return none(fault) }
        answer.micros = price.amountMicros
        answer.billed = price.billedSeconds
        return answer
    }

    private func choose(_ candidates: [Rate], _ kind: RateVariant) -> Rate? {
        candidates.filter { $0.variant.fits(kind) }.max {
            ($0.variant.precedence, $0.effectiveFromMicros) < ($1.variant.precedence, $1.effectiveFromMicros)
        }
    }

    private func band(_ micros: Int64, _ world: World) -> Int32 {
        let clock = TestZones.clock(micros / 1_000_000, TestZones.zone(Self.zoneNames[world.zone]))
        let kind = world.holidays.contains(clock.day) ? 7 : clock.weekday
        return world.windows.first {
            $0.days & (1 << UInt8(kind)) != 0 && $0.fromSecond <= clock.second && clock.second < $0.toSecond
        }?.band ?? 0
    }

    private func origin(_ calling: Int64, _ world: World) -> Int32 {
        let text = calling > 0 ? "\(calling)" : ""
        return world.origins.filter { text.hasPrefix($0.prefix.description) }.max { $0.prefix.count < $1.prefix.count }?
            .group ?? 0
    }

    private func jurisdiction(_ call: RatedText, _ world: World) -> Jurisdiction {
        func state(_ number: String) -> Int32? {
            world.states.filter { number.count == 11 && number.hasPrefix("1\($0.code)") }
                .max { $0.code < $1.code }?.state
        }
        let called = call.routingNumber >= 0 ? "\(call.routingNumber)" : call.called
        guard called.count == 11, called.hasPrefix("1") else {
            return .international
        }
        guard let to = state(called), let from = state("\(call.callingNumber)") else { return .indeterminate }
        return from == to ? .intrastate : .interstate
    }

    private func slowFactor(to currency: Int32, _ day: Int32, _ world: World) -> ExchangeFactor? {
        func latest(_ from: Int32, _ to: Int32) -> ExchangeRate? {
            var found: ExchangeRate?
            for rate in world.exchange
            where rate.from == from && rate.to == to && rate.effectiveDay <= day
                && rate.effectiveDay >= found?.effectiveDay ?? .min
            {
                found = rate
            }
            return found
        }
        let direct = latest(0, currency)
        let opposite = latest(currency, 0)
        let isDirect = direct != nil && (opposite == nil || direct!.effectiveDay >= opposite!.effectiveDay)
        guard let rate = isDirect ? direct : opposite else { return nil }
        if isDirect {
            return ExchangeFactor(
                numerator: rate.picos, denominator: 1_000_000_000_000, isInverse: false,
                effectiveDay: rate.effectiveDay)
        }
        return ExchangeFactor(
            numerator: 1_000_000_000_000, denominator: rate.picos, isInverse: true, effectiveDay: rate.effectiveDay)
    }
}
