internal import CallStore
internal import Vocabulary

/// The marks of the records of a switch by hour of their start, as far as they were asked for: a whole hour or
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
        case stored(chunkID: ChunkID)
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
        var lastTick = 0
        var lastChunk = -1

        var bytes: Int { marks.bytes + (unread?.bytes ?? 0) }
    }

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    func holds(_ hour: Int32) -> Bool { hours[hour] != nil }

    /// What the database holds of an hour and a chunk.
    struct Block {
        var chunkID: ChunkID
        /// The instant of which the chunk's file speaks, in microseconds since 1970 UTC; nil = it does not say.
        var statedMicros: Int64?
        /// `CallMark`s as they are stored.
        var marks: [UInt8]
    }

    /// Takes what the database holds of an hour, in the order in which the chunks were committed.
    mutating func add(hour: Int32, stored: [Block]) {
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
        entry.unread?.take(asked, chunk: chunk, into: &entry.marks)
        bytes += entry.bytes - before
    }

    /// Gives `body` the marks of an hour, which must be held, to ask and to add those of `chunk`.
    ///
    /// - Parameter statedMicros: the instant of which the chunk's file speaks.
    mutating func withHour(
        _ hour: Int32, chunk: Int, statedMicros: Int64? = nil, _ body: (inout MarkSet) -> Void
    ) {
        guard let entry = hours[hour] else { preconditionFailure("an hour is loaded before it is asked") }
        let before = entry.bytes
        if let unread = entry.unread, unread.chunk != chunk {
            unread.takeRest(into: &entry.marks)
            entry.unread = nil
        }
        body(&entry.marks)
        entry.marks.endSpan(.loaded(number: chunk), statedMicros: statedMicros)
        entry.lastChunk = chunk
        bytes += entry.bytes - before
        touch(hour)
        forgetOldest(except: hour)
    }

    /// The marks of a fingerprint in an hour, which must be held, with where they came from, in the order in which they
    /// came; only what the chunk at work may ask for is told.
    func found(_ fingerprint: UInt64, hour: Int32) -> [(span: MarkSet.Span, mark: CallMark)] {
        guard let entry = hours[hour] else { preconditionFailure("an hour is loaded before it is asked") }
        return entry.marks.found(fingerprint)
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
    let blocks: [MarkIndex.Block]
    package let count: Int
    /// What was asked for: the marks that one of them lets through are among the others.
    private var asked: [FingerprintFilter] = []
    /// The chunk that asked last, by its number in the file.
    private(set) var chunk = -1

    /// As often as it still costs less than to put all marks among the others.
    private static let siftingsMax = 12

    init(blocks: [MarkIndex.Block]) {
        self.blocks = blocks
        count = blocks.reduce(0) { $0 + $1.marks.count / CallMark.byteCount }
    }

    var canBeSifted: Bool { asked.count < UnreadMarks.siftingsMax }

    var bytes: Int { count * CallMark.byteCount + asked.reduce(0) { $0 + $1.bytes } }

    /// Puts the marks that `filter` lets through into the set, where they are not there yet: all of a fingerprint at once, so
    /// that they keep their order.
    mutating func take(_ filter: FingerprintFilter, chunk: Int, into set: inout MarkSet) {
        let before = asked
        for block in blocks {
            CallMark.read(block.marks) { mark in
                guard filter.contains(mark.fingerprint), !before.contains(where: { $0.contains(mark.fingerprint) })
                else {
                    return
                }
                set.insert(mark)
            }
            set.endSpan(.stored(chunkID: block.chunkID), statedMicros: block.statedMicros)
        }
        asked.append(filter)
        self.chunk = chunk
    }

    /// Puts all that are not there yet into the set.
    func takeRest(into set: inout MarkSet) {
        set.reserve(count)
        for block in blocks {
            CallMark.read(block.marks) { mark in
                if !asked.contains(where: { $0.contains(mark.fingerprint) }) { set.insert(mark) }
            }
            set.endSpan(.stored(chunkID: block.chunkID), statedMicros: block.statedMicros)
        }
    }
}
