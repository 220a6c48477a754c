/// The two prices of a call: what the customer pays, what the supplier asks.
public enum Side: UInt8, CaseIterable, Sendable {
    case sell
    case buy

    /// `sell` or `buy`.
    public var name: String { self == .sell ? "sell" : "buy" }
}
