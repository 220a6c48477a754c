import ArgumentParser
internal import Catalog
internal import Answers
import Contracts
internal import Receivables

/// Voids invoices that were not issued.
struct InvoiceVoidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "void", abstract: "Void drafts and approved invoices; the next run bills their usage again.",
        discussion: """
            Example:
              didtron invoice void 17 --reason 'wrong period'
            """)

    @OptionGroup var selection: InvoiceSelection
    @OptionGroup var printing: PrintOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let voided = try act.perform("invoice.void", of: .entity(selection.entity), on: connection) {
            let ids = try selection.ids(from: ["draft", "approved"], done: ["void"], step: "voided", on: connection)
            return try InvoiceSteps.voidDrafts(ids, on: connection)
        }
        try printing.show(
            JSON.InvoicesStepped(step: "voided", invoices: voided.map(\.rawValue)),
            "\(AmountText.count(Int64(voided.count), "invoice")) voided")
    }
}
