public import Money

/// How the seconds of a call become billed seconds and the amount is finished: the settings of a rate that most decks
/// leave alone, shared by many rates.
public struct RatingTerms: Hashable, Sendable {
    public enum DurationRounding: UInt8, CaseIterable, Sendable { case up, down, halfUp, halfDown }
    public enum GraceMode: UInt8, CaseIterable, Sendable { case none, threshold, deduct }

    public var durationRounding: DurationRounding = .up
    public var graceMode: GraceMode = .none
    public var graceSeconds: Int32 = 0
    /// Decimals of the currency unit to which the amount of a call is rounded, 0 to 6.
    public var roundingDecimals: UInt8 = 6
    public var roundingMode: RoundingMode = .halfUp
    /// Nanos of a currency unit; nil = none.
    public var maximumCostNanos: Int64?
    public var minimumCostNanos: Int64?
    /// Nanos of a currency unit for each attempt, answered or not, beside what the call costs; 0 = none.
    public var attemptFeeNanos: Int64 = 0

    public init() {}

    public static let standard = RatingTerms()
}

/// One prefix on one deck: what is given to `Tariff.Builder`.
public struct Rate: Sendable {
    public var prefix: Prefix
    /// The rate's own identity: the database's rate id, or a position in a file.
    public var id: Int32
    /// Microseconds since 1970 UTC, half open: in effect from `effectiveFromMicros` until before `effectiveToMicros`.
    public var effectiveFromMicros: Int64
    /// `Int64.max` = no end.
    public var effectiveToMicros: Int64
    /// Nanos (10^-9) of a currency unit a minute.
    public var nanosPerMinute: Int64
    /// Nanos (10^-9) of a currency unit a call.
    public var setupFeeNanos: Int64
    public var initialSeconds: Int32
    /// At least 1.
    public var incrementSeconds: Int32
    public var minimumSeconds: Int32
    /// Index given by the caller: of a name (`didtron rate`) or the master destination id (database).
    public var destination: Int32
    public var blocked: Bool
    public var terms: RatingTerms
    /// Which calls of the prefix it is for.
    public var variant: RateVariant

    public init(prefix: Prefix, id: Int32, destination: Int32) {
        self.prefix = prefix
        self.id = id
        self.destination = destination
        effectiveFromMicros = .min
        effectiveToMicros = .max
        nanosPerMinute = 0
        setupFeeNanos = 0
        initialSeconds = 1
        incrementSeconds = 1
        minimumSeconds = 0
        blocked = false
        terms = .standard
        variant = .any
    }
}
