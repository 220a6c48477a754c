import ArgumentParser
import Contracts
internal import Catalog
internal import Postgres
internal import Receivables

/// Records money that came in or went out.
struct PaymentRecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Record a payment of a customer, or one to a supplier.",
        discussion: """
            What a customer paid is the amount, the fee that banks kept of it, and the tax that the customer withheld, of which \
            there is a certificate. It settles the invoices named, or those that are due first. What a supplier is paid is the amount \
            and what we withhold; a fee comes on top. It cannot be more than what is due, unless it is an advance.

            Examples:
              didtron payment record acme --amount 1200 --reference "INV 17"
              didtron payment record acme --amount 950 --fee 20 --withheld 30
              didtron payment record carrier --amount 400 --to-supplier --advance
            """)

    @Argument(help: "Code of the partner.")
    var partner: String

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @OptionGroup var money: PaymentMoneyOptions

    @Option(
        help: ArgumentHelp(
            "Tax that whoever pays keeps and pays to the state, in the currency of the agreement.", valueName: "amount")
    )
    var withheld: String?

    @Flag(help: "We paid it, to a supplier.")
    var toSupplier = false

    @Flag(help: "With --to-supplier: ahead of what will be due.")
    var advance = false

    @OptionGroup var invoices: InvoicePartsOptions

    @Flag(help: "Settle nothing yet: all of it stays as an unapplied credit.")
    var unapplied = false

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard !toSupplier || invoices.invoices.isEmpty && !unapplied else {
            throw ValidationError("--invoice and --unapplied are of what a customer paid, not of --to-supplier.")
        }
        guard toSupplier || !advance else { throw ValidationError("--advance is of --to-supplier.") }
        guard !unapplied || invoices.invoices.isEmpty else {
            throw ValidationError("State --invoice or --unapplied, not both.")
        }
        guard !advance || withheld == nil else {
            throw ValidationError("--withheld is of what is due, not of an advance.")
        }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let recorded = try act.perform("payment.record", of: .entity(entity), on: connection) {
            let party = try PaymentPartner(entity: entity, partner: partner, on: connection)
            var order = PaymentOrder(
                toSupplier ? advance ? .advance : .paid : .received, partnerID: party.partnerID)
            try money.fill(&order, own: party.currency, withheld: withheld)
            order.reason = act.reason
            if !toSupplier {
                order.parts = try invoices.parts(in: party.currency, on: connection)
                order.settles = unapplied ? .nothing : order.parts.isEmpty ? .oldest : .named
            }
            return try PaymentOrder.record([order], entityID: party.entityID, on: connection)
        }
        if json { return try JSONOutput.print(recorded.map(JSON.PaymentRecorded.init)) }
        for payment in recorded { print(payment.text) }
        if advance { try printOutlook(on: connection) }
    }

    /// Prints how long what was paid ahead lasts.
    private func printOutlook(on connection: Connection) throws {
        let party = try PaymentPartner(entity: entity, partner: partner, on: connection)
        let positions = try PartnerPosition.list(
            entityID: party.entityID, partnerID: party.partnerID, on: connection)
        for position in positions where position.advanceMicros > 0 {
            let advances =
                "\(AmountText.micros(position.advanceMicros, digits: position.minorDigits)) \(position.currency)"
            let day = position.advanceRunsOutOn.map { "lasts until \($0) at the rate of the last two weeks" }
            print("\(advances) paid ahead to \(position.partner) \(day ?? "is not used at present").")
        }
    }
}
