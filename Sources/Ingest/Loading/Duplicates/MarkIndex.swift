/// The marks of all records of a switch by hour of their start, as far as they were asked for: a whole hour or
/// nothing of it, so the answer to "seen before?" is always complete.
///
/// An hour is loaded from the database when it is first touched. Above `bytesMax` the hours that were not touched for
/// longest are forgotten and loaded again when they are needed; the hour at work stays, however large it is.
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
        var marks: MarkSet
        /// Where they came from, in the order in which they joined: each origin with the number of marks up to its last one.
        var origins: [(origin: Origin, end: Int)] = []
        var lastTick = 0
        var lastChunk = -1
        init(_ marks: consuming MarkSet) { self.marks = marks }
    }

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    func holds(_ hour: Int32) -> Bool { hours[hour] != nil }

    /// Takes what the database holds of an hour: of each chunk `CallMark`s, 16 bytes each, big-endian.
    mutating func add(hour: Int32, stored: [(chunkID: Int32, marks: [UInt8])]) {
        var set = MarkSet(expecting: stored.reduce(0) { $0 + $1.marks.count / CallMark.byteCount })
        var origins: [(origin: Origin, end: Int)] = []
        for block in stored {
            CallMark.read(block.marks) { set.insert($0) }
            origins.append((.stored(chunkID: block.chunkID), set.count))
        }
        let entry = Hour(set)
        entry.origins = origins
        bytes += entry.marks.bytes
        hours[hour] = entry
        touch(hour)
        forgetOldest(except: hour)
    }

    /// Gives `body` the marks of an hour, which must be held, to ask and to add those of `chunk`.
    mutating func withHour(_ hour: Int32, chunk: Int, _ body: (inout MarkSet) -> Void) {
        guard let entry = hours[hour] else { preconditionFailure("an hour is loaded before it is asked") }
        let before = entry.marks.bytes
        let countBefore = entry.marks.count
        body(&entry.marks)
        if entry.marks.count > countBefore { entry.origins.append((.loaded(number: chunk), entry.marks.count)) }
        entry.lastChunk = chunk
        bytes += entry.marks.bytes - before
        touch(hour)
        forgetOldest(except: hour)
    }

    /// Where marks with these fingerprints came from: all of their origins, and rarely one that has none of them. One pass
    /// over the marks of the hour, which must be held.
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
            bytes -= oldest.value.marks.bytes
            forgottenThroughChunk = max(forgottenThroughChunk, oldest.value.lastChunk)
            hours[oldest.key] = nil
        }
    }
}
