/// Where a call of the United States stays, by the states of both numbers.
public enum Jurisdiction: UInt8, CaseIterable, Sendable {
    /// Both numbers are of one state.
    case intrastate = 1
    /// They are of two states.
    case interstate
    /// One of them is of no known state, or no number.
    case indeterminate
    /// The called number is not one of the North American plan.
    case international

    /// The name in files and in the database.
    public var name: String {
        switch self {
        case .intrastate: "intrastate"
        case .interstate: "interstate"
        case .indeterminate: "indeterminate"
        case .international: "international"
        }
    }

    public init?(name: some StringProtocol) {
        guard let jurisdiction = Jurisdiction.allCases.first(where: { $0.name == name }) else { return nil }
        self = jurisdiction
    }
}

/// Which calls of its prefix a rate is for: those of a time band, of an origin, of a jurisdiction. What is not stated
/// holds for all.
///
/// Of the rates of one prefix that fit a call, the one that states its origin comes first, then the one that states its
/// jurisdiction, then the one that states its time band; so one that states none holds where no other does.
public struct RateVariant: Hashable, Sendable {
    /// Number that the caller gives to a time band, from 1; 0 = at any time.
    public var timeBand: Int32
    /// Number that the caller gives to a group of calling prefixes, from 1; 0 = from anywhere.
    public var origin: Int32
    /// Nil = whatever it is.
    public var jurisdiction: Jurisdiction?

    public init(timeBand: Int32 = 0, origin: Int32 = 0, jurisdiction: Jurisdiction? = nil) {
        self.timeBand = timeBand
        self.origin = origin
        self.jurisdiction = jurisdiction
    }

    /// For every call.
    public static let any = RateVariant()

    /// Whether a rate for this is one for a call of `call`, all of whose parts are known.
    @inlinable
    public func fits(_ call: RateVariant) -> Bool {
        (timeBand == 0 || timeBand == call.timeBand) && (origin == 0 || origin == call.origin)
            && (jurisdiction == nil || jurisdiction == call.jurisdiction)
    }

    /// The higher, the sooner a rate is taken, of those that fit.
    @inlinable
    public var precedence: Int {
        (origin != 0 ? 4 : 0) + (jurisdiction != nil ? 2 : 0) + (timeBand != 0 ? 1 : 0)
    }

    /// A total order, for sorting: the parts as numbers.
    @inlinable
    public var sortKey: (Int32, Int32, UInt8) { (timeBand, origin, jurisdiction?.rawValue ?? 0) }
}
