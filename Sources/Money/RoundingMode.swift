/// How a value that lies between two steps is brought onto one of them.
public enum RoundingMode: UInt8, CaseIterable, Sendable {
    /// To the nearest step; a half goes away from zero.
    case halfUp
    /// Away from zero.
    case up
    /// Towards zero.
    case down
    /// To the nearest step; a half goes to the even one.
    case halfEven
    /// To the nearest step; a half goes towards zero.
    case halfDown
}

extension RoundingMode {
    /// The name in files and in the database: `half_up`, `up`, `down`, `half_even`, `half_down`.
    public var name: String {
        switch self {
        case .halfUp: "half_up"
        case .up: "up"
        case .down: "down"
        case .halfEven: "half_even"
        case .halfDown: "half_down"
        }
    }

    public init?(name: some StringProtocol) {
        guard let mode = RoundingMode.allCases.first(where: { $0.name == name }) else { return nil }
        self = mode
    }
}
