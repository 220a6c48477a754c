import ArgumentParser
internal import Answers
import Contracts
internal import Receivables

/// Prints one invoice.
struct InvoiceShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one invoice with its lines.",
        discussion: """
            Example:
              didtron invoice show 17
            """)

    @Argument(help: "Id or number of the invoice.")
    var invoice: String

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let found = try Invoice.find(invoice, on: database.open().connect(role: .reporter))
        if printing.json { return try JSONOutput.print(JSON.Invoice(found)) }
        print(found.text, terminator: "")
    }
}
