extension JSON {
    /// A payment as a list has it.
    package struct Payment: Codable, Equatable, Sendable {
        package var paymentID: Int64
        package var number: String
        package var entity: String
        package var entityID: Int16
        package var partner: String
        package var partnerID: Int32
        package var purpose: String
        package var isIncoming: Bool
        package var currency: String
        package var minorDigits: Int
        /// Minor units of the currency: what it moved on the partner's account.
        package var totalMinor: Int64
        package var bankCurrency: String?
        package var bankMinorDigits: Int?
        /// Minor units of the bank account's currency.
        package var cashMinor: Int64
        package var feeMinor: Int64
        /// Minor units of the currency.
        package var withheldMinor: Int64
        package var allocatedMinor: Int64
        /// ISO dates.
        package var valueOn: String
        package var effectiveOn: String
        /// `recorded` or `reversed`.
        package var state: String
        package var reversedOn: String?
        package var reference: String?
        package var reason: String?
        /// The part that can still settle something; nil where it never does, or was reversed.
        package var leftMinor: Int64?

        package init(
            paymentID: Int64, number: String, entity: String, entityID: Int16, partner: String, partnerID: Int32,
            purpose: String, isIncoming: Bool, currency: String, minorDigits: Int, totalMinor: Int64,
            bankCurrency: String? = nil, bankMinorDigits: Int? = nil, cashMinor: Int64, feeMinor: Int64,
            withheldMinor: Int64, allocatedMinor: Int64, valueOn: String, effectiveOn: String, state: String,
            reversedOn: String? = nil, reference: String? = nil, reason: String? = nil, leftMinor: Int64? = nil
        ) {
            self.paymentID = paymentID
            self.number = number
            self.entity = entity
            self.entityID = entityID
            self.partner = partner
            self.partnerID = partnerID
            self.purpose = purpose
            self.isIncoming = isIncoming
            self.currency = currency
            self.minorDigits = minorDigits
            self.totalMinor = totalMinor
            self.bankCurrency = bankCurrency
            self.bankMinorDigits = bankMinorDigits
            self.cashMinor = cashMinor
            self.feeMinor = feeMinor
            self.withheldMinor = withheldMinor
            self.allocatedMinor = allocatedMinor
            self.valueOn = valueOn
            self.effectiveOn = effectiveOn
            self.state = state
            self.reversedOn = reversedOn
            self.reference = reference
            self.reason = reason
            self.leftMinor = leftMinor
        }

        private enum CodingKeys: String, CodingKey {
            case paymentID = "payment_id"
            case number, entity
            case entityID = "entity_id"
            case partner
            case partnerID = "partner_id"
            case purpose
            case isIncoming = "is_incoming"
            case currency
            case minorDigits = "minor_digits"
            case totalMinor = "total_minor"
            case bankCurrency = "bank_currency"
            case bankMinorDigits = "bank_minor_digits"
            case cashMinor = "cash_minor"
            case feeMinor = "fee_minor"
            case withheldMinor = "withheld_minor"
            case allocatedMinor = "allocated_minor"
            case valueOn = "value_on"
            case effectiveOn = "effective_on"
            case state
            case reversedOn = "reversed_on"
            case reference, reason
            case leftMinor = "left_minor"
        }
    }

    /// A document that a payment settles, or that settles it. Amounts are in the payment's currency.
    package struct PaymentAllocation: Codable, Equatable, Sendable {
        package var documentID: Int64
        package var number: String?
        /// The kind of the document.
        package var kind: String
        /// Minor units of the payment's currency.
        package var amountMinor: Int64
        /// ISO dates; the second is nil while it holds.
        package var allocatedOn: String
        package var endedOn: String?
        package var currency: String
        package var minorDigits: Int

        package init(
            documentID: Int64, number: String? = nil, kind: String, amountMinor: Int64, allocatedOn: String,
            endedOn: String? = nil, currency: String, minorDigits: Int
        ) {
            self.documentID = documentID
            self.number = number
            self.kind = kind
            self.amountMinor = amountMinor
            self.allocatedOn = allocatedOn
            self.endedOn = endedOn
            self.currency = currency
            self.minorDigits = minorDigits
        }

        private enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case number, kind
            case amountMinor = "amount_minor"
            case allocatedOn = "allocated_on"
            case endedOn = "ended_on"
            case currency
            case minorDigits = "minor_digits"
        }
    }

    /// A payment with all that it settles or settled.
    package struct PaymentDetails: Codable, Equatable, Sendable {
        package var payment: Payment
        /// In the order in which they were made, ended ones among them.
        package var allocations: [PaymentAllocation]

        package init(
            payment: Payment, allocations: [PaymentAllocation]
        ) {
            self.payment = payment
            self.allocations = allocations
        }
    }
}
