import Synchronization

/// Limits how often a token asks: so many requests a minute, a tenth of them at once.
final class RequestLimit: Sendable {
    private struct Bucket {
        var left: Double
        var at: ContinuousClock.Instant
    }

    private let perMinute: Int
    private let buckets = Mutex<[Int32: Bucket]>([:])

    init(perMinute: Int) { self.perMinute = perMinute }

    /// Takes a request into account; false where it is one too many.
    func takes(_ tokenID: Int32, now: ContinuousClock.Instant = .now) -> Bool {
        let most = Double(max(1, perMinute / 10))
        return buckets.withLock { buckets in
            var bucket = buckets[tokenID] ?? Bucket(left: most, at: now)
            let seconds = (now - bucket.at) / .seconds(1)
            bucket.left = min(most, bucket.left + seconds * Double(perMinute) / 60)
            bucket.at = now
            let isTaken = bucket.left >= 1
            if isTaken { bucket.left -= 1 }
            buckets[tokenID] = bucket
            return isTaken
        }
    }
}
