import Rating
import Testing

@testable import CallStore

@Suite struct UsageAccumulatorTests {
    private struct Key: Hashable {
        var side: Side
        var party: Int32
        var rateID: Int32
        var billingDay: Int32
    }

    private struct Sum: Equatable {
        var attempts: Int32 = 0
        var answered: Int32 = 0
        var billedSeconds: Int64 = 0
        var micros: Int64 = 0
        var durationNanos: Int128 = 0
    }

    /// Enough keys that both the entries and the table that finds them grow more than once, while calls are announced ahead.
    @Test(arguments: [3, 400, 40_000])
    func `sums equal those of a dictionary`(rates: Int) throws {
        var generator = SystemRandomNumberGenerator()
        let calls = (0..<50_000).map { _ in
            PendingSide(
                micros: .random(in: -1_000_000...1_000_000, using: &generator),
                rateID: .random(in: -1..<Int32(rates), using: &generator), destinationID: 7,
                billedSeconds: .random(in: 0...7_200, using: &generator),
                billingDay: .random(in: 20_000...20_001, using: &generator),
                party: .random(in: -1...4, using: &generator),
                state: [.priced, .unpriced, .notApplicable].randomElement(using: &generator) ?? .priced, reason: .none)
        }
        var usage = UsageAccumulator()
        // What an earlier chunk left does not matter.
        usage.add(calls[0], of: .sell, durationNanos: 1)
        usage.removeAll()
        var expected: [Key: Sum] = [:]
        for (index, call) in calls.enumerated() {
            let which: Side = index % 3 == 0 ? .buy : .sell
            let nanos = Int64(index % 5) * 1_000_000_007
            usage.announce(calls[min(index + 9, calls.count - 1)], of: .sell)
            usage.fetch(calls[min(index + 4, calls.count - 1)], of: .buy)
            usage.add(call, of: which, durationNanos: nanos)
            guard call.state == .priced, call.party >= 0 else { continue }
            let key = Key(side: which, party: call.party, rateID: call.rateID, billingDay: call.billingDay)
            expected[key, default: Sum()].attempts += 1
            expected[key]?.answered += nanos == 0 ? 0 : 1
            expected[key]?.billedSeconds += Int64(call.billedSeconds)
            expected[key]?.micros += call.micros
            expected[key]?.durationNanos += Int128(nanos)
        }
        var found: [Key: Sum] = [:]
        let entries = usage.entries
        for entry in entries {
            found[
                Key(side: entry.side, party: entry.party, rateID: entry.rateID, billingDay: entry.billingDay)] = Sum(
                    attempts: entry.attempts, answered: entry.answered, billedSeconds: entry.billedSeconds,
                    micros: entry.micros, durationNanos: entry.durationNanos)
        }
        #expect(entries.count == expected.count)
        #expect(found == expected)

        let sorted = usage.byParty((sell: 5, buy: 5))
        #expect(sorted.count == entries.count)
        let runs = zip(sorted, sorted.dropFirst()).count { $0.0.party != $0.1.party || $0.0.side != $0.1.side }
        #expect(runs + 1 == Set(sorted.map { "\($0.side) \($0.party)" }).count)
    }

    @Test func `a sum that does not fit goes on in another entry`() {
        var usage = UsageAccumulator()
        let call = PendingSide(
            micros: .max, rateID: 1, destinationID: 1, billedSeconds: 1, billingDay: 20_000, party: 0, state: .priced,
            reason: .none)
        // With others, so that the tables grow in between.
        for index in 0..<10_000 {
            if index % 1_000 == 0 { usage.add(call, of: .sell, durationNanos: 1) }
            var other = call
            other.rateID = Int32(2 + index)
            other.micros = 1
            usage.add(other, of: .sell, durationNanos: 1)
        }
        let own = usage.entries.filter { $0.rateID == 1 }
        #expect(own.count == 10 && own.reduce(0) { $0 + $1.attempts } == 10)
        #expect(own.reduce(Int128(0)) { $0 + Int128($1.micros) } == 10 * Int128(Int64.max))
        #expect(usage.entries.count == 10_010)
    }
}
