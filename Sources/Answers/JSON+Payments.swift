// Answers about payments, deposits and positions, for commands and for the API, from what their subject gives.

package import Contracts
package import Receivables

extension JSON.Payment {
    package init(_ found: Payment) {
        self.init(
            paymentID: found.paymentID.rawValue, number: found.number, entity: found.entity,
            entityID: found.entityID.rawValue, partner: found.partner, partnerID: found.partnerID.rawValue,
            purpose: found.purpose.rawValue, isIncoming: found.isIncoming, currency: found.currency,
            minorDigits: found.minorDigits, totalMinor: found.totalMinor, bankCurrency: found.bankCurrency,
            bankMinorDigits: found.bankMinorDigits, cashMinor: found.cashMinor, feeMinor: found.feeMinor,
            withheldMinor: found.withheldMinor, allocatedMinor: found.allocatedMinor, valueOn: found.valueOn,
            effectiveOn: found.effectiveOn, state: found.state, reversedOn: found.reversedOn,
            reference: found.reference, reason: found.reason, leftMinor: found.leftMinor
        )
    }
}

extension JSON.PaymentDetails {
    package init(_ payment: Payment, _ allocations: [Payment.Allocation]) {
        self.init(
            payment: JSON.Payment(payment),
            allocations: allocations.map {
                JSON.PaymentAllocation(
                    documentID: $0.documentID.rawValue, number: $0.number, kind: $0.kind, amountMinor: $0.amountMinor,
                    allocatedOn: $0.allocatedOn, endedOn: $0.endedOn, currency: payment.currency,
                    minorDigits: payment.minorDigits)
            })
    }
}

extension JSON.PaymentRecorded {
    package init(_ found: RecordedPayment) {
        self.init(
            paymentID: found.paymentID.rawValue, number: found.number, partner: found.partner,
            purpose: found.purpose.rawValue, currency: found.currency, minorDigits: found.minorDigits,
            totalMinor: found.totalMinor, bankCurrency: found.bankCurrency, bankMinorDigits: found.bankMinorDigits,
            cashMinor: found.cashMinor, feeMinor: found.feeMinor, withheldMinor: found.withheldMinor,
            allocatedMinor: found.allocatedMinor, valueOn: found.valueOn, effectiveOn: found.effectiveOn
        )
    }
}

extension JSON.PaymentReversed {
    package init(_ found: PaymentSteps.Reversed) {
        self.init(
            paymentID: found.paymentID.rawValue, number: found.number, partner: found.partner,
            purpose: found.purpose.rawValue, currency: found.currency, minorDigits: found.minorDigits,
            totalMinor: found.totalMinor, reversedOn: found.reversedOn
        )
    }
}

extension JSON.DepositHold {
    package init(_ found: DepositHold) {
        self.init(
            holdID: found.holdID.rawValue, partner: found.partner, currency: found.currency,
            minorDigits: found.minorDigits, amountMicros: found.amountMicros, capturedMicros: found.capturedMicros,
            state: found.state, reference: found.reference, madeAt: found.madeAt, expiresAt: found.expiresAt
        )
    }
}

extension JSON.DepositHoldMade {
    package init(_ found: DepositHold.Made) {
        self.init(
            holdID: found.holdID.rawValue, currency: found.currency, minorDigits: found.minorDigits,
            amountMicros: found.amountMicros, expiresAt: found.expiresAt
        )
    }
}

extension JSON.DepositHoldEnded {
    package init(_ found: DepositHold.Ended) {
        self.init(
            holdID: found.holdID.rawValue, currency: found.currency, minorDigits: found.minorDigits,
            state: found.state, amountMicros: found.amountMicros, capturedMicros: found.capturedMicros
        )
    }
}

extension JSON.PartnerPosition {
    package init(_ found: Receivables.PartnerPosition) {
        self.init(
            partner: found.partner, currency: found.currency, minorDigits: found.minorDigits,
            paymentMode: found.paymentMode, availableMicros: found.availableMicros,
            exposureMicros: found.exposureMicros, owedMicros: found.owedMicros,
            creditLimitMicros: found.creditLimitMicros, receivableMicros: found.receivableMicros,
            unbilledMicros: found.unbilledMicros, depositMicros: found.depositMicros,
            payableMicros: found.payableMicros, advanceMicros: found.advanceMicros,
            advanceRunsOutOn: found.advanceRunsOutOn, accruedMicros: found.accruedMicros,
            unpostedDepositMicros: found.unpostedDepositMicros, unpostedSellMicros: found.unpostedSellMicros,
            unpostedBuyMicros: found.unpostedBuyMicros, depositTaxMicros: found.depositTaxMicros,
            sellTaxMicros: found.sellTaxMicros
        )
    }
}
