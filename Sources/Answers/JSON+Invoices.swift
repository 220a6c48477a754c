// Answers about invoices, for commands and for the API, from what their subject gives.

package import Contracts
package import Receivables

extension JSON.Invoice {
    package init(_ found: Receivables.Invoice) {
        self.init(
            invoiceID: found.invoiceID.rawValue, number: found.number, state: found.state, entityName: found.entityName,
            partner: found.partnerCode, partnerName: found.partnerName, currency: found.currency,
            minorDigits: found.minorDigits, rounding: found.rounding.rawValue, periodStartOn: found.periodStartOn,
            periodEndOn: found.periodEndOn, billingZone: found.billingZone, paymentTermsDays: found.paymentTermsDays,
            paymentTermsKind: found.paymentTermsKind, exactMicros: found.exactMicros, linesMinor: found.linesMinor,
            taxMinor: found.taxMinor, includesTax: found.includesTax, taxTreatment: found.taxTreatment,
            taxSentence: found.taxSentence, taxes: found.taxes.map(JSON.InvoiceTax.init), totalMinor: found.totalMinor,
            openMinor: found.openMinor, issuedOn: found.issuedOn, dueOn: found.dueOn, cutOff: found.cutOff,
            offsets: found.offsets.map(JSON.InvoiceOffset.init), lines: found.lines.map(JSON.InvoiceLine.init),
            parties: found.parties.map(JSON.InvoiceParty.init)
        )
    }
}

extension JSON.InvoiceTax {
    init(_ found: Receivables.Invoice.Tax) {
        self.init(
            tax: found.tax, rateMillionths: found.rateMillionths, baseMinor: found.baseMinor, taxMinor: found.taxMinor)
    }
}

extension JSON.InvoiceLine {
    package init(_ found: Receivables.Invoice.Line) {
        self.init(
            number: found.number, kind: found.kind, serviceOn: found.servicePeriod, product: found.product,
            destination: found.destination, calls: found.calls, billedS: found.billedSeconds,
            rateNanosPerMinute: found.nanosPerMinute, setupFeeNanos: found.setupFeeNanos,
            rateCurrency: found.rateCurrency, exactMicros: found.exactMicros, amountMinor: found.amountMinor
        )
    }
}

extension JSON.InvoiceOffset {
    package init(_ found: Receivables.Invoice.Offset) {
        self.init(
            kind: found.kind.rawValue, periodStartOn: found.periodStartOn, periodEndOn: found.periodEndOn,
            amountMicros: found.amountMicros
        )
    }
}

extension JSON.InvoiceParty {
    package init(_ found: Receivables.Invoice.Party) {
        self.init(
            role: found.role, code: found.code, name: found.name, lines: found.lines, bankLines: found.bankLines,
            language: found.language
        )
    }
}

extension JSON.InvoiceItem {
    package init(_ found: InvoiceSummary) {
        self.init(
            invoiceID: found.invoiceID.rawValue, number: found.number, state: found.state, partner: found.partnerCode,
            partnerName: found.partnerName, currency: found.currency, minorDigits: found.minorDigits,
            periodStartOn: found.periodStartOn, periodEndOn: found.periodEndOn, lines: found.lines,
            totalMinor: found.totalMinor, openMinor: found.openMinor, dueOn: found.dueOn
        )
    }
}

extension JSON.InvoiceDraft {
    package init(_ found: InvoiceRun.Result) {
        self.init(
            outcome: found.outcome.rawValue, invoiceID: found.invoiceID?.rawValue, partner: found.partnerCode,
            partnerName: found.partnerName, currency: found.currency, minorDigits: found.minorDigits,
            periodStartOn: found.periodStartOn, periodEndOn: found.periodEndOn, billingZone: found.billingZone,
            lines: found.lines, exactMicros: found.exactMicros, totalMinor: found.totalMinor, taxMinor: found.taxMinor,
            offsetMicros: found.offsetMicros, carriedMicros: found.carriedMicros, isRunning: found.isRunning
        )
    }
}

extension JSON.InvoiceIssued {
    package init(_ found: InvoiceSteps.Issued) {
        self.init(
            invoiceID: found.invoiceID.rawValue, number: found.number, partner: found.partnerCode,
            partnerName: found.partnerName, currency: found.currency, minorDigits: found.minorDigits,
            totalMinor: found.totalMinor, dueOn: found.dueOn
        )
    }
}
