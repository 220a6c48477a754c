internal import CallStore
internal import Database
internal import Postgres
internal import Rating
internal import Vocabulary

/// A call that came again with other content: its usage taken back, and its new revision.
///
/// What an invoice has of it, drafts included, stays there: the difference becomes an adjustment of that invoice when the
/// file is closed, as one that a re-rate makes.
struct ChangedCall {
    private(set) var replacement: CallRow
    /// Usage of the original taken back, and that of the new revision on sides that an invoice has.
    private(set) var deltas: [UsageDelta] = []
    /// Sides of the new revision that an invoice has.
    private(set) var invoicedSides: Set<Side> = []

    /// - Parameter claims: by which an invoice took a side of the original: first close number.
    init(_ original: CallRow, by replacement: CallRow, claims: [Side: Int32], _ plan: LoadPlan) {
        self.replacement = replacement
        for side in Side.allCases {
            if var delta = plan.delta(of: original, side, sign: -1) {
                delta.claimFrom = claims[side]
                deltas.append(delta)
            }
            // A side that is another partner's now is no correction of that invoice but usage of its own.
            guard let claim = claims[side], replacement.side(side).partnerID == original.side(side).partnerID else {
                continue
            }
            invoicedSides.insert(side)
            var new = replacement.side(side)
            new.claimFrom = claim
            new.billingDay = original.side(side).billingDay
            if side == .sell { self.replacement.sell = new } else { self.replacement.buy = new }
            if var delta = plan.delta(of: self.replacement, side, sign: 1) {
                delta.claimFrom = claim
                deltas.append(delta)
            }
        }
    }
}

/// What invoices have of stored calls: looked up once a chunk, and only if it changes any call.
struct InvoicedCalls {
    private let entityID: EntityID
    private var usage: InvoicedUsage?
    private var closeNumbers: [ChunkID: Int32?] = [:]

    init(entityID: EntityID) { self.entityID = entityID }

    /// Forgets what was looked up for the chunk before.
    mutating func begin() {
        usage = nil
        closeNumbers.removeAll()
    }

    /// First close number of the claim that took each side.
    mutating func claims(of original: CallRow, _ connection: Connection) throws -> [Side: Int32] {
        let usage = try self.usage ?? InvoicedUsage(entityID: entityID, connection)
        self.usage = usage
        guard !usage.isEmpty else { return [:] }
        let closeNumber = try closeNumber(ofChunk: original.chunkID, connection)
        var claims: [Side: Int32] = [:]
        for side in Side.allCases {
            let claim = usage.claim(of: original.side(side), side, closeNumber: closeNumber)
            claims[side] = claim?.closeNumbers.lowerBound
        }
        return claims
    }

    private mutating func closeNumber(ofChunk chunkID: ChunkID, _ connection: Connection) throws -> Int32? {
        if let known = closeNumbers[chunkID] { return known }
        let row = try connection.run(query: "close_number_of_chunk", ["chunk_id": .id(chunkID)]).first
        let found: Int32? = try row?.optionalNarrow("close_number")
        closeNumbers.updateValue(found, forKey: chunkID)
        return found
    }
}
