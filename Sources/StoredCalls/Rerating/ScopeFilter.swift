internal import CallStore
internal import Postgres
internal import Rating

/// A scope with what the database says of it.
struct ScopeFilter: Sendable {
    let scope: RerateScope
    /// Of the card of the scope.
    private let cardRates: RateIDs?

    init(_ scope: RerateScope, _ connection: Connection) throws {
        self.scope = scope
        cardRates = try scope.cardID.map { try RateIDs.ofCard($0, connection) }
    }

    /// Whether a side is within, for what it is or for what it would be.
    func includes(_ side: Side, _ stored: CallSide, _ new: CallSide, reason: String?) -> Bool {
        if let wanted = scope.side, wanted != side { return false }
        if scope.isSuspendedOnly {
            guard stored.state == .unpriced, scope.reason == nil || scope.reason == reason else { return false }
        }
        if let partner = scope.partnerID?.rawValue, stored.partnerID != partner, new.partnerID != partner {
            return false
        }
        if let destination = scope.destinationID, stored.destinationID != destination,
            new.destinationID != destination
        {
            return false
        }
        if let cardRates, !cardRates.contains(stored.rateID), !cardRates.contains(new.rateID) { return false }
        return true
    }
}
