package import Rating
package import Vocabulary

/// Which sides of which calls are rated again. A side outside keeps what it has, also where the other side of the call is
/// within. Stored with the batch, so that one that was killed is finished as it was meant.
package struct RerateScope: Codable, Equatable, Sendable {
    /// Starts of calls, in microseconds since 1970 UTC, half open; nil = open.
    package var fromMicros: Int64?
    package var toMicros: Int64?
    package var side: Side?
    /// The side is of this partner, or would be now.
    package var partnerID: PartnerID?
    /// The side was priced by this card, or would be now.
    package var cardID: CardID?
    /// The side went to this destination of the master list, or would now.
    package var destinationID: Int32?
    /// Only sides that wait for a price.
    package var isSuspendedOnly = false
    /// Only sides that wait for a price for this reason.
    package var reason: String?
    /// Only calls whose last revision is in these chunks.
    package var chunkIDs: ClosedRange<ChunkID>?
    /// In words, as the batch is called.
    package var title: String

    package init(title: String) { self.title = title }

    /// All sides that wait for a price.
    package static func suspense(reason: String? = nil) -> RerateScope {
        var scope = RerateScope(title: reason.map { "suspense: \($0)" } ?? "suspense")
        scope.isSuspendedOnly = true
        scope.reason = reason
        return scope
    }
}

extension Side: Codable {}
