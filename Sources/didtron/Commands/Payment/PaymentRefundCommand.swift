import ArgumentParser
import Contracts
internal import Catalog
internal import Receivables
internal import Vocabulary

/// Pays back what settles no invoice, or is in a deposit; or records what a supplier paid back of an advance.
struct PaymentRefundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund", abstract: "Refund an unapplied credit or a deposit, or record a refund of an advance.",
        discussion: """
            Without a payment the oldest unapplied credits of the customer are paid back. Never more is paid back than there is: \
            of a deposit what is available.

            Examples:
              didtron payment refund acme --amount 60
              didtron payment refund acme --amount 60 --of PAY-main-2026-000003
              didtron payment refund acme --amount 100 --deposit
              didtron payment refund carrier --amount 50 --of PAY-main-2026-000009
            """)

    @Argument(help: "Code of the partner.")
    var partner: String

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @OptionGroup var money: PaymentMoneyOptions

    @Option(
        name: .customLong("of"),
        help: ArgumentHelp("The payment whose credit it is, or the advance, by number or id.", valueName: "payment"))
    var payment: String?

    @Flag(help: "Out of the customer's deposit.")
    var deposit = false

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard !deposit || payment == nil else { throw ValidationError("State --of or --deposit, not both.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let recorded = try act.perform("payment.refund", of: .entity(entity), on: connection) {
            let party = try PaymentPartner(entity: entity, partner: partner, on: connection)
            var order = PaymentOrder(deposit ? .refundOfDeposit : .refundOfCredit, partnerID: party.partnerID)
            order.settles = deposit ? .nothing : .oldest
            if let payment {
                let found = try Payment.find(payment, on: connection)
                if found.purpose == .advance {
                    order.purpose = .refundOfAdvance
                    order.advanceID = found.paymentID
                    order.settles = .nothing
                } else {
                    order.settles = .named
                    order.parts = [PaymentOrder.Part(documentID: found.paymentID)]
                }
            }
            try money.fill(&order, own: party.currency)
            order.reason = act.reason
            return try PaymentOrder.record([order], entityID: party.entityID, on: connection)
        }
        if json { return try JSONOutput.print(recorded.map(JSON.PaymentRecorded.init)) }
        for payment in recorded { print(payment.text) }
    }
}
