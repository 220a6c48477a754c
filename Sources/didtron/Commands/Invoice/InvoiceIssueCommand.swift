import ArgumentParser
internal import Catalog
internal import Answers
import Contracts
internal import Ledger
import Operations
internal import Receivables

/// Issues approved invoices.
struct InvoiceIssueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Issue approved invoices: number them and record them in the ledger.",
        discussion: """
            Example:
              didtron invoice issue --period 2026-10 --request-key october
            """)

    @OptionGroup var selection: InvoiceSelection
    @OptionGroup var printing: PrintOptions
    @OptionGroup var leftAside: FilesLeftAsideOptions
    @OptionGroup var answers: InvoiceAnswerOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        try BooksClosing(database, by: act.actor.actor, from: CommandOrigin.text).run()
        let connection = try database.connect(role: .app)
        let issued = try act.perform("invoice.issue", of: .entity(selection.entity), on: connection) {
            let ids = try selection.ids(from: ["approved"], done: ["issued"], step: "issued", on: connection)
            return try InvoiceSteps.issue(
                ids, without: leftAside.value, confirming: answers.value, on: connection)
        }
        if printing.json { return try JSONOutput.print(issued.map(JSON.InvoiceIssued.init)) }
        guard !printing.quiet else { return }
        for invoice in issued.prefix(20) {
            let total = AmountText.minor(invoice.totalMinor, digits: invoice.minorDigits)
            print("\(invoice.number)  \(invoice.partnerCode)  \(total) \(invoice.currency), due \(invoice.dueOn)")
        }
        if let last = issued.last, issued.count > 20 { print("… to \(last.number)") }
        print(issued.count == 1 ? "1 invoice issued" : "\(AmountText.count(Int64(issued.count))) invoices issued")
    }
}
