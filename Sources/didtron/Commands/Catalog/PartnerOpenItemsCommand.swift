import ArgumentParser
import Contracts
internal import Catalog
internal import Receivables
internal import Vocabulary

/// What is open of customers' invoices and payments.
struct PartnerOpenItemsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open-items", abstract: "List what is open of customers' invoices and payments, as of any day.",
        discussion: """
            Credits that settle nothing yet are below zero. The sum of a customer is its receivable account on that day: what journals by \
            hand and opening balances moved there is listed, too, due since it is there, and so is what they moved on the payable of a \
            supplier, below zero where we owe it.

            Examples:
              didtron partner open-items acme
              didtron partner open-items --as-of 2026-10-31 --json
            """)

    @Argument(help: "Code of the customer; all of them without one.")
    var partner: String?

    @Option(help: ArgumentHelp("The entity.", valueName: "code"))
    var entity: String?

    @Option(help: ArgumentHelp("As of the end of this day; today without it.", valueName: "date"))
    var asOf: DayArgument?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let items = try OpenItem.list(
            entityID: Catalog.entityID(entity, on: connection),
            partnerID: partner.map { try Catalog.partnerID($0, on: connection) }, asOf: asOf?.day,
            on: connection)
        if json { return try JSONOutput.print(items.map(JSON.OpenItem.init)) }
        guard let first = items.first else { return print("Nothing is open.") }
        var table = TextTable([
            .left("partner"), .left("account"), .left("document"), .left("issued"), .left("due"), .right("overdue"),
            .right("total"),
            .right("open"), .left("currency"),
        ])
        for item in items {
            table.rows.append([
                item.partner, item.account, item.number, item.issuedOn, item.dueOn ?? "",
                item.daysOverdue.map { $0 > 0 ? "\($0) days" : "" } ?? "",
                AmountText.minor(item.totalMinor, digits: item.minorDigits),
                AmountText.minor(item.openMinor, digits: item.minorDigits), item.currency,
            ])
        }
        print("As of the end of \(first.asOf)\n" + table.text, terminator: "")
    }
}
