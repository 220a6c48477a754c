extension JSON {
    /// Where a partner stands now. All amounts are of `currency`.
    package struct PartnerPosition: Codable, Equatable, Sendable {
        package var partner: String
        package var currency: String
        package var minorDigits: Int
        package var paymentMode: String?
        /// The deposit less the usage that it still has to pay, with its tax.
        package var availableMicros: Int128
        /// Receivable, unbilled and unposted usage, with the tax of these.
        package var exposureMicros: Int128
        /// Payable, accrued and unposted cost.
        package var owedMicros: Int128
        package var creditLimitMicros: Int128?
        package var receivableMicros: Int128
        package var unbilledMicros: Int128
        package var depositMicros: Int128
        package var payableMicros: Int128
        package var advanceMicros: Int128
        /// Day on which advances run out at the rate of the last two weeks; nil = never, or there are none.
        package var advanceRunsOutOn: String?
        package var accruedMicros: Int128
        package var unpostedDepositMicros: Int128
        package var unpostedSellMicros: Int128
        package var unpostedBuyMicros: Int128
        /// Tax that will come on top of what the deposit still has to pay.
        package var depositTaxMicros: Int128
        /// Tax that will come on top of what is unbilled or not posted.
        package var sellTaxMicros: Int128

        package init(
            partner: String, currency: String, minorDigits: Int, paymentMode: String? = nil, availableMicros: Int128,
            exposureMicros: Int128, owedMicros: Int128, creditLimitMicros: Int128? = nil, receivableMicros: Int128,
            unbilledMicros: Int128, depositMicros: Int128, payableMicros: Int128, advanceMicros: Int128,
            advanceRunsOutOn: String? = nil, accruedMicros: Int128,
            unpostedDepositMicros: Int128, unpostedSellMicros: Int128, unpostedBuyMicros: Int128,
            depositTaxMicros: Int128, sellTaxMicros: Int128
        ) {
            self.partner = partner
            self.currency = currency
            self.minorDigits = minorDigits
            self.paymentMode = paymentMode
            self.availableMicros = availableMicros
            self.exposureMicros = exposureMicros
            self.owedMicros = owedMicros
            self.creditLimitMicros = creditLimitMicros
            self.receivableMicros = receivableMicros
            self.unbilledMicros = unbilledMicros
            self.depositMicros = depositMicros
            self.payableMicros = payableMicros
            self.advanceMicros = advanceMicros
            self.advanceRunsOutOn = advanceRunsOutOn
            self.accruedMicros = accruedMicros
            self.unpostedDepositMicros = unpostedDepositMicros
            self.unpostedSellMicros = unpostedSellMicros
            self.unpostedBuyMicros = unpostedBuyMicros
            self.depositTaxMicros = depositTaxMicros
            self.sellTaxMicros = sellTaxMicros
        }

        private enum CodingKeys: String, CodingKey {
            case partner, currency
            case minorDigits = "minor_digits"
            case paymentMode = "payment_mode"
            case availableMicros = "available_micros"
            case exposureMicros = "exposure_micros"
            case owedMicros = "owed_micros"
            case creditLimitMicros = "credit_limit_micros"
            case receivableMicros = "receivable_micros"
            case unbilledMicros = "unbilled_micros"
            case depositMicros = "deposit_micros"
            case payableMicros = "payable_micros"
            case advanceMicros = "advance_micros"
            case advanceRunsOutOn = "advance_runs_out_on"
            case accruedMicros = "accrued_micros"
            case unpostedDepositMicros = "unposted_deposit_micros"
            case unpostedSellMicros = "unposted_sell_micros"
            case unpostedBuyMicros = "unposted_buy_micros"
            case depositTaxMicros = "deposit_tax_micros"
            case sellTaxMicros = "sell_tax_micros"
        }
    }
}
