import ArgumentParser
import Contracts
internal import Catalog
internal import Receivables
internal import Vocabulary

/// Applies an advance to what is due to the supplier.
struct PaymentApplyAdvanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply-advance", abstract: "Apply an advance to what is due to the supplier by now.",
        discussion: """
            All that is left of it, or the amount stated; never more than what is due.

            Example:
              didtron payment apply-advance PAY-main-2026-000009 --amount 200
            """)

    @Argument(help: "Number or id of the advance.")
    var payment: String

    @Option(help: ArgumentHelp("How much of it; all that is left without it.", valueName: "amount"))
    var amount: String?

    @Option(help: ArgumentHelp("Day from which it counts; today without it.", valueName: "date"))
    var on: DayArgument?

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let advance = try Payment.find(payment, on: connection)
        let recorded = try act.perform("payment.apply_advance", of: .entity(advance.entity), on: connection) {
            guard advance.purpose == .advance, let left = advance.leftMinor else {
                throw Refusal(
                    .conflict, "payment.no_advance", "Payment \(advance.number) is no advance that can be used",
                    facts: ["payment": advance.number])
            }
            var order = PaymentOrder(.advanceUse, partnerID: advance.partnerID)
            order.advanceID = advance.paymentID
            order.totalMinor =
                try amount.map {
                    try PaymentAmount.minor($0, of: PaymentAmount.currency(advance.currency), as: "amount")
                } ?? left
            order.valueOn = on?.day
            order.reason = act.reason
            return try PaymentOrder.record([order], entityID: advance.entityID, on: connection)
        }
        if json { return try JSONOutput.print(recorded.map(JSON.PaymentRecorded.init)) }
        for payment in recorded { print(payment.text) }
    }
}
