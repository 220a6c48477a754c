internal import CallRecords
internal import Rating

/// What the rows of a side's calls say of its parties, by their index in the tariff.
package struct PartyRows: Sendable {
    package struct Row: Sendable {
        package var partnerID: Int32
        package var productID: Int16
        /// Index into the currencies.
        var currency: Int32
        /// Index into the zones.
        package var zone: Int32
        /// Position among the partners of the side, from 1: rows of a chunk are stored in this order.
        var rank: Int32
        /// Whether records name it; else it was found by the called number.
        package var isNamed = true
    }

    package let rows: [Row]
    /// One more than the highest rank; 0 is the rank of a call without a party.
    package let rankCount: Int

    init(_ parties: [Party]) {
        let partners = Set(parties.map(\.partnerID)).sorted()
        let ranks = Dictionary(uniqueKeysWithValues: partners.enumerated().map { ($0.element, Int32($0.offset + 1)) })
        rows = parties.map {
            Row(
                partnerID: $0.partnerID, productID: $0.productID, currency: $0.currency, zone: $0.zone,
                rank: ranks[$0.partnerID] ?? 0, isNamed: $0.isNamedByRecords)
        }
        rankCount = partners.count + 1
    }

    /// Nil where `index` is -1.
    @inline(__always)
    package subscript(index: Int32) -> Row? { index < 0 ? nil : rows[Int(index)] }
}
