import ArgumentParser
internal import Catalog
internal import Answers
import Contracts
internal import Ledger
import Operations
internal import Receivables

/// Approves drafts.
struct InvoiceApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve drafts for issue.",
        discussion: """
            Examples:
              didtron invoice approve 17 18
              didtron invoice approve --period 2026-10
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
        let approved = try act.perform("invoice.approve", of: .entity(selection.entity), on: connection) {
            let ids = try selection.ids(
                from: ["draft"], done: ["approved", "issued"], step: "approved", on: connection)
            return try InvoiceSteps.approve(
                ids, without: leftAside.value, confirming: answers.value, on: connection)
        }
        try printing.show(
            JSON.InvoicesStepped(step: "approved", invoices: approved.map(\.rawValue)),
            "\(AmountText.count(Int64(approved.count), "invoice")) approved")
    }
}
