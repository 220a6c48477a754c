import Testing

@testable import CallStore
@testable import Ingest
import Vocabulary

@Suite struct MarkIndexTests {
    /// Marks as they come, and what the last of them may be.
    static let sightings: [([CallMark], Sighting)] = [
        ([mark(7, 1)], .new),
        ([mark(7, 1), mark(8, 1)], .new),
        ([mark(7, 1), mark(7, 1)], .duplicate),
        ([mark(7, 1), mark(7, 1), mark(7, 1)], .duplicate),
        // Another content: changed.
        ([mark(7, 1), mark(7, 2)], .changed),
        ([mark(7, 1), mark(7, 2), mark(7, 3)], .changed),
        // Back to a former content.
        ([mark(7, 1), mark(7, 2), mark(7, 1)], .stale),
        ([mark(7, 1), mark(7, 2), mark(7, 3), mark(7, 2)], .stale),
        ([mark(7, 1), mark(7, 2), mark(7, 2)], .duplicate),
        ([mark(7, 1), mark(7, 2), mark(7, 1), mark(7, 2)], .duplicate),
        // Legs that are stated tell calls apart.
        ([mark(7, 1, leg: 1), mark(7, 1, leg: 2)], .new),
        ([mark(7, 1, leg: 1), mark(7, 1, leg: 2), mark(7, 1, leg: 1)], .duplicate),
        ([mark(7, 1, leg: 1), mark(7, 1, leg: 2), mark(7, 2, leg: 2)], .changed),
        ([mark(7, 1, leg: 1), mark(7, 2, leg: 2), mark(7, 1, leg: 2)], .changed),
        // Where one is not, it may be any of them.
        ([mark(7, 1, leg: 1), mark(7, 1)], .unclear),
        ([mark(7, 1), mark(7, 1, leg: 1)], .unclear),
        ([mark(7, 1), mark(7, 1, leg: 1), mark(7, 1, leg: 1)], .unclear),
        // A record of which only the fingerprint is remembered.
        ([mark(7, 0), mark(7, 1)], .unclear),
        ([mark(7, 0), mark(7, 1, leg: 1)], .unclear),
        // One that spoke of an earlier instant when it came was said, and never held.
        ([mark(7, 1), late(7, 2), mark(7, 1)], .duplicate),
        ([mark(7, 1), late(7, 2), mark(7, 2)], .stale),
    ]

    @Test(arguments: sightings)
    func `a mark is known, new or doubtful`(marks: [CallMark], expected: Sighting) throws {
        var set = MarkSet()
        // Others before them, with the same first slot.
        for number in 1...200 { _ = set.recognise(CallMark(fingerprint: UInt64(number) << 32 | 7, check: 0)) }
        for mark in marks.dropLast() { if mark.isLate { set.insert(mark) } else { _ = set.recognise(mark) } }
        let before = set.count
        let (sighting, kept) = set.recognise(marks[marks.count - 1])
        #expect(sighting == expected)
        #expect((kept != nil) == (set.count > before) && (kept == nil) == [.duplicate, .stale].contains(expected))
    }

    /// What each of some statements of one call is, made by files that speak of some instants (nil = they do not say).
    @Test(
        arguments: [
            ([(5, 1), (5, 2)], [.new, .changed]),
            ([(5, 1), (6, 2)], [.new, .changed]),
            ([(5, 1), (4, 2)], [.new, .stale]),
            ([(5, 1), (nil, 2), (nil, 1)], [.new, .changed, .stale]),
            ([(nil, 1), (nil, 2), (4, 1)], [.new, .changed, .changed]),
            ([(nil, 1), (nil, 2), (4, 1), (4, 2)], [.new, .changed, .changed, .stale]),
            ([(nil, 1), (nil, 2), (4, 1), (5, 2)], [.new, .changed, .changed, .changed]),
            // It held when it was said again.
            ([(3, 1), (7, 1), (5, 2), (nil, 2), (8, 2)], [.new, .duplicate, .stale, .stale, .changed]),
            ([(nil, 1), (7, 1), (5, 2)], [.new, .duplicate, .stale]),
            ([(7, 1), (3, 1), (5, 2), (9, 1), (8, 2)], [.new, .duplicate, .stale, .duplicate, .stale]),
        ] as [([(Int64?, UInt64)], [Sighting])])
    func `what was stated later holds`(statements: [(Int64?, UInt64)], expected: [Sighting]) {
        // Each a chunk of its own: in one session, and read back from what is stored.
        for isStored in [false, true] {
            var index = MarkIndex(bytesMax: 1 << 20)
            var blocks: [MarkIndex.Block] = []
            index.add(hour: 1, stored: [])
            var found: [Sighting] = []
            for (chunk, statement) in statements.enumerated() {
                if isStored {
                    index = MarkIndex(bytesMax: 1 << 20)
                    index.add(hour: 1, stored: blocks)
                }
                var block: [UInt8] = []
                index.withHour(1, chunk: chunk, statedMicros: statement.0) { set in
                    let (sighting, kept) = set.recognise(Self.mark(7, statement.1), statedMicros: statement.0)
                    found.append(sighting)
                    kept?.write(to: &block)
                }
                blocks.append(.init(chunkID: ChunkID(Int32(chunk + 1)), statedMicros: statement.0, marks: block))
            }
            #expect(found == expected, "stored: \(isStored)")
        }
    }

    @Test func `a set equals a slow set while it grows`() {
        var fast = MarkSet()
        var slow: Set<CallMark> = []
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            // Few values and many in the same slots, so that both hits and long probes occur.
            let mark = MarkIndexTests.mark(
                UInt64.random(in: 1...5_000, using: &generator) << UInt64.random(in: 0...40, using: &generator), 1)
            #expect(fast.recognise(mark).sighting == (slow.insert(mark).inserted ? .new : .duplicate))
        }
        #expect(fast.count == slow.count)
    }

    @Test func `marks come back from their block`() {
        let marks = (1...100).map {
            CallMark(
                fingerprint: .max / $0, check: UInt64.max / (3 * $0), ordinal: Int32(7 * $0), isLate: $0 % 3 == 0)
        }
        var block: [UInt8] = []
        for mark in marks { mark.write(to: &block) }
        #expect(block.count == 2_000)
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
        var stored: [Int32: [MarkIndex.Block]] = [:]
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
                        let (sighting, kept) = set.recognise(mark)
                        answers.append(sighting)
                        kept?.write(to: &added[hour, default: []])
                    }
                }
                #expect(answers == expected, "chunk \(chunk), hour \(hour)")
            }
            for (hour, block) in added {
                stored[hour, default: []].append(.init(chunkID: ChunkID(1_000 + Int32(chunk)), marks: block))
            }
            for (hour, marks) in seenEver where index.holds(hour) {
                for mark in marks.filter({ !announces || askedLast[hour]?.contains($0) == true }).prefix(5) {
                    let found = index.found(mark.fingerprint, hour: hour)
                    let expected = (stored[hour] ?? []).filter { CallMark.read($0.marks).contains(mark) }
                    #expect(found.map { $0.span.origin.chunkID } == expected.map(\.chunkID))
                    #expect(found.allSatisfy { $0.mark == mark })
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
        index.add(hour: 1, stored: [.init(chunkID: 4, marks: block)])
        // Chunks that announce ten calls each get these and few others; one that announces nothing gets the rest.
        for chunk in 0..<3 {
            #expect(index.unasked(1, by: chunk) == stored.count)
            let own = stored[(7 * chunk)..<(7 * chunk + 10)]
            var asked = FingerprintFilter(expecting: own.count)
            for mark in own { asked.insert(mark.fingerprint) }
            index.announce(asked, of: 1, chunk: chunk)
            #expect(index.unasked(1, by: chunk) == 0)
            index.withHour(1, chunk: chunk) { set in
                for mark in own { #expect(set.recognise(mark).sighting == .duplicate) }
                #expect(set.count >= 10 + 7 * chunk && set.count < 500)
            }
        }
        index.withHour(1, chunk: 3) { set in
            for mark in stored { #expect(set.recognise(mark).sighting == .duplicate) }
            #expect(set.count == stored.count)
        }
        #expect(index.unasked(1, by: 4) == 0)
        for mark in stored {
            #expect(index.found(mark.fingerprint, hour: 1).map(\.span.origin) == [.stored(chunkID: 4)])
        }
    }

    @Test func `an index says where marks came from, in their order, however much it has grown`() {
        var index = MarkIndex(bytesMax: 1 << 20)
        var block: [UInt8] = []
        // Fingerprints whose halves are the same, and one that is said three times.
        for mark in [CallMark(fingerprint: 7 << 32 | 1, check: 0), Self.mark(8 << 32, 1)] { mark.write(to: &block) }
        index.add(hour: 1, stored: [.init(chunkID: 4, marks: block), .init(chunkID: 5, marks: [])])
        index.withHour(1, chunk: 9) { set in
            _ = set.recognise(CallMark(fingerprint: 7 << 32 | 2, check: 0))
            for number in 1...5_000 { _ = set.recognise(CallMark(fingerprint: UInt64(number) << 33 | 7, check: 0)) }
            _ = set.recognise(Self.mark(8 << 32, 2))
        }
        index.withHour(1, chunk: 10) { set in
            #expect(set.recognise(Self.mark(8 << 32, 1)).sighting == .stale)
            #expect(set.recognise(Self.mark(8 << 32, 2)).sighting == .duplicate)
            #expect(set.recognise(Self.mark(8 << 32, 3)).sighting == .changed)
        }
        let found = index.found(8 << 32, hour: 1)
        #expect(found.map(\.span.origin) == [.stored(chunkID: 4), .loaded(number: 9), .loaded(number: 10)])
        #expect(found.map(\.mark.content) == [1, 2, 3])
        #expect(index.found(7 << 32 | 2, hour: 1).map(\.span.origin) == [.loaded(number: 9)])
        #expect(index.found(7 << 32 | 3, hour: 1).isEmpty)
    }

    /// A mark of a record that spoke of an earlier instant than what was known.
    static func late(_ fingerprint: UInt64, _ content: UInt64) -> CallMark {
        var late = mark(fingerprint, content)
        late.isLate = true
        return late
    }

    static func mark(_ fingerprint: UInt64, _ content: UInt64, leg: Int = 0) -> CallMark {
        CallMark(
            CallKey(high: fingerprint, low: leg == 0 ? 0 : UInt64(1 + leg)), content: content)
    }
}

extension MarkIndex.Origin {
    /// Of a chunk that is stored under a thousand above its number.
    fileprivate var chunkID: ChunkID {
        switch self {
        case .stored(let chunkID): chunkID
        case .loaded(let number): ChunkID(1_000 + Int32(number))
        }
    }
}
