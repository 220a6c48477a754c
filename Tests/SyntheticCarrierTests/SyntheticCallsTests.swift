import Testing

@testable import SyntheticCarrier

@Suite struct SyntheticCallsTests {
    static let carrier = SyntheticCarrier(seed: 42, size: SyntheticCarrier.Size(), firstDay: 20_727, days: 31)

    @Test func `the same seed gives the same records, however the file is cut`() {
        let calls = SyntheticCalls(carrier: Self.carrier, count: 5_000)
        let again = SyntheticCalls(carrier: Self.carrier, count: 5_000)
        let whole = calls.text(0..<5_000)
        #expect(whole == again.text(0..<1_234) + again.text(1_234..<5_000))
        let other = SyntheticCarrier(seed: 43, size: SyntheticCarrier.Size(), firstDay: 20_727, days: 31)
        #expect(whole != SyntheticCalls(carrier: other, count: 5_000).text(0..<5_000))
    }

    @Test func `faults have their stated shares`() {
        var faults = SyntheticCalls.Faults()
        faults.malformed = 10_000
        faults.duplicates = 20_000
        faults.changed = 5_000
        faults.unknownPrefixes = 10_000
        faults.unknownAccounts = 1_000
        let calls = SyntheticCalls(carrier: Self.carrier, count: 100_000, faults: faults)
        var counts: [String: Int] = [:]
        for index in 0..<calls.count {
            switch calls.kind(of: index) {
            case .ordinary: counts["ordinary", default: 0] += 1
            case .malformed: counts["malformed", default: 0] += 1
            case .duplicate(let original):
                counts["duplicate", default: 0] += 1
                #expect(original < index && calls.kind(of: original) == .ordinary)
            case .changed(let original):
                counts["changed", default: 0] += 1
                #expect(original < index && calls.kind(of: original) == .ordinary)
            case .unknownPrefix: counts["unknown prefix", default: 0] += 1
            case .unknownAccount: counts["unknown account", default: 0] += 1
            }
        }
        #expect((900...1_100).contains(counts["malformed"] ?? 0))
        #expect((1_850...2_150).contains(counts["duplicate"] ?? 0))
        #expect((430...570).contains(counts["changed"] ?? 0))
        #expect((900...1_100).contains(counts["unknown prefix"] ?? 0))
        #expect((60...140).contains(counts["unknown account"] ?? 0))
    }

    @Test func `a duplicate is its original byte for byte`() {
        let calls = SyntheticCalls(carrier: Self.carrier, count: 20_000)
        for index in 0..<calls.count {
            guard case .duplicate(let original) = calls.kind(of: index) else { continue }
            #expect(calls.text(index..<index + 1) == calls.text(original..<original + 1))
        }
    }

    @Test func `two thirds of the calls are answered and last as calls do`() {
        let calls = SyntheticCalls(carrier: Self.carrier, count: 50_000, faults: .none)
        let durations = (0..<50_000).map { calls.call($0).durationSeconds }.filter { $0 > 0 }.sorted()
        #expect((31_900...33_100).contains(durations.count))
        #expect((70...78).contains(durations[durations.count / 2]), "median \(durations[durations.count / 2])")
        // One deviation above the median is e^1.2 times it.
        let upper = durations[durations.count * 8_413 / 10_000]
        #expect((230...260).contains(upper), "84th percentile \(upper)")
    }

    @Test func `calls follow the clock and stay within the period`() {
        let calls = SyntheticCalls(carrier: Self.carrier, count: 10_000, faults: .none)
        let starts = (0..<10_000).map { calls.call($0).startMilliseconds }
        #expect(starts.allSatisfy { $0 >= 20_727 * 86_400_000 && $0 < 20_758 * 86_400_000 })
        for (earlier, later) in zip(starts, starts.dropFirst()) {
            #expect(later > earlier - 120_000)
        }
        let night = starts.count { $0 / 3_600_000 % 24 == 3 }
        let noon = starts.count { $0 / 3_600_000 % 24 == 15 }
        #expect(noon > 5 * night)
    }

    @Test func `few destinations get most of the traffic`() {
        let calls = SyntheticCalls(carrier: Self.carrier, count: 20_000, faults: .none)
        var counts: [Int: Int] = [:]
        for index in 0..<20_000 {
            counts[Self.carrier.prefixes.entries[calls.call(index).calledEntry].destination, default: 0] += 1
        }
        let sorted = counts.values.sorted(by: >)
        #expect(sorted.count > 300)
        #expect(sorted.prefix(30).reduce(0, +) > 7_000)
    }

    @Test func `a record has nine fields`() {
        let calls = SyntheticCalls(carrier: Self.carrier, count: 3, faults: .none)
        let lines = String(decoding: calls.text(0..<3), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines {
            #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == 9, "\(line)")
        }
    }
}
