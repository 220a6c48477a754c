extension JSON {
    /// A customer or supplier with its agreement and the terms of a side.
    package struct Partner: Codable, Equatable, Sendable {
        package var partner: String
        package var name: String
        /// `customer`, `supplier` or `bilateral`.
        package var role: String
        /// `sell`, `buy` or `both`.
        package var side: String
        package var paymentMode: String?
        package var currency: String
        package var zone: String
        package var cycle: String
        package var termsDays: Int64
        package var termsKind: String
        package var creditLimitMicros: Int64?
        package var rounding: String?
        /// Code of the tax profile.
        package var tax: String?
        package var noticeIncreaseDays: Int64?
        package var noticeDecreaseDays: Int64?
        package var noticeNewDays: Int64?
        package var noticeClosedDays: Int64?
        package var noticeBlockedDays: Int64?
        package var fromOn: String?
        package var toOn: String?
        package var entity: String

        package init(
            partner: String, name: String, role: String, side: String, paymentMode: String? = nil, currency: String,
            zone: String, cycle: String, termsDays: Int64, termsKind: String, creditLimitMicros: Int64? = nil,
            rounding: String? = nil, tax: String? = nil, noticeIncreaseDays: Int64? = nil,
            noticeDecreaseDays: Int64? = nil,
            noticeNewDays: Int64? = nil, noticeClosedDays: Int64? = nil, noticeBlockedDays: Int64? = nil,
            fromOn: String? = nil, toOn: String? = nil, entity: String
        ) {
            self.partner = partner
            self.name = name
            self.role = role
            self.side = side
            self.paymentMode = paymentMode
            self.currency = currency
            self.zone = zone
            self.cycle = cycle
            self.termsDays = termsDays
            self.termsKind = termsKind
            self.creditLimitMicros = creditLimitMicros
            self.rounding = rounding
            self.tax = tax
            self.noticeIncreaseDays = noticeIncreaseDays
            self.noticeDecreaseDays = noticeDecreaseDays
            self.noticeNewDays = noticeNewDays
            self.noticeClosedDays = noticeClosedDays
            self.noticeBlockedDays = noticeBlockedDays
            self.fromOn = fromOn
            self.toOn = toOn
            self.entity = entity
        }

        private enum CodingKeys: String, CodingKey {
            case partner, name, role, side
            case paymentMode = "payment_mode"
            case currency, zone, cycle
            case termsDays = "terms_days"
            case termsKind = "terms_kind"
            case creditLimitMicros = "credit_limit_micros"
            case rounding, tax
            case noticeIncreaseDays = "notice_increase_days"
            case noticeDecreaseDays = "notice_decrease_days"
            case noticeNewDays = "notice_new_days"
            case noticeClosedDays = "notice_closed_days"
            case noticeBlockedDays = "notice_blocked_days"
            case fromOn = "from_on"
            case toOn = "to_on"
            case entity
        }
    }
}
