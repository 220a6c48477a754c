import ArgumentParser
internal import Catalog
internal import Answers
import Contracts
internal import Receivables

/// Lists invoices.
struct InvoiceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List invoices, newest period first.",
        discussion: """
            Example:
              didtron invoice list --period 2026-10 --state draft
            """)

    @Option(help: ArgumentHelp("Periods that begin in this month, or on this day.", valueName: "yyyy-mm[-dd]"))
    var period: BillingPeriodArgument?

    @Option(help: ArgumentHelp("Only this entity's.", valueName: "code"))
    var entity: String?

    @Option(help: "Only this partner's.")
    var partner: String?

    @Option(help: "Only those that are draft, approved, issued or void.")
    var state: String?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        var filter = InvoiceSummary.Filter()
        filter.period = period?.period
        filter.entityID = try entity.map { try Catalog.entityID($0, on: connection) }
        filter.partnerID = try partner.map { try Catalog.partnerID($0, on: connection) }
        filter.state = state
        let invoices = try InvoiceSummary.list(filter, on: connection)
        if printing.json { return try JSONOutput.print(invoices.map(JSON.InvoiceItem.init)) }
        guard !invoices.isEmpty || printing.csv else {
            print("No invoices: `didtron invoice run --period yyyy-mm` makes drafts.")
            return try UnfinishedFile.printAll(entityID: filter.entityID, on: connection)
        }
        var table = TextTable([
            .right("id"), .left("number"), .left("customer"), .left("period"), .left("state"), .left("due"),
            .right("total"), .right("open"), .left("currency"),
        ])
        for invoice in invoices {
            table.rows.append([
                "\(invoice.invoiceID)", invoice.number ?? "-", invoice.partnerCode,
                "\(invoice.periodStartOn) to \(invoice.periodEndOn)", invoice.state, invoice.dueOn ?? "-",
                AmountText.minor(invoice.totalMinor, digits: invoice.minorDigits),
                invoice.state == "issued" ? AmountText.minor(invoice.openMinor, digits: invoice.minorDigits) : "-",
                invoice.currency,
            ])
        }
        try printing.print(table)
        if !printing.csv { try UnfinishedFile.printAll(entityID: filter.entityID, on: connection) }
    }
}
