extension JSON {
    /// A partner in a list, with its balances in the ledger: usage that is not posted yet is not in them.
    package struct PartnerItem: Codable, Equatable, Sendable {
        package var partner: String
        package var name: String
        /// `customer`, `supplier` or `bilateral`.
        package var role: String
        package var currency: String
        package var minorDigits: Int
        /// `prepaid` or `postpaid`; nil of a supplier.
        package var paymentMode: String?
        package var termsDays: Int64?
        package var termsKind: String?
        package var creditLimitMicros: Int128?
        package var receivableMicros: Int128
        package var unbilledMicros: Int128
        package var depositMicros: Int128
        package var owedMicros: Int128

        package init(
            partner: String, name: String, role: String, currency: String, minorDigits: Int, paymentMode: String? = nil,
            termsDays: Int64? = nil, termsKind: String? = nil, creditLimitMicros: Int128? = nil,
            receivableMicros: Int128, unbilledMicros: Int128, depositMicros: Int128, owedMicros: Int128
        ) {
            self.partner = partner
            self.name = name
            self.role = role
            self.currency = currency
            self.minorDigits = minorDigits
            self.paymentMode = paymentMode
            self.termsDays = termsDays
            self.termsKind = termsKind
            self.creditLimitMicros = creditLimitMicros
            self.receivableMicros = receivableMicros
            self.unbilledMicros = unbilledMicros
            self.depositMicros = depositMicros
            self.owedMicros = owedMicros
        }

        private enum CodingKeys: String, CodingKey {
            case partner, name, role, currency
            case minorDigits = "minor_digits"
            case paymentMode = "payment_mode"
            case termsDays = "terms_days"
            case termsKind = "terms_kind"
            case creditLimitMicros = "credit_limit_micros"
            case receivableMicros = "receivable_micros"
            case unbilledMicros = "unbilled_micros"
            case depositMicros = "deposit_micros"
            case owedMicros = "owed_micros"
        }
    }
}
