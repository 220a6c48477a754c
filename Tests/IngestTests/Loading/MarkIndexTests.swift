import Testing

@testable import Ingest

@Suite struct MarkIndexTests {
    /// Marks as they come, and what the last of them may be.
    static let sightings: [([CallMark], Sighting)] = [
        ([mark(7, 1)], .new),
        ([mark(7, 1), mark(8, 1)], .new),
        ([mark(7, 1), mark(7, 1)], .duplicate),
        ([mark(7, 1), mark(7, 1), mark(7, 1)], .duplicate),
        // Another content: changed, or so it seems.
        ([mark(7, 1), mark(7, 2)], .candidate),
        // Back to the first content: what the call says now, only its rows know.
        ([mark(7, 1), mark(7, 2), mark(7, 1)], .candidate),
        ([mark(7, 1), mark(7, 2), mark(7, 2)], .candidate),
        // Legs that are stated tell calls apart.
        ([mark(7, 1, leg: 1), mark(7, 1, leg: 2)], .new),
        ([mark(7, 1, leg: 1), mark(7, 1, leg: 2), mark(7, 1, leg: 1)], .duplicate),
        ([mark(7, 1, leg: 1), mark(7, 1, leg: 2), mark(7, 2, leg: 2)], .candidate),
        // Where one is not, it may be any of them.
        ([mark(7, 1, leg: 1), mark(7, 1)], .candidate),
        ([mark(7, 1), mark(7, 1, leg: 1)], .candidate),
        ([mark(7, 1), mark(7, 1, leg: 1), mark(7, 1, leg: 1)], .candidate),
        // A record of which only the fingerprint is remembered.
        ([mark(7, 0), mark(7, 1)], .candidate),
        ([mark(7, 0), mark(7, 1, leg: 1)], .candidate),
    ]

    @Test(arguments: sightings)
    func `a mark is known, new or doubtful`(marks: [CallMark], expected: Sighting) throws {
        var set = MarkSet()
        // Others before them, with the same first slot.
        for number in 1...200 { _ = set.see(CallMark(fingerprint: UInt64(number) << 32 | 7, check: 0)) }
        let found = marks.map { set.see($0) }
        #expect(found.last == expected)
    }

    @Test func `a set equals a slow set while it grows`() {
        var fast = MarkSet()
        var slow: Set<CallMark> = []
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            // Few values and many in the same slots, so that both hits and long probes occur.
            let mark = MarkIndexTests.mark(
                UInt64.random(in: 1...5_000, using: &generator) << UInt64.random(in: 0...40, using: &generator), 1)
            #expect(fast.see(mark) == (slow.insert(mark).inserted ? .new : .duplicate))
        }
        #expect(fast.count == slow.count)
    }

    @Test func `marks come back from their block`() {
        let marks = (1...100).map {
            CallMark(fingerprint: .max / $0, check: UInt64.max / (3 * $0))
        }
        var block: [UInt8] = []
        for mark in marks { mark.write(to: &block) }
        #expect(block.count == 1_600)
        #expect(CallMark.read(block) == marks)
        #expect(CallMark.read(block.dropLast()) == marks.dropLast())
    }

    /// Against a dictionary of everything, with a database that holds what committed chunks added.
    @Test(arguments: [1 << 30, 8_192, 3_000], [false, true])
    func `an index that forgets answers like one that does not`(bytesMax: Int, announces: Bool) {
        var index = MarkIndex(bytesMax: bytesMax)
        var seenEver: [Int32: Set<CallMark>] = [:]
        // Of each hour what the last chunk asked: of nothing else is it known where it came from.
        var askedLast: [Int32: Set<CallMark>] = [:]
        var stored: [Int32: [(chunkID: Int32, marks: [UInt8])]] = [:]
        var generator = SystemRandomNumberGenerator()
        for chunk in 0..<60 {
            var added: [Int32: [UInt8]] = [:]
            for hour in Set((0..<4).map { _ in Int32.random(in: 0...9, using: &generator) }).sorted() {
                if !index.holds(hour) { index.add(hour: hour, stored: stored[hour] ?? []) }
                let marks = (0..<30).map { _ in
                    MarkIndexTests.mark(UInt64.random(in: 1...400, using: &generator) << 32, 5)
                }
                let expected = marks.map { seenEver[hour, default: []].insert($0).inserted ? Sighting.new : .duplicate }
                askedLast[hour] = Set(marks)
                var answers: [Sighting] = []
                if announces, index.unasked(hour, by: chunk) > 0 {
                    var asked = FingerprintFilter(expecting: marks.count)
                    for mark in marks { asked.insert(mark.fingerprint) }
                    index.announce(asked, of: hour, chunk: chunk)
                }
                index.withHour(hour, chunk: chunk) { set in
                    for mark in marks {
                        answers.append(set.see(mark))
                        if answers.last == .new { mark.write(to: &added[hour, default: []]) }
                    }
                }
                #expect(answers == expected, "chunk \(chunk), hour \(hour)")
            }
            for (hour, block) in added { stored[hour, default: []].append((1_000 + Int32(chunk), block)) }
            for (hour, marks) in seenEver where index.holds(hour) {
                for mark in marks.filter({ !announces || askedLast[hour]?.contains($0) == true }).prefix(5) {
                    let found = index.origins(of: [mark.fingerprint], hour: hour)
                    let expected = (stored[hour] ?? []).filter { CallMark.read($0.marks).contains(mark) }
                    #expect(found.map { $0.origin.chunkID } == expected.map(\.chunkID))
                    #expect(found.allSatisfy { $0.fingerprints == [mark.fingerprint] })
                }
            }
        }
        #expect(index.bytes <= max(bytesMax, 32_768))
        #expect((index.forgottenThroughChunk >= 0) == (bytesMax < 1 << 20))
    }

    @Test func `a filter lets through what was inserted, and little else`() {
        for count in [0, 1, 30, 5_000] {
            var filter = FingerprintFilter(expecting: count)
            var generator = SystemRandomNumberGenerator()
            let members = (0..<count).map { _ in UInt64.random(in: 1...UInt64.max, using: &generator) }
            for member in members { filter.insert(member) }
            #expect(members.allSatisfy(filter.contains))
            let others = (0..<10_000).count { _ in filter.contains(UInt64.random(in: 1...UInt64.max, using: &generator))
            }
            #expect(others < 600, "of \(count)")
        }
    }

    @Test func `an hour that several chunks ask for holds each stored mark once`() {
        var index = MarkIndex(bytesMax: 1 << 20)
        var block: [UInt8] = []
        let stored = (1...2_000).map { MarkIndexTests.mark(UInt64($0) << 40 | UInt64($0), 1) }
        for mark in stored { mark.write(to: &block) }
        index.add(hour: 1, stored: [(4, block)])
        // Chunks that announce ten calls each get these and few others; one that announces nothing gets the rest.
        for chunk in 0..<3 {
            #expect(index.unasked(1, by: chunk) == stored.count)
            let own = stored[(7 * chunk)..<(7 * chunk + 10)]
            var asked = FingerprintFilter(expecting: own.count)
            for mark in own { asked.insert(mark.fingerprint) }
            index.announce(asked, of: 1, chunk: chunk)
            #expect(index.unasked(1, by: chunk) == 0)
            index.withHour(1, chunk: chunk) { set in
                for mark in own { #expect(set.see(mark) == .duplicate) }
                #expect(set.count >= 10 + 7 * chunk && set.count < 500)
            }
        }
        index.withHour(1, chunk: 3) { set in
            for mark in stored { #expect(set.see(mark) == .duplicate) }
            #expect(set.count == stored.count)
        }
        #expect(index.unasked(1, by: 4) == 0)
        #expect(
            index.origins(of: Set(stored.map(\.fingerprint)), hour: 1).allSatisfy { $0.origin == .stored(chunkID: 4) })
    }

    /// One pass for many, and the halves of two fingerprints may be the same.
    @Test func `an index says where marks came from`() {
        var index = MarkIndex(bytesMax: 1 << 20)
        var block: [UInt8] = []
        for mark in [CallMark(fingerprint: 7 << 32 | 1, check: 0), CallMark(fingerprint: 8 << 32, check: 0)] {
            mark.write(to: &block)
        }
        index.add(hour: 1, stored: [(4, block), (5, [])])
        index.withHour(1, chunk: 9) { set in
            _ = set.see(CallMark(fingerprint: 7 << 32 | 2, check: 0))
            _ = set.see(CallMark(fingerprint: 1 << 48 | 7 << 32, check: 0))
        }
        index.withHour(1, chunk: 10) { set in _ = set.see(CallMark(fingerprint: 8 << 32, check: 0)) }
        let found = index.origins(of: [7 << 32 | 2, 7 << 32 | 3, 9 << 32], hour: 1)
        #expect(found.map(\.origin) == [.stored(chunkID: 4), .loaded(number: 9)])
        #expect(found.allSatisfy { Set($0.fingerprints) == [7 << 32 | 2, 7 << 32 | 3] })
    }

    static func mark(_ fingerprint: UInt64, _ content: UInt64, leg: Int = 0) -> CallMark {
        CallMark(
            CallKey(high: fingerprint, low: leg == 0 ? 0 : UInt64(1 + leg)), content: content)
    }
}

extension MarkIndex.Origin {
    /// Of a chunk that is stored under a thousand above its number.
    fileprivate var chunkID: Int32 {
        switch self {
        case .stored(let chunkID): chunkID
        case .loaded(let number): 1_000 + Int32(number)
        }
    }
}
