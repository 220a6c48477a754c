import ArgumentParser
internal import Catalog
internal import Postgres
internal import Receivables
internal import Vocabulary

/// Which invoices a step is for: some by name, or all of a period.
struct InvoiceSelection: ParsableArguments {
    @Argument(help: "Ids or numbers of invoices.")
    var invoices: [String] = []

    @Option(
        help: ArgumentHelp("All of the periods that begin in this month, or on this day.", valueName: "yyyy-mm[-dd]"))
    var period: BillingPeriodArgument?

    @Option(help: ArgumentHelp("Only this entity's.", valueName: "code"))
    var entity: String?

    @Option(help: "Only this partner's.")
    var partner: String?

    func validate() throws {
        guard invoices.isEmpty == (period != nil) else {
            throw ValidationError("Name invoices, or all of a period with --period: one of the two.")
        }
    }

    /// The invoices in question whose next step this is, in the order of the list.
    ///
    /// Invoices stated by name must be in the state `from`, or have the step behind them already (`done`), which is no
    /// fault: those are left out. Otherwise nothing is returned but a sentence thrown.
    func ids(from: [String], done: [String], step: String, on connection: Connection) throws -> [DocumentID] {
        var filter = InvoiceSummary.Filter()
        filter.names = invoices.isEmpty ? nil : invoices
        filter.period = period?.period
        filter.entityID = try entity.map { try Catalog.entityID($0, on: connection) }
        filter.partnerID = try partner.map { try Catalog.partnerID($0, on: connection) }
        let found = try InvoiceSummary.list(filter, on: connection)
        for name in invoices {
            guard let invoice = found.first(where: { "\($0.invoiceID)" == name || $0.number == name }) else {
                throw Refusal(
                    .notFound, "invoice.not_found", "There is no invoice \(name)", facts: ["invoice": name])
            }
            guard from.contains(invoice.state) || done.contains(invoice.state) else {
                throw Refusal(
                    .conflict, "invoice.wrong_state",
                    "Invoice \(name) is \(invoice.state): only \(from.joined(separator: " or ")) can be \(step)",
                    facts: ["invoice": name, "state": invoice.state])
            }
        }
        return found.filter { from.contains($0.state) }.map(\.invoiceID)
    }
}
