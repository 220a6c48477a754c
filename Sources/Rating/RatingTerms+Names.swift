// The names of a rate's settings in files and in the database.

extension RatingTerms.DurationRounding {
    /// `up`, `down`, `half_up`, `half_down`.
    public var name: String {
        switch self {
        case .up: "up"
        case .down: "down"
        case .halfUp: "half_up"
        case .halfDown: "half_down"
        }
    }

    public init?(name: some StringProtocol) {
        guard let rounding = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = rounding
    }
}

extension RatingTerms.GraceMode {
    /// `none`, `threshold`, `deduct`.
    public var name: String {
        switch self {
        case .none: "none"
        case .threshold: "threshold"
        case .deduct: "deduct"
        }
    }

    public init?(name: some StringProtocol) {
        guard let mode = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = mode
    }
}
