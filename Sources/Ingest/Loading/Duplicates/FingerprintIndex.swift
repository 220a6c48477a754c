/// The fingerprints of all calls of a switch by hour of their start, as far as they were asked for: a whole hour or
/// nothing of it, so the answer to "seen before?" is always complete.
///
/// An hour is loaded from the database when it is first touched. Above `bytesMax` the hours that were not touched for
/// longest are forgotten and loaded again when they are needed; the hour at work stays, however large it is.
struct FingerprintIndex: ~Copyable {
    private var hours: [Int32: Hour] = [:]
    private var tick = 0
    private(set) var bytes = 0
    let bytesMax: Int
    /// The last chunk whose fingerprints were in an hour that was forgotten: what the database is asked for such an hour
    /// is complete only once this chunk is committed. -1 = none.
    private(set) var forgottenThroughChunk = -1

    private final class Hour {
        var fingerprints: FingerprintSet
        var lastTick = 0
        var lastChunk = -1
        init(_ fingerprints: consuming FingerprintSet) { self.fingerprints = fingerprints }
    }

    init(bytesMax: Int) { self.bytesMax = bytesMax }

    func holds(_ hour: Int32) -> Bool { hours[hour] != nil }

    /// Takes what the database holds of an hour: 8 bytes each, big-endian.
    mutating func add(hour: Int32, stored: [[UInt8]]) {
        var set = FingerprintSet(expecting: stored.reduce(0) { $0 + $1.count / 8 })
        for block in stored {
            for start in stride(from: 0, to: block.count - 7, by: 8) {
                let fingerprint = block[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
                if fingerprint != 0 { _ = set.insert(fingerprint) }
            }
        }
        bytes += set.bytes
        hours[hour] = Hour(set)
        touch(hour)
        forgetOldest(except: hour)
    }

    /// Gives `body` the fingerprints of an hour, which must be held, to ask and to add those of `chunk`.
    mutating func withHour(_ hour: Int32, chunk: Int, _ body: (inout FingerprintSet) -> Void) {
        guard let entry = hours[hour] else { preconditionFailure("an hour is loaded before it is asked") }
        let before = entry.fingerprints.bytes
        body(&entry.fingerprints)
        entry.lastChunk = chunk
        bytes += entry.fingerprints.bytes - before
        touch(hour)
        forgetOldest(except: hour)
    }

    private mutating func touch(_ hour: Int32) {
        tick += 1
        hours[hour]?.lastTick = tick
    }

    private mutating func forgetOldest(except current: Int32) {
        while bytes > bytesMax, hours.count > 1 {
            let others = hours.lazy.filter { $0.key != current }
            guard let oldest = others.min(by: { $0.value.lastTick < $1.value.lastTick }) else { return }
            bytes -= oldest.value.fingerprints.bytes
            forgottenThroughChunk = max(forgottenThroughChunk, oldest.value.lastChunk)
            hours[oldest.key] = nil
        }
    }
}
