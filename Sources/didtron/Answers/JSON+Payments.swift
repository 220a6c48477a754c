internal import Answers
import Contracts
import Foundation
internal import Postgres
internal import Receivables
internal import Vocabulary

// Payments, bank files, open items and deposits.

extension JSON.PaymentPart {
    init(_ found: PaymentSteps.Part) {
        self.init(
            documentID: found.documentID.rawValue, number: found.number, amountMinor: found.amountMinor,
            currency: found.currency, minorDigits: found.minorDigits
        )
    }
}

extension JSON.OpenItem {
    init(_ found: OpenItem) {
        self.init(
            partner: found.partner, kind: found.kind, documentID: found.documentID.rawValue, number: found.number,
            issuedOn: found.issuedOn, dueOn: found.dueOn, currency: found.currency, minorDigits: found.minorDigits,
            totalMinor: found.totalMinor, openMinor: found.openMinor, asOfOn: found.asOf,
            daysOverdue: found.daysOverdue
        )
    }
}

extension JSON.Ageing {
    init(_ found: Ageing) {
        self.init(
            partner: found.partner, currency: found.currency, minorDigits: found.minorDigits, asOfOn: found.asOf,
            invoices: found.invoices, notDueMinor: found.notDueMinor, days30Minor: found.days30Minor,
            days60Minor: found.days60Minor, days90Minor: found.days90Minor, olderMinor: found.olderMinor,
            unappliedMinor: found.unappliedMinor, totalMinor: found.totalMinor, ledgerMicros: found.ledgerMicros
        )
    }
}

extension JSON.BankFile {
    init(_ found: BankFile) {
        self.init(
            fileID: found.fileID.rawValue, entityID: found.entityID.rawValue, entity: found.entity, name: found.name,
            format: found.format, currency: found.currency, account: found.account, lines: found.lines,
            openLines: found.openLines, receivedAt: found.receivedAt
        )
    }
}

extension JSON.BankLine {
    init(_ found: BankProposal) {
        self.init(
            lineID: found.lineID.rawValue, lineNumber: found.lineNumber, valueOn: found.valueOn,
            amountMinor: found.amountMinor, feeMinor: found.feeMinor, currency: found.currency,
            minorDigits: found.minorDigits, payerName: found.payerName, payerIBAN: found.payerIBAN,
            reference: found.reference, bankReference: found.bankReference, state: found.state,
            payment: found.payment, partner: found.partner, partnerID: found.partnerID?.rawValue,
            purpose: found.purpose?.rawValue, certainty: found.certainty,
            reasons: found.reasons?.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) } ?? [],
            invoices: found.invoices?.split(separator: " ").map(String.init) ?? []
        )
    }
}

extension JSON.DepositMark {
    init(_ found: DepositMark) {
        self.init(
            partner: found.partner, kind: found.kind, currency: found.currency, minorDigits: found.minorDigits,
            availableMicros: found.availableMicros, limitMicros: found.limitMicros,
            clearedMicros: found.clearedMicros, raisedAt: found.raisedAt, clearedAt: found.clearedAt
        )
    }
}

extension JSON.BillingChange {
    init(_ found: BillingChange) {
        self.init(
            partnerID: found.partnerID.rawValue, partner: found.partner, paymentMode: found.paymentMode.rawValue,
            firstOn: found.firstOn, currency: found.currency, minorDigits: found.minorDigits,
            depositMicros: found.depositMicros, unbilledMicros: found.unbilledMicros,
            receivableMicros: found.receivableMicros, netMinor: found.netMinor, taxMinor: found.taxMinor,
            roundingMicros: found.roundingMicros
        )
    }
}

extension JSON.BillingChangeStated {
    init(_ found: BillingChange.Stated) {
        self.init(
            change: JSON.BillingChange(found.change), isNew: found.isNew, isDue: found.isDue
        )
    }
}

extension JSON.BillingChangeMade {
    init(_ found: BillingChange.Made) {
        self.init(
            change: JSON.BillingChange(found.change), transfer: found.transfer.map(JSON.PaymentRecorded.init),
            invoices: found.invoices.map(JSON.InvoiceIssued.init)
        )
    }
}
