import ArgumentParser
internal import Catalog
internal import Ledger
internal import Receivables

/// Approves drafts.
struct InvoiceApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "approve", abstract: "Approve drafts for issue.")

    @OptionGroup var selection: InvoiceSelection
    @OptionGroup var leftAside: FilesLeftAsideOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        try Books.bringUpToDate(database)
        let connection = try database.connect(role: .app)
        let ids = try selection.ids(from: ["draft"], done: ["approved", "issued"], step: "approved", on: connection)
        let approved = try InvoiceSteps.approve(ids, without: leftAside.value, on: connection)
        print(
            approved.count == 1 ? "1 invoice approved" : "\(AmountText.count(Int64(approved.count))) invoices approved")
    }
}
