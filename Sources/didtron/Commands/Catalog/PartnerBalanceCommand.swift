import ArgumentParser
internal import Catalog
import Contracts
internal import Postgres
internal import Receivables
internal import Vocabulary

/// Balances of partners at this moment.
struct PartnerBalanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance",
        abstract: "Show what partners owe and have left at this moment, calls just loaded included.",
        discussion: """
            Available is a prepaid customer's deposit less the usage that it still has to pay, less what is held for calls under \
            way, less what calls without a price would cost at the last price known, and less the tax that comes on top of all that. \
            Exposure is what a postpaid customer owes: receivable (invoices less what was paid), unbilled usage, and usage that is loaded \
            and not posted, with the tax that comes on top of these. Unapplied is what of the payments \
            settles no invoice yet. Owed is the same as exposure on the supplier's side; advances were paid ahead, and last until a day at the rate of the last two \
            weeks.

            Examples:
              didtron partner balance
              didtron partner balance acme --json
            """)

    @Argument(help: "Code of the partner; all of them without one.")
    var partner: String?

    @Option(help: ArgumentHelp("The entity.", valueName: "code"))
    var entity: String?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let positions = try PartnerPosition.list(
            entityID: Catalog.entityID(entity, on: connection),
            partnerID: partner.map { try Catalog.partnerID($0, on: connection) }, on: connection)
        if printing.json { return try JSONOutput.print(positions.map(JSON.PartnerPosition.init)) }
        guard !positions.isEmpty || printing.csv else { return print("There are no partners with an agreement.") }
        var table = TextTable([
            .left("partner"), .left("mode"), .right("available"), .right("exposure"), .right("limit"),
            .right("not posted"), .right("unapplied"),
            .right("owed"), .right("advances"), .left("until"), .left("currency"), .left("mark"),
        ])
        for position in positions {
            func amount(_ micros: Int128?) -> String {
                micros.map { AmountText.micros($0, digits: position.minorDigits) } ?? ""
            }
            let isPrepaid = position.paymentMode == "prepaid"
            table.rows.append([
                position.partner, position.paymentMode ?? "", isPrepaid ? amount(position.availableMicros) : "",
                amount(position.exposureMicros), amount(position.creditLimitMicros),
                amount(position.unpostedDepositMicros + position.unpostedSellMicros),
                amount(position.unappliedMicros), amount(position.owedMicros), amount(position.advanceMicros),
                position.advanceRunsOutOn ?? "",
                position.currency, position.overdrawnMark ? "overdrawn" : position.lowMark ? "low" : "",
            ])
        }
        try printing.print(table)
    }
}
