package import Rating

/// One row of the view `usage_delta`: what a party's calls to one rate on one day add.
package struct UsageDelta: Equatable {
    package var side: Side
    package var partnerID: Int32
    package var productID: Int16
    var currency: String
    /// Days since 1970-01-01.
    package var billingDay: Int32
    package var destinationID: Int32?
    package var rateID: Int32?
    package var attempts: Int32
    package var answered: Int32
    package var billedSeconds: Int64
    package var micros: Int64
    package var durationNanos: Int128
    /// Where it corrects a call that is on an invoice: first close number of the claim that took it.
    package var claimFrom: Int32?

    /// What a side of a row is counted as, or as taken back (`sign` -1); nil where it is not counted.
    init?(_ row: CallRow, _ side: Side, sign: Int32, currency: String?) {
        let stored = row.side(side)
        guard stored.state == .priced, let partner = stored.partnerID, let product = stored.productID,
            let day = stored.billingDay, let currency
        else { return nil }
        self.init(
            side: side, partnerID: partner, productID: product, currency: currency, billingDay: day,
            destinationID: stored.destinationID, rateID: stored.rateID, attempts: sign,
            answered: row.durationNanos == 0 ? 0 : sign, billedSeconds: Int64(sign) * Int64(stored.billedSeconds),
            micros: Int64(sign) * stored.micros, durationNanos: Int128(sign) * Int128(row.durationNanos),
            claimFrom: nil)
    }

    init(
        side: Side, partnerID: Int32, productID: Int16, currency: String, billingDay: Int32, destinationID: Int32?,
        rateID: Int32?, attempts: Int32, answered: Int32, billedSeconds: Int64, micros: Int64, durationNanos: Int128,
        claimFrom: Int32?
    ) {
        self.side = side
        self.partnerID = partnerID
        self.productID = productID
        self.currency = currency
        self.billingDay = billingDay
        self.destinationID = destinationID
        self.rateID = rateID
        self.attempts = attempts
        self.answered = answered
        self.billedSeconds = billedSeconds
        self.micros = micros
        self.durationNanos = durationNanos
        self.claimFrom = claimFrom
    }
}

extension LoadPlan {
    package func delta(of row: CallRow, _ side: Side, sign: Int32) -> UsageDelta? {
        UsageDelta(row, side, sign: sign, currency: row.side(side).partnerID.flatMap { partnerCurrencies[$0] })
    }
}
