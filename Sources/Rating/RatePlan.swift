/// When and how a rate counts: what the rates of a deck share, so that the plans of all decks stay in the cache.
struct RatePlan: Hashable {
    var effectiveFromMicros: Int64
    var effectiveToMicros: Int64
    var setupFeeNanos: Int64
    var initialSeconds: Int32
    var incrementSeconds: Int32
    var minimumSeconds: Int32
    /// As in `RateRecord`.
    var terms: UInt32
    /// `isBlocked`, `hasLargePrice`, `isPlain`; no others.
    var flags: UInt64

    static let isBlocked: UInt64 = 1
    /// The price is an index into `RateTable.prices`.
    static let hasLargePrice: UInt64 = 2
    /// Priced in seconds, rounded up, with the usual terms, and by numbers whose products stay far below 2^63.
    static let isPlain: UInt64 = 4

    init(_ rate: RateRecord) {
        effectiveFromMicros = rate.effectiveFromMicros
        effectiveToMicros = rate.effectiveToMicros
        setupFeeNanos = rate.setupFeeNanos
        initialSeconds = rate.initialSeconds
        incrementSeconds = rate.incrementSeconds
        minimumSeconds = rate.minimumSeconds
        terms = rate.terms
        flags = rate.isBlocked ? RatePlan.isBlocked : 0
        if rate.nanosPerMinute > Int64(UInt32.max) { flags |= RatePlan.hasLargePrice }
        if deservesPlain { flags |= RatePlan.isPlain }
    }

    /// Whether `isPlain` holds for the rest of the plan.
    var deservesPlain: Bool {
        terms == 0 && flags & (RatePlan.isBlocked | RatePlan.hasLargePrice) == 0 && setupFeeNanos <= 1 << 50
    }
}
