internal import CallStore

/// The marks of records of one hour, in the order in which they joined, and found by their fingerprint: open addressing,
/// linear probing, a power of two of 8-byte slots at most half full.
///
///     slot    upper half of the fingerprint | position of the mark, from 1; 0 = empty
///
/// Marks of one fingerprint lie apart, all behind its first slot; their positions tell which came last.
@safe
struct MarkSet: ~Copyable {
    /// Marks that joined one after the other and come from one chunk.
    struct Span {
        var origin: MarkIndex.Origin
        /// The instant of which the file speaks, in microseconds since 1970 UTC; nil = it does not say.
        var statedMicros: Int64?
        /// Behind the position of the last one.
        var end: Int
    }

    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private(set) var marks: [CallMark] = []
    /// Of all marks but those of the chunk at work.
    private(set) var spans: [Span] = []
    /// Whether any of them states an instant.
    private var hasStatements = false

    static let slotsMin = 64

    /// Room for `expected` members before the first growth.
    init(expecting expected: Int = 0) {
        var slotCount = MarkSet.slotsMin
        while slotCount < 2 * expected { slotCount *= 2 }
        unsafe slots = MarkSet.allocate(slotCount)
        mask = slotCount - 1
        marks.reserveCapacity(expected)
    }

    deinit { unsafe slots.deallocate() }

    package var count: Int { marks.count }

    var bytes: Int { (mask + 1) * MemoryLayout<UInt64>.size + marks.capacity * MemoryLayout<CallMark>.stride }

    /// What a record may be, by the marks that are here, and the mark that joined them of it: none where it says nothing new.
    ///
    /// - Parameter statedMicros: the instant of which its file speaks.
    @inline(__always)
    mutating func recognise(_ mark: CallMark, statedMicros: Int64? = nil) -> (sighting: Sighting, kept: CallMark?) {
        // Every index is masked to the number of slots, and a slot is always empty.
        var index = Int(truncatingIfNeeded: mark.fingerprint) & mask
        let tag = mark.fingerprint >> 32
        while true {
            let slot = unsafe slots[index]
            if slot == 0 { break }
            if slot >> 32 == tag, marks[MarkSet.position(slot)].fingerprint == mark.fingerprint {
                return seeAgain(mark, statedMicros)
            }
            index = (index + 1) & mask
        }
        insert(mark, at: index)
        return (.new, mark)
    }

    /// The same where there are marks of the fingerprint.
    @inline(never)
    private mutating func seeAgain(_ mark: CallMark, _ statedMicros: Int64?) -> (sighting: Sighting, kept: CallMark?) {
        var current: Int?
        var wasSaid = false
        var isUnclear = false
        forEach(of: mark.fingerprint) { position, known in
            if known.leg == mark.leg {
                if known.content == 0 { isUnclear = true }
                if known.content == mark.content { wasSaid = true }
                if !known.isLate { current = max(current ?? 0, position) }
            } else if known.leg == .notStated || mark.leg == .notStated {
                isUnclear = true
            }
        }
        if isUnclear {
            insert(mark)
            return (.unclear, mark)
        }
        guard let current else {
            insert(mark)
            return (.new, mark)
        }
        let statement = Statement(
            micros: statedMicros, knownMicros: self.statedMicros(of: current, otherwise: statedMicros))
        if marks[current].content == mark.content {
            // It is remembered that this held then, too.
            guard statement.isLater else { return (.duplicate, nil) }
            insert(mark)
            return (.duplicate, mark)
        }
        if wasSaid, !statement.isLater { return (.stale, nil) }
        var kept = mark
        kept.isLate = statement.isEarlier
        insert(kept)
        return (kept.isLate ? .stale : .changed, kept)
    }

    /// The instant that a member states; `otherwise` = of the chunk at work.
    private func statedMicros(of position: Int, otherwise: Int64?) -> Int64? {
        guard hasStatements || otherwise != nil else { return nil }
        guard let last = spans.last, position < last.end else { return otherwise }
        return span(of: position).statedMicros
    }

    private func span(of position: Int) -> Span {
        var low = 0
        var high = spans.count - 1
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].end <= position { low = middle + 1 } else { high = middle }
        }
        return spans[low]
    }

    /// Makes room for `more` members.
    mutating func reserve(_ more: Int) {
        var slotCount = mask + 1
        while slotCount < 2 * (count + more) { slotCount *= 2 }
        if slotCount > mask + 1 { grow(to: slotCount) }
    }

    /// Adds a mark behind all others.
    mutating func insert(_ mark: CallMark) {
        var index = Int(truncatingIfNeeded: mark.fingerprint) & mask
        while unsafe slots[index] != 0 { index = (index + 1) & mask }
        insert(mark, at: index)
    }

    /// Says where the marks that joined since the last time came from.
    mutating func endSpan(_ origin: MarkIndex.Origin, statedMicros: Int64?) {
        guard count > spans.last?.end ?? 0 else { return }
        spans.append(Span(origin: origin, statedMicros: statedMicros, end: count))
        if statedMicros != nil { hasStatements = true }
    }

    /// The marks of a fingerprint with where they came from, in the order in which they joined; all spans are ended.
    func found(_ fingerprint: UInt64) -> [(span: Span, mark: CallMark)] {
        var positions: [Int] = []
        forEach(of: fingerprint) { position, _ in positions.append(position) }
        return positions.sorted().map { (span(of: $0), marks[$0]) }
    }

    /// Gives `body` the marks of a fingerprint and their positions, in any order.
    private func forEach(of fingerprint: UInt64, _ body: (Int, CallMark) -> Void) {
        var index = Int(truncatingIfNeeded: fingerprint) & mask
        while true {
            let slot = unsafe slots[index]
            if slot == 0 { return }
            let position = MarkSet.position(slot)
            if slot >> 32 == fingerprint >> 32, marks[position].fingerprint == fingerprint {
                body(position, marks[position])
            }
            index = (index + 1) & mask
        }
    }

    @inline(__always)
    private static func slot(_ mark: CallMark, position: Int) -> UInt64 {
        mark.fingerprint & ~0xFFFF_FFFF | UInt64(UInt32(truncatingIfNeeded: position + 1))
    }

    @inline(__always)
    private static func position(_ slot: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: slot)) - 1 }

    @inline(__always)
    private mutating func insert(_ mark: CallMark, at index: Int) {
        marks.append(mark)
        unsafe slots[index] = MarkSet.slot(mark, position: marks.count - 1)
        if 2 * count > mask { grow(to: 2 * (mask + 1)) }
    }

    private mutating func grow(to slotCount: Int) {
        unsafe slots.deallocate()
        unsafe slots = MarkSet.allocate(slotCount)
        mask = slotCount - 1
        for (position, mark) in marks.enumerated() {
            var index = Int(truncatingIfNeeded: mark.fingerprint) & mask
            while unsafe slots[index] != 0 { index = (index + 1) & mask }
            unsafe slots[index] = MarkSet.slot(mark, position: position)
        }
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<UInt64> {
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        unsafe slots.initialize(repeating: 0, count: count)
        return unsafe slots
    }
}

/// How the instant of which a record's file speaks compares with that of what is known of its call. Nil = not said.
struct Statement {
    var micros: Int64?
    var knownMicros: Int64?

    /// What the record says holds since then: also where nothing is said of what is known.
    var isLater: Bool { micros.map { $0 > knownMicros ?? .min } ?? false }
    /// What is known held after what the record says.
    var isEarlier: Bool {
        guard let micros, let knownMicros else { return false }
        return micros < knownMicros
    }
}
