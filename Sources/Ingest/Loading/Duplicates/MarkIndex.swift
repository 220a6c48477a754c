/// The marks of all records of a switch by hour of their start, as far as they were asked for: a whole hour or
/// nothing of it, so the answer to "seen before?" is always complete.
///
/// An hour is loaded from the database when it is first touched. Of what is stored a chunk gets only the marks that it may
/// ask for: to put a mark among the others costs twenty times as much as to see that nobody asks for it, and most chunks ask
/// for few of an hour, or are the only ones that do. Above `bytesMax` the hours that were not touched for longest are
/// forgotten and loaded again when they are needed; the hour at work stays, however large it is.
struct MarkIndex: ~Copyable {
    /// Where marks came from.
    enum Origin: Hashable {
        /// From the database.
        case stored(chunkID: Int32)
        /// From a chunk that is loaded now, by its number in the file.
        case loaded(number: Int)
    }

    private var hours: [Int32: Hour] = [:]
    private var tick = 0
    private(set) var bytes = 0
    let bytesMax: Int
    /// The last chunk whose marks were in an hour that was forgotten: what the database is asked for such an hour
    /// is complete only once this chunk is committed. -1 = none.
    private(set) var forgottenThroughChunk = -1

    private final class Hour {
        var marks = MarkSet()
        /// What the database holds of the hour, until all of it is among the marks.
        var unread: UnreadMarks?
        /// Where they came from, in the order in which they joined: each origin with the number of marks up to its last one.
        var origins: [(origin: Origin, end: Int)] = []
        var lastTick = 0
        var lastChunk = -1

        var bytes: Int { marks.bytes + (unread?.bytes ?? 0) }
    }

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    func holds(_ hour: Int32) -> Bool { hours[hour] != nil }

    /// Takes what the database holds of an hour: of each chunk `CallMark`s, 16 bytes each, big-endian.
    mutating func add(hour: Int32, stored: [(chunkID: Int32, marks: [UInt8])]) {
        let entry = Hour()
        if !stored.isEmpty { entry.unread = UnreadMarks(blocks: stored) }
        bytes += entry.bytes
        hours[hour] = entry
        touch(hour)
        forgetOldest(except: hour)
    }

    /// Marks of an hour that are stored and that no chunk may have asked for yet; 0 where `chunk` need not announce what it
    /// will ask for, or has done so.
    func unasked(_ hour: Int32, by chunk: Int) -> Int {
        guard let unread = hours[hour]?.unread, unread.chunk != chunk, unread.canBeSifted else { return 0 }
        return unread.count
    }

    /// Says for which fingerprints `chunk` will ask an hour of which some marks are unasked: it must not ask for others.
    mutating func announce(_ asked: FingerprintFilter, of hour: Int32, chunk: Int) {
        guard let entry = hours[hour] else { preconditionFailure("an hour is loaded before it is asked") }
        let before = entry.bytes
        entry.unread?.take(asked, chunk: chunk, into: &entry.marks, &entry.origins)
        bytes += entry.bytes - before
    }

    /// Gives `body` the marks of an hour, which must be held, to ask and to add those of `chunk`.
    mutating func withHour(_ hour: Int32, chunk: Int, _ body: (inout MarkSet) -> Void) {
        guard let entry = hours[hour] else { preconditionFailure("an hour is loaded before it is asked") }
        let before = entry.bytes
        if let unread = entry.unread, unread.chunk != chunk {
            unread.takeRest(into: &entry.marks, &entry.origins)
            entry.unread = nil
        }
        let countBefore = entry.marks.count
        body(&entry.marks)
        if entry.marks.count > countBefore { entry.origins.append((.loaded(number: chunk), entry.marks.count)) }
        entry.lastChunk = chunk
        bytes += entry.bytes - before
        touch(hour)
        forgetOldest(except: hour)
    }

    /// Where marks with these fingerprints came from: all of their origins, and rarely one that has none of them. One pass
    /// over the marks of the hour, which must be held; only what the chunk at work may ask for is told.
    func origins(of fingerprints: Set<UInt64>, hour: Int32) -> [(origin: Origin, fingerprints: [UInt64])] {
        guard let entry = hours[hour] else { preconditionFailure("an hour is loaded before it is asked") }
        let wanted = Dictionary(grouping: fingerprints) { UInt32(truncatingIfNeeded: $0 >> 32) }
        var mayBeWanted = [Bool](repeating: false, count: 1 << 16)
        for half in wanted.keys { mayBeWanted[Int(half & 0xffff)] = true }
        var found: [(origin: Origin, fingerprints: [UInt64])] = []
        var start = 0
        for (origin, end) in entry.origins {
            var hits: [UInt64] = []
            for half in entry.marks.halves[start..<end] where mayBeWanted[Int(half & 0xffff)] {
                hits += wanted[half] ?? []
            }
            if !hits.isEmpty { found.append((origin, hits)) }
            start = end
        }
        return found
    }

    private mutating func touch(_ hour: Int32) {
        tick += 1
        hours[hour]?.lastTick = tick
    }

    private mutating func forgetOldest(except current: Int32) {
        while bytes > bytesMax, hours.count > 1 {
            let others = hours.lazy.filter { $0.key != current }
            guard let oldest = others.min(by: { $0.value.lastTick < $1.value.lastTick }) else { return }
            bytes -= oldest.value.bytes
            forgottenThroughChunk = max(forgottenThroughChunk, oldest.value.lastChunk)
            hours[oldest.key] = nil
        }
    }
}

/// What the database holds of an hour and is not, or not all, among its marks.
private struct UnreadMarks {
    let blocks: [(chunkID: Int32, marks: [UInt8])]
    let count: Int
    /// What was asked for: the marks that one of them lets through are among the others.
    private var asked: [FingerprintFilter] = []
    /// The chunk that asked last, by its number in the file.
    private(set) var chunk = -1

    /// As often as it still costs less than to put all marks among the others.
    private static let siftingsMax = 12

    init(blocks: [(chunkID: Int32, marks: [UInt8])]) {
        self.blocks = blocks
        count = blocks.reduce(0) { $0 + $1.marks.count / CallMark.byteCount }
    }

    var canBeSifted: Bool { asked.count < UnreadMarks.siftingsMax }

    var bytes: Int { count * CallMark.byteCount + asked.reduce(0) { $0 + $1.bytes } }

    /// Puts the marks that `filter` lets through into the set, where they are not there yet.
    mutating func take(
        _ filter: FingerprintFilter, chunk: Int, into set: inout MarkSet,
        _ origins: inout [(origin: MarkIndex.Origin, end: Int)]
    ) {
        let before = asked
        for block in blocks {
            let countBefore = set.count
            CallMark.read(block.marks) { mark in
                guard filter.contains(mark.fingerprint), !before.contains(where: { $0.contains(mark.fingerprint) })
                else {
                    return
                }
                set.insert(mark)
            }
            if set.count > countBefore { origins.append((.stored(chunkID: block.chunkID), set.count)) }
        }
        asked.append(filter)
        self.chunk = chunk
    }

    /// Puts all that are not there yet into the set.
    func takeRest(into set: inout MarkSet, _ origins: inout [(origin: MarkIndex.Origin, end: Int)]) {
        set.reserve(count)
        for block in blocks {
            CallMark.read(block.marks) { mark in
                if !asked.contains(where: { $0.contains(mark.fingerprint) }) { set.insert(mark) }
            }
            origins.append((.stored(chunkID: block.chunkID), set.count))
        }
    }
}
