internal import Database
package import Postgres
package import Vocabulary

/// Where a partner stands now: the ledger's balances, and usage that is loaded and in no journal yet.
package struct PartnerPosition: Sendable, Codable {
    package var partner: String
    package var currency: String
    package var minorDigits: Int
    /// Micros (10^-6) of the currency, as are all amounts here.
    package var receivableMicros: Int128
    /// Of the receivable, what was paid and settles no invoice yet.
    package var unappliedMicros: Int128
    package var unbilledMicros: Int128
    /// Deposit of a prepaid customer.
    package var depositMicros: Int128
    /// Of the deposit, what is kept for calls under way.
    package var heldMicros: Int128
    /// Of the deposit, what calls that wait for a price would cost at the last one known.
    package var suspenseMicros: Int128
    /// Those of them for whose numbers there never was a price.
    package var unknownCalls: Int64
    /// The deposit runs low, or is below what the agreement allows.
    package var lowMark: Bool
    package var overdrawnMark: Bool
    package var payableMicros: Int128
    /// What we have paid ahead to a supplier.
    package var advanceMicros: Int128
    /// ISO date on which that runs out at the rate of the last two weeks; nil = never, or there is none.
    package var advanceRunsOutOn: String?
    package var accruedMicros: Int128
    /// Usage that the deposit still has to pay.
    package var unpostedDepositMicros: Int128
    /// Usage of a postpaid customer that is in no journal yet.
    package var unpostedSellMicros: Int128
    package var unpostedBuyMicros: Int128
    /// Tax that will come on top of what the deposit still has to pay.
    package var depositTaxMicros: Int128
    /// Tax that will come on top of what is unbilled or not posted, at the rates of today.
    package var sellTaxMicros: Int128
    /// `prepaid` or `postpaid`; nil of a supplier.
    package var paymentMode: String?
    package var creditLimitMicros: Int128?

    /// The deposit less the usage that it still has to pay, what is held, what waits for a price, and the tax of all that.
    package var availableMicros: Int128 {
        depositMicros - unpostedDepositMicros - heldMicros - suspenseMicros - depositTaxMicros
    }
    /// Receivable, and unbilled and unposted usage with their tax: owed to us now or soon.
    package var exposureMicros: Int128 { receivableMicros + unbilledMicros + unpostedSellMicros + sellTaxMicros }
    /// Payable, accrued and unposted cost: owed to the supplier now or soon.
    package var owedMicros: Int128 { payableMicros + accruedMicros + unpostedBuyMicros }

    /// By code of the partner.
    ///
    /// - Parameter partnerID: nil = all with an agreement.
    package static func list(
        entityID: EntityID, partnerID: PartnerID? = nil, on connection: Connection
    ) throws -> [PartnerPosition] {
        try connection.run(
            query: "partner_positions", ["entity_id": .id(entityID), "partner_id": .optional(partnerID)]
        ).decoded()
    }
}
