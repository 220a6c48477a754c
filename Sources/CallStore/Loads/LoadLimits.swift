internal import CallRecords
package import Rating

/// What records of a file may say, so that none of them can do harm and a wrong layout is noticed: frozen with its first
/// chunk. Nil = anything.
package struct LoadLimits: Sendable, Equatable {
    /// Calls that start before, or at the second or later, make their records rejects. Microseconds since 1970 UTC.
    package var startsFromMicros: Int64?
    package var startsUntilMicros: Int64?
    /// A longer call waits in suspense.
    package var longestSeconds: Int32?
    /// A file with a larger share of rejects is refused, or stops where that is found out later. Nil also means that a file
    /// of nothing but rejects is taken.
    package var rejectedPercentMax: Int?
    /// Rejects below which their share does not matter, for of a few records it says little.
    package var rejectedLeast = 0

    /// A side that costs more waits in suspense, whatever the file. Micros (10^-6) of the currency.
    package static let sideMicrosMax: Int64 = 1_000_000_000_000

    package init() {}

    /// The starts that are plausible.
    package var starts: Range<Int64> {
        let from = startsFromMicros ?? BoundLayout.anyStart.lowerBound
        return from..<max(from, startsUntilMicros ?? BoundLayout.anyStart.upperBound)
    }

    /// Takes the prices away from a call that is too long or costs too much: it waits, until a person has had a look.
    @inline(__always)
    package func hold(_ rated: inout RatedCall, durationNanos: Int64) {
        if let longestSeconds, durationNanos > Int64(longestSeconds) * 1_000_000_000 {
            return LoadLimits.suspend(&rated, .tooLong)
        }
        if max(rated.sell.amountMicros, rated.buy.amountMicros) > LoadLimits.sideMicrosMax {
            LoadLimits.suspendTooLarge(&rated)
        }
    }

    @inline(never)
    private static func suspend(_ rated: inout RatedCall, _ reason: UnratedReason) {
        if rated.sell.state != .notApplicable { rated.sell.suspend(reason) }
        if rated.buy.state != .notApplicable { rated.buy.suspend(reason) }
    }

    @inline(never)
    private static func suspendTooLarge(_ rated: inout RatedCall) {
        if rated.sell.amountMicros > sideMicrosMax { rated.sell.suspend(.tooLarge) }
        if rated.buy.amountMicros > sideMicrosMax { rated.buy.suspend(.tooLarge) }
    }
}

extension RatedSide {
    /// The side without its price.
    fileprivate mutating func suspend(_ reason: UnratedReason) {
        var held = RatedSide()
        held.party = party
        held.state = .unpriced
        held.reason = reason
        self = held
    }
}
