// Answers about the books, for commands and for the API, from what their subject gives.

package import Contracts
package import Ledger

extension JSON.TrialBalanceLine {
    package init(_ found: Ledger.TrialBalanceLine) {
        self.init(
            entity: found.entity, currency: found.currency, minorDigits: found.minorDigits, type: found.type,
            name: found.name, accountClass: found.accountClass, accounts: found.accounts, entries: found.entries,
            debitMicros: found.debitMicros, creditMicros: found.creditMicros,
            balanceMicros: found.debitMicros - found.creditMicros, functionalCurrency: found.functionalCurrency,
            functionalMicros: found.functionalMicros, unconverted: found.unconverted
        )
    }
}

extension JSON.LedgerAccount {
    package init(_ found: LedgerAccountLine) {
        self.init(
            accountID: Int64(found.accountID.rawValue), entity: found.entity, type: found.type, partner: found.partner,
            entries: found.entries, balanceMicros: found.balanceMicros, currency: found.currency,
            minorDigits: found.minorDigits
        )
    }
}

extension JSON.LedgerEntry {
    package init(_ found: LedgerEntryLine) {
        self.init(
            entryID: found.entryID, journalID: found.journalID.rawValue, kind: found.kind,
            document: found.document.isEmpty ? nil : found.document, effectiveOn: found.effectiveOn,
            serviceOn: found.servicePeriod, debitType: found.debitType, debitPartner: found.debitPartner,
            creditType: found.creditType, creditPartner: found.creditPartner, amountMicros: found.amountMicros,
            functionalMicros: found.functionalMicros, currency: found.currency, minorDigits: found.minorDigits
        )
    }
}
