/// A rate with everything that is known of it, as the exact way takes it; see `RateTable` for how it is kept.
struct RateRecord {
    var effectiveFromMicros: Int64
    var effectiveToMicros: Int64
    var nanosPerMinute: Int64
    var setupFeeNanos: Int64
    var initialSeconds: Int32
    var incrementSeconds: Int32
    var minimumSeconds: Int32
    /// The rate to try where this one is not in effect: an older one of the prefix, else the latest of the next shorter
    /// prefix of the deck; -1 = none.
    var next: Int32
    var destination: Int32
    var id: Int32
    /// Index into the tariff's terms; 0 = the usual ones. With `hasVariants`, an index into its groups: the record then
    /// stands for all rates of a prefix that differ by time band, origin or jurisdiction, and for as long as any of them.
    var terms: UInt32
    var isBlocked: Bool
    var prefixCount: UInt8

    static let hasVariants: UInt32 = 1 << 31
}
