import ArgumentParser
import Contracts
internal import Catalog
import Operations
internal import Receivables

/// Puts money into a customer's deposit.
struct TopUpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topup", abstract: "Record what a prepaid customer paid into its deposit.",
        discussion: """
            It has a number and is available at once. `didtron partner balance` shows what is left.

            Example:
              didtron topup acme --amount 500 --reference "transfer of 3 October"
            """)

    @Argument(help: "Code of the customer.")
    var partner: String

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @OptionGroup var money: PaymentMoneyOptions
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .app)
        let recorded = try act.perform("payment.top_up", of: .entity(entity), on: connection) {
            let party = try PaymentPartner(entity: entity, partner: partner, on: connection)
            var order = PaymentOrder(.topUp, partnerID: party.partnerID)
            try money.fill(&order, own: party.currency)
            order.reason = act.reason
            return try PaymentOrder.record([order], entityID: party.entityID, on: connection)
        }
        try DepositWatch.run(database, by: act.actor.actor, from: CommandOrigin.text)
        if json { return try JSONOutput.print(recorded.map(JSON.PaymentRecorded.init)) }
        for payment in recorded { print(payment.text) }
    }
}
