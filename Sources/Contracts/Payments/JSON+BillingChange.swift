extension JSON {
    /// A change of the way in which a customer pays, and what it does to the books.
    package struct BillingChange: Codable, Equatable, Sendable {
        package var partnerID: Int32
        package var partner: String
        /// From `firstOn` on.
        package var paymentMode: String
        /// ISO date, the first day of a billing period; nil = from the beginning of the agreement.
        package var firstOn: String?
        package var currency: String
        package var minorDigits: Int
        /// Micros of the currency, as they are now.
        package var depositMicros: Int128
        package var unbilledMicros: Int128
        package var receivableMicros: Int128
        /// Minor units of the currency: what of the deposit becomes a credit, and the tax that goes with it.
        package var netMinor: Int64
        package var taxMinor: Int64
        /// Micros of the currency that rounding takes of the deposit.
        package var roundingMicros: Int64

        package init(
            partnerID: Int32, partner: String, paymentMode: String, firstOn: String? = nil, currency: String,
            minorDigits: Int, depositMicros: Int128, unbilledMicros: Int128, receivableMicros: Int128,
            netMinor: Int64, taxMinor: Int64, roundingMicros: Int64
        ) {
            self.partnerID = partnerID
            self.partner = partner
            self.paymentMode = paymentMode
            self.firstOn = firstOn
            self.currency = currency
            self.minorDigits = minorDigits
            self.depositMicros = depositMicros
            self.unbilledMicros = unbilledMicros
            self.receivableMicros = receivableMicros
            self.netMinor = netMinor
            self.taxMinor = taxMinor
            self.roundingMicros = roundingMicros
        }

        private enum CodingKeys: String, CodingKey {
            case partnerID = "partner_id"
            case partner
            case paymentMode = "payment_mode"
            case firstOn = "first_on"
            case currency
            case minorDigits = "minor_digits"
            case depositMicros = "deposit_micros"
            case unbilledMicros = "unbilled_micros"
            case receivableMicros = "receivable_micros"
            case netMinor = "net_minor"
            case taxMinor = "tax_minor"
            case roundingMicros = "rounding_micros"
        }
    }

    /// What was stated of a customer.
    package struct BillingChangeStated: Codable, Equatable, Sendable {
        package var change: BillingChange
        /// The terms did not say so before.
        package var isNew: Bool
        /// Its day has come, and nothing was made of it yet.
        package var isDue: Bool

        package init(
            change: BillingChange, isNew: Bool, isDue: Bool
        ) {
            self.change = change
            self.isNew = isNew
            self.isDue = isDue
        }

        private enum CodingKeys: String, CodingKey {
            case change
            case isNew = "is_new"
            case isDue = "is_due"
        }
    }

    /// What was made of a change whose day had come.
    package struct BillingChangeMade: Codable, Equatable, Sendable {
        package var change: BillingChange
        /// The transfer of the deposit; nil where there was nothing to transfer.
        package var transfer: PaymentRecorded?
        /// Issued of what was unbilled.
        package var invoices: [InvoiceIssued]

        package init(
            change: BillingChange, transfer: PaymentRecorded? = nil, invoices: [InvoiceIssued]
        ) {
            self.change = change
            self.transfer = transfer
            self.invoices = invoices
        }
    }

    /// Changes that were stated, and those that were made.
    package struct BillingChanges: Codable, Equatable, Sendable {
        package var stated: BillingChangeStated?
        package var made: [BillingChangeMade]

        package init(
            stated: BillingChangeStated? = nil, made: [BillingChangeMade]
        ) {
            self.stated = stated
            self.made = made
        }
    }
}
