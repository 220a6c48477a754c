import ArgumentParser
import Contracts
internal import Catalog
internal import Receivables
internal import Vocabulary

/// Writes off what is open of invoices.
struct PaymentWriteOffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write-off", abstract: "Write off what nobody will pay of invoices.",
        discussion: """
            Of each invoice what is open, or the amount stated. The reason is kept with it.

            Example:
              didtron payment write-off acme --invoice INV-17=0.40 --reason rest
            """)

    @Argument(help: "Code of the customer.")
    var partner: String

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @OptionGroup var invoices: InvoicePartsOptions
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard !invoices.invoices.isEmpty else { throw ValidationError("Name what is written off with --invoice.") }
        guard act.reason != nil else { throw ValidationError("A write-off needs its --reason.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let recorded = try act.perform("payment.write_off", of: .entity(entity), on: connection) {
            let party = try PaymentPartner(entity: entity, partner: partner, on: connection)
            var order = PaymentOrder(.writeOff, partnerID: party.partnerID)
            order.parts = try invoices.parts(in: party.currency, on: connection)
            order.settles = .named
            order.reason = act.reason
            return try PaymentOrder.record([order], entityID: party.entityID, on: connection)
        }
        if json { return try JSONOutput.print(recorded.map(JSON.PaymentRecorded.init)) }
        for payment in recorded { print(payment.text) }
    }
}
