/// The offsets of one time zone from UTC and the instants at which they change. Pure: whoever makes it says what the
/// offset is at an instant.
public struct ZoneOffsets: Sendable, Equatable {
    /// Seconds since 1970 UTC from which `offsets[i + 1]` holds; ascending.
    package let changes: [Int64]
    /// Seconds east of UTC; one more than `changes`.
    package let offsets: [Int64]

    public static let utc = ZoneOffsets(changes: [], offsets: [0])

    init(changes: [Int64], offsets: [Int64]) {
        precondition(offsets.count == changes.count + 1)
        self.changes = changes
        self.offsets = offsets
    }

    /// The same from where they were kept; nil unless the changes ascend and are those of the years from 1970 to 2100, and
    /// the offsets are below two days.
    package init?(checking changes: [Int64], offsets: [Int64]) {
        guard offsets.count == changes.count + 1, zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 }),
            changes.allSatisfy({ (0..<4_102_444_800).contains($0) }),
            offsets.allSatisfy({ (-172_800...172_800).contains($0) })
        else { return nil }
        self.init(changes: changes, offsets: offsets)
    }

    /// Finds the changes between 1990 and 2070 by asking for the offset (seconds east of UTC) at instants (seconds since
    /// 1970 UTC): about 30,000 times for days and 17 times more for each change.
    public init(offsetAt: (Int64) -> Int64) {
        let day: Int64 = 86_400
        let first: Int64 = 7_305 * day
        var changes: [Int64] = []
        var offsets = [offsetAt(first)]
        for start in stride(from: first, to: 36_525 * day, by: Int(day)) {
            let offset = offsetAt(start + day)
            guard offset != offsets[offsets.count - 1] else { continue }
            var before = start
            var after = start + day
            while after - before > 1 {
                let middle = before + (after - before) / 2
                if offsetAt(middle) == offset { after = middle } else { before = middle }
            }
            changes.append(after)
            offsets.append(offset)
        }
        self.init(changes: changes, offsets: offsets)
    }

    /// Seconds east of UTC at an instant in seconds since 1970 UTC.
    public func offset(atSeconds seconds: Int64) -> Int64 {
        var index = 0
        var count = changes.count
        while count > 0 {
            let half = count / 2
            if changes[index + half] <= seconds {
                index += half + 1
                count -= half + 1
            } else {
                count = half
            }
        }
        return offsets[index]
    }

    /// The first instant behind one, both in seconds since 1970 UTC, from which another offset holds; nil = none.
    public func nextChange(afterSeconds seconds: Int64) -> Int64? {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low < changes.count ? changes[low] : nil
    }

    /// Days since 1970-01-01 of the local date at an instant in microseconds since 1970 UTC.
    public func localDay(atMicros micros: Int64) -> Int32 {
        let seconds = micros.dividedRoundingDown(by: 1_000_000)
        return Int32(truncatingIfNeeded: (seconds + offset(atSeconds: seconds)).dividedRoundingDown(by: 86_400))
    }

    /// The instant of a local time, both in seconds; of two instants (clocks set back) the earlier; nil where the local
    /// time does not exist (clocks set forward).
    public func instant(ofLocalSeconds local: Int64) -> Int64? {
        if changes.isEmpty { return local - offsets[0] }
        var found: Int64?
        for index in offsets.indices.reversed() {
            let instant = local - offsets[index]
            let from = index == 0 ? Int64.min : changes[index - 1]
            if instant < from { continue }
            if index < changes.count, instant >= changes[index] {
                // Every earlier span ends still earlier.
                if instant >= changes[index] + 172_800 { break }
                continue
            }
            found = instant
        }
        return found
    }
}

extension Int64 {
    /// Quotient rounded towards negative infinity; `divisor` is above zero.
    @inlinable
    func dividedRoundingDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
