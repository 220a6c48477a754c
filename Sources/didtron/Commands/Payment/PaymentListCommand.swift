import ArgumentParser
import Contracts
internal import Catalog
internal import Receivables

/// Lists payments.
struct PaymentListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List payments of every kind, the newest value day first.",
        discussion: """
            Example:
              didtron payment list --partner acme --unapplied
            """)

    @Option(help: ArgumentHelp("Only this entity's.", valueName: "code"))
    var entity: String?

    @Option(help: "Only this partner's.")
    var partner: String?

    @Option(
        help: ArgumentHelp(
            "Only those for: \(PaymentPurpose.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "purpose")
    )
    var purpose: PaymentPurpose?

    @Option(help: ArgumentHelp("Counted by the bank on or after this day.", valueName: "date"))
    var from: DayArgument?

    @Option(help: ArgumentHelp("Counted by the bank on or before this day.", valueName: "date"))
    var to: DayArgument?

    @Flag(help: "Only those of which something is left to allocate or to apply.")
    var unapplied = false

    @Flag(help: "List all of them rather than the newest 100.")
    var all = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        var filter = Payment.Filter()
        filter.entityID = try entity.map { try Catalog.entityID($0, on: connection) }
        filter.partnerID = try partner.map { try Catalog.partnerID($0, on: connection) }
        filter.purpose = purpose
        filter.fromOn = from?.day
        filter.toOn = to?.day
        filter.isUnapplied = unapplied
        filter.rowsMax = all ? nil : 100
        let payments = try Payment.list(filter, on: connection)
        if json { return try JSONOutput.print(payments.map(JSON.Payment.init)) }
        guard !payments.isEmpty else { return print("There are no such payments.") }
        var table = TextTable([
            .left("number"), .left("partner"), .left("value day"), .left("for"), .right("total"), .right("left"),
            .left("currency"), .left("state"), .left("reference"),
        ])
        for payment in payments {
            table.rows.append([
                payment.number, payment.partner, payment.valueOn, payment.purpose.words,
                AmountText.minor(payment.totalMinor, digits: payment.minorDigits),
                payment.leftMinor.map { AmountText.minor($0, digits: payment.minorDigits) } ?? "",
                payment.currency, payment.reversedOn.map { "reversed \($0)" } ?? "", payment.reference ?? "",
            ])
        }
        print(table.text, terminator: "")
    }
}

extension PaymentPurpose: ExpressibleByArgument {}
