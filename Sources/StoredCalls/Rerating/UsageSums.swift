internal import CallStore
internal import Rating

/// Usage of re-rated calls, summed: reversals and replacements apart, so that both can be told.
struct UsageSums {
    private struct Key: Hashable {
        var side: Side
        var partnerID: Int32
        var productID: Int16
        var billingDay: Int32
        var destinationID: Int32?
        var rateID: Int32?
        var claimFrom: Int32?
        var isReversal: Bool
    }

    private(set) var deltas: [UsageDelta] = []
    private var positions: [Key: Int] = [:]

    /// A sum of amounts that exceeds 64 bits goes on in another delta.
    mutating func add(_ delta: UsageDelta) {
        let key = Key(
            side: delta.side, partnerID: delta.partnerID, productID: delta.productID, billingDay: delta.billingDay,
            destinationID: delta.destinationID, rateID: delta.rateID, claimFrom: delta.claimFrom,
            isReversal: delta.attempts < 0)
        guard let position = positions[key],
            !deltas[position].micros.addingReportingOverflow(delta.micros).overflow
        else {
            positions[key] = deltas.count
            return deltas.append(delta)
        }
        deltas[position].attempts += delta.attempts
        deltas[position].answered += delta.answered
        deltas[position].billedSeconds += delta.billedSeconds
        deltas[position].durationNanos += delta.durationNanos
        deltas[position].micros += delta.micros
    }
}
