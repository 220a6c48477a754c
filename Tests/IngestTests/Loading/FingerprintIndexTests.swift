import Testing

@testable import Ingest

@Suite struct FingerprintIndexTests {
    @Test func `a set equals a slow set while it grows`() {
        var fast = FingerprintSet()
        var slow: Set<UInt64> = []
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            // Few values and many in the same slots, so that both hits and long probes occur.
            let fingerprint =
                UInt64.random(in: 1...5_000, using: &generator) << UInt64.random(in: 0...40, using: &generator)
            #expect(fast.contains(fingerprint) == slow.contains(fingerprint))
            #expect(fast.insert(fingerprint) == slow.insert(fingerprint).inserted)
        }
        #expect(fast.count == slow.count)
    }

    /// Against a dictionary of everything, with a database that holds what committed chunks added.
    @Test(arguments: [1 << 30, 4_096, 1_500])
    func `an index that forgets answers like one that does not`(bytesMax: Int) {
        var index = FingerprintIndex(bytesMax: bytesMax)
        var seenEver: [Int32: Set<UInt64>] = [:]
        var stored: [Int32: [[UInt8]]] = [:]
        var generator = SystemRandomNumberGenerator()
        for chunk in 0..<60 {
            var added: [Int32: [UInt8]] = [:]
            for hour in Set((0..<4).map { _ in Int32.random(in: 0...9, using: &generator) }).sorted() {
                if !index.holds(hour) { index.add(hour: hour, stored: stored[hour] ?? []) }
                let fingerprints = (0..<30).map { _ in UInt64.random(in: 1...400, using: &generator) << 32 }
                var expected: [Bool] = []
                for fingerprint in fingerprints {
                    expected.append(!seenEver[hour, default: []].insert(fingerprint).inserted)
                }
                var answers: [Bool] = []
                index.withHour(hour, chunk: chunk) { set in
                    for fingerprint in fingerprints {
                        let isNew = set.insert(fingerprint)
                        answers.append(!isNew)
                        guard isNew else { continue }
                        added[hour, default: []] += (0..<8).map {
                            UInt8(truncatingIfNeeded: fingerprint >> (56 - 8 * UInt64($0)))
                        }
                    }
                }
                #expect(answers == expected, "chunk \(chunk), hour \(hour)")
            }
            for (hour, block) in added { stored[hour, default: []].append(block) }
        }
        #expect(index.bytes <= max(bytesMax, 16_384))
        #expect((index.forgottenThroughChunk >= 0) == (bytesMax < 1 << 20))
    }
}
