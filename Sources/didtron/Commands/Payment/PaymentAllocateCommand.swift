import ArgumentParser
import Contracts
internal import Catalog
internal import Receivables

/// Lets what is left of a payment settle invoices.
struct PaymentAllocateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allocate", abstract: "Let what is left of a payment settle invoices.",
        discussion: """
            Those named, or those that are due first. It counts from today on, or from the day stated.

            Example:
              didtron payment allocate PAY-main-2026-000017
            """)

    @Argument(help: "Number or id of the payment.")
    var payment: String

    @OptionGroup var invoices: InvoicePartsOptions

    @Option(help: ArgumentHelp("Day from which it counts; today without it.", valueName: "date"))
    var on: DayArgument?

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let found = try Payment.find(payment, on: connection)
        let parts = try act.perform("payment.allocate", of: .entity(found.entity), on: connection) {
            let named = try invoices.parts(in: PaymentAmount.currency(found.currency), on: connection)
            return try PaymentSteps.allocate(
                found.paymentID, to: named.isEmpty ? nil : named, from: on?.day, on: connection)
        }
        if json { return try JSONOutput.print(parts.map(JSON.PaymentPart.init)) }
        print(parts.text("settled by \(found.number)"), terminator: "")
    }
}

/// Ends what a payment settles.
struct PaymentUnallocateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unallocate", abstract: "Take a payment from the invoices that it settles.",
        discussion: """
            From all of them, or those named. The payment is an unapplied credit again.

            Example:
              didtron payment unallocate PAY-main-2026-000017
            """)

    @Argument(help: "Number or id of the payment.")
    var payment: String

    @Option(
        name: .customLong("invoice"),
        help: ArgumentHelp("Only from this invoice, by number or id; repeatable.", valueName: "number"))
    var invoices: [String] = []

    @Option(help: ArgumentHelp("Day from which on; today without it.", valueName: "date"))
    var on: DayArgument?

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let found = try Payment.find(payment, on: connection)
        let parts = try act.perform("payment.unallocate", of: .entity(found.entity), on: connection) {
            let ids = try invoices.map { try InvoiceSelection.id(of: $0, on: connection) }
            return try PaymentSteps.unallocate(
                found.paymentID, from: ids.isEmpty ? nil : ids, dated: on?.day, on: connection)
        }
        if json { return try JSONOutput.print(parts.map(JSON.PaymentPart.init)) }
        print(parts.text("open again"), terminator: "")
    }
}
