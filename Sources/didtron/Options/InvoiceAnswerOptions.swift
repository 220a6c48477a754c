import ArgumentParser
internal import Receivables

/// What is confirmed about invoices before they are approved or issued.
struct InvoiceAnswerOptions: ParsableArguments {
    @Flag(
        help: """
            Go on with the prices that a draft has, though its calls were rated again since; the difference waits for a credit or \
            debit note.
            """)
    var keepPrices = false

    @Flag(help: "Go on though an earlier period of the same customer is not billed yet.")
    var leaveEarlier = false

    var value: InvoiceAnswers { InvoiceAnswers(keepsPrices: keepPrices, leavesEarlier: leaveEarlier) }
}
