/// Why a side has no price.
public enum UnratedReason: UInt8, CaseIterable, Sendable {
    case none
    /// No account of that name.
    case unknownAccount
    /// The account has no rate card in effect at the start of the call.
    case noCard
    /// The card has no prefix of the number in effect at the start of the call.
    case noPrefix
    /// The longest prefix is blocked.
    case blocked
    /// Billed seconds or amount exceed what can be stored.
    case tooLarge
    /// The longest prefix has rates for other times, origins or jurisdictions only.
    case noVariant
    /// The card is in another currency than the agreement, and no exchange rate between them is in effect.
    case noExchangeRate
    /// The latest exchange rate between them is older than a rate may be.
    case staleExchangeRate
    /// The call lasts longer than its file may say.
    case tooLong

    /// The name in files and in the database: `unknown_account`, `no_card` …
    public var name: String {
        switch self {
        case .none: ""
        case .unknownAccount: "unknown_account"
        case .noCard: "no_card"
        case .noPrefix: "no_prefix"
        case .blocked: "blocked"
        case .tooLarge: "too_large"
        case .noVariant: "no_variant"
        case .noExchangeRate: "no_exchange_rate"
        case .staleExchangeRate: "stale_exchange_rate"
        case .tooLong: "too_long"
        }
    }
}

/// One side of a call, priced or not. A plain value of 32 bytes.
public struct RatedSide: Sendable {
    public enum State: UInt8, Sendable {
        case notApplicable
        case priced
        case unpriced
    }

    /// Micros (10^-6) of a currency unit; 0 unless priced.
    public var amountMicros: Int64
    /// Index of the rate in the tariff, or -1 where none was found (or looked for: a call of zero seconds).
    public var rate: Int32
    /// The id given with the rate, or -1.
    public var rateID: Int32
    /// The destination given with the rate, or -1.
    public var destination: Int32
    /// Index into `Tariff.parties(side)`, or -1 where the account is unknown.
    public var party: Int32
    public var billedSeconds: Int32
    public var state: State
    public var reason: UnratedReason
    /// Digits of the rate's prefix, 0 without a rate.
    public var prefixCount: UInt8

    @inlinable
    public init() {
        amountMicros = 0
        rate = -1
        rateID = -1
        destination = -1
        party = -1
        billedSeconds = 0
        state = .notApplicable
        reason = .none
        prefixCount = 0
    }
}

/// Both sides of a call.
public struct RatedCall: Sendable {
    public var sell: RatedSide
    public var buy: RatedSide

    @inlinable
    public init() {
        sell = RatedSide()
        buy = RatedSide()
    }
}
