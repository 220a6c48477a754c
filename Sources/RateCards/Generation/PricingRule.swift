public import Money
public import Rating

/// How the price of a sell card comes from those of suppliers.
///
///     cost  = the cheapest price a minute, the second cheapest, or the average of all that have one
///     price = (cost x (1 + percent / 100) + absolute), rounded once, and not below the floor
///
/// Everything is exact until the one rounding. A supplier whose longest prefix is blocked has no price.
public struct PricingRule: Sendable {
    public enum Cost: String, CaseIterable, Sendable { case cheapest, second, average }

    /// Which prefixes a rule is for; the more special one holds.
    public enum Scope: Sendable, Equatable {
        case all
        /// Destinations whose names begin so, in small letters.
        case names(beginning: String)
        /// The destination of this name, in small letters.
        case name(String)
        /// Prefixes that begin with this one.
        case prefix(Prefix)
    }

    public var scope = Scope.all
    public var cost = Cost.cheapest
    /// Millionths: 12.5 percent are 125,000.
    public var markupMillionths: Int64 = 0
    /// Nanos a minute.
    public var absoluteNanos: Int64 = 0
    /// Nanos a minute.
    public var floorNanos: Int64 = 0
    /// Decimals of the price, 0 to 9.
    public var decimals = 6
    public var rounding = RoundingMode.up
    /// Nil = the largest of the suppliers considered, so that whichever of them takes a call, it costs no more seconds than it
    /// brings: the cheapest alone, the two cheapest, or all, as `cost` says.
    public var initialSeconds: Int32?
    public var incrementSeconds: Int32?
    public var minimumSeconds: Int32?
    /// Nanos a call; nil = the largest fee of the suppliers considered, marked up and rounded like the price.
    public var setupFeeNanos: Int64?
    /// Nanos an attempt; nil = as the fee a call.
    public var attemptFeeNanos: Int64?

    public init() {}

    /// The suppliers that decide, of those that have a price, the cheapest first.
    func considered(_ ranking: [Int]) -> [Int] {
        switch cost {
        case .cheapest: Array(ranking.prefix(1))
        case .second: Array(ranking.prefix(2))
        case .average: ranking
        }
    }

    /// The price a minute of the suppliers considered, in nanos; nil where it exceeds Int64.
    func price(_ costs: [Int64]) -> Int64? {
        let parts: [Int64]
        switch cost {
        case .cheapest, .second: parts = costs.suffix(1)
        case .average: parts = costs
        }
        // At most 2^63 x 2^10 suppliers x 2^30 millionths, and as much again: below 2^127.
        let scale = Int128(parts.count) * 1_000_000
        let sum = parts.reduce(Int128(0)) { $0 + Int128($1) }
        let exact = sum * (1_000_000 + Int128(markupMillionths)) + Int128(absoluteNanos) * scale
        return rounded(exact, over: scale).map { max($0, floorNanos) }
    }

    /// The fee a call, in nanos; nil where it exceeds Int64.
    func fee(_ fees: [Int64]) -> Int64? {
        setupFeeNanos ?? markedUp(fees.max() ?? 0)
    }

    /// The fee an attempt, in nanos; nil where it exceeds Int64.
    func attemptFee(_ fees: [Int64]) -> Int64? {
        attemptFeeNanos ?? markedUp(fees.max() ?? 0)
    }

    private func markedUp(_ fee: Int64) -> Int64? {
        let largest = Int128(fee)
        return rounded(largest * (1_000_000 + Int128(markupMillionths)), over: 1_000_000)
    }

    /// `exact` / `scale` nanos, rounded to the decimals by the rule's mode; not negative.
    private func rounded(_ exact: Int128, over scale: Int128) -> Int64? {
        var nanosPerStep: Int128 = 1
        for _ in decimals..<DecimalText.nanoDecimals { nanosPerStep *= 10 }
        let step = scale * nanosPerStep
        var steps = exact / step
        let rest = exact % step
        switch rounding {
        case .up: steps += rest > 0 ? 1 : 0
        case .down: break
        case .halfUp: steps += rest * 2 >= step ? 1 : 0
        case .halfDown: steps += rest * 2 > step ? 1 : 0
        case .halfEven: if rest * 2 > step || rest * 2 == step && steps % 2 != 0 { steps += 1 }
        }
        return Int64(exactly: steps * nanosPerStep)
    }
}
