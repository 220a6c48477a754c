import ArgumentParser
import Contracts
internal import Catalog
internal import Receivables

/// Takes payments back: bounced, charged back, or recorded by mistake.
struct PaymentReverseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverse", abstract: "Take payments back whole: bounced, charged back, or recorded by mistake.",
        discussion: """
            A journal takes back the entries of each, and what it settled is open again, from today on or from the day on which the \
            bank took it back. The reason is kept.

            Example:
              didtron payment reverse PAY-main-2026-000017 --reason "cheque bounced"
            """)

    @Argument(help: "Numbers or ids of payments, refunds, top-ups or write-offs.")
    var payments: [String]

    @Option(help: ArgumentHelp("Day on which the bank took it back; today without it.", valueName: "date"))
    var on: DayArgument?

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let found = try payments.map { try Payment.find($0, on: connection) }
        let entities = Set(found.map(\.entity))
        guard entities.count == 1, let entity = entities.first else {
            throw ValidationError("Reverse payments of one entity at a time.")
        }
        let reversed = try act.perform("payment.reverse", of: .entity(entity), on: connection) {
            try PaymentSteps.reverse(found.map(\.paymentID), dated: on?.day, reason: act.reason, on: connection)
        }
        if json { return try JSONOutput.print(reversed.map(JSON.PaymentReversed.init)) }
        for payment in reversed {
            let total = AmountText.minor(payment.totalMinor, digits: payment.minorDigits)
            print(
                "\(payment.number)  \(payment.partner)  \(total) \(payment.currency) reversed on \(payment.reversedOn)")
        }
    }
}
