import ArgumentParser
internal import Catalog
import Contracts
internal import Postgres
internal import Receivables

/// Numbers let to customers.
struct DIDCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "did", abstract: "Manage numbers let to customers (DIDs), with their monthly and set-up fees.",
        discussion: """
            Examples:
              didtron did import numbers.csv
              didtron did charge --period 2026-10
            """,
        subcommands: [
            CatalogImportCommand<DIDSubject>.self, CatalogListCommand<DIDSubject>.self,
            CatalogShowCommand<DIDSubject>.self, DIDChargeCommand.self,
        ])
}

enum DIDSubject: CatalogCommandSubject {
    typealias Answer = JSON.DID

    static let subject = CatalogSubject.dids
    static let exampleCode = "442071234567"
    static let fileFormat = """
        Columns: number (country code first), partner (the customer), product (of the direction inbound; needed where there \
        are several), from and to (first and last day, in the customer's billing zone; to is none, or empty of a new number, \
        where it has no end), monthly_fee, setup_fee (default 0), currency (that of the customer's \
        agreement, as a check), supplier (a code, or none), entity. A number and its first day name a row; spans of one number may not \
        overlap. Once a number has been charged, only its last day and its supplier can change: for another fee or customer \
        end it, and import it again from the day after.
        """
}

/// Writes the charges of a period.
struct DIDChargeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "charge",
        abstract: "Write the charges of numbers for a period; a second run writes nothing.",
        discussion: """
            A month's fee is shared by days: the days of the calendar month on which the number is in effect / days of the \
            month, rounded once, half up, to a millionth. Where billing periods divide a month, their parts add up to that. The \
            set-up fee is charged once, in the period of the first day. What is charged is posted at once, and `didtron invoice \
            run` bills it; customers who pay from a deposit pay from it. Where a number has got another last day since, each \
            period charged before is put right by a further charge of the difference.

            Examples:
              didtron did charge --period 2026-10 --dry-run
              didtron did charge --period 2026-10
            """)

    @Option(
        help: ArgumentHelp("Billing periods that begin in this month, or on this day.", valueName: "yyyy-mm[-dd]"))
    var period: BillingPeriodArgument

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @Flag(help: "Show what would be charged and change nothing.")
    var dryRun = false

    @Flag(help: "List every charge rather than the first 20.")
    var all = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let report =
            try dryRun
            ? act.rehearse("did.charge", of: .entity(entity), on: connection) { try charge(on: connection) }
            : act.perform("did.charge", of: .entity(entity), on: connection) { try charge(on: connection) }
        if printing.json { return try JSONOutput.print(JSON.DIDCharges(report)) }
        guard !printing.quiet else { return }
        printTable(report.charges)
        if report.numbersBegunEarlier > 0, let first = report.begunEarlierOn {
            print(
                "\(report.numbersBegunEarlier) \(report.numbersBegunEarlier == 1 ? "number" : "numbers") began earlier, the first on \(first), and the period of their first day "
                    + "was never charged: run it with its own --period if it is to be.")
        }
        if dryRun { print("Dry run: nothing was changed.") }
    }

    private func charge(on connection: Connection) throws -> DIDCharging.Report {
        try DIDCharging.run(
            entityID: try Catalog.entityID(entity, on: connection), period: period.period,
            isDryRun: dryRun,
            on: connection)
    }

    private func printTable(_ charges: [DIDCharging.Charge]) {
        guard !charges.isEmpty else { return print("No charges: what is due of these periods has been written.") }
        var table = TextTable([
            .left("number"), .left("customer"), .left("kind"), .left("period"), .right("days"), .right("amount"),
            .left("currency"), .left("paid"),
        ])
        let shown = all ? charges[...] : charges.prefix(20)
        for charge in shown {
            table.rows.append([
                charge.number, charge.partner, charge.kind, "\(charge.servicePeriod) to \(charge.periodEndOn)",
                charge.kind == "setup" ? "" : "\(charge.days) of \(charge.periodDays)",
                AmountText.micros(charge.amountMicros, digits: charge.minorDigits), charge.currency,
                charge.prepaid ? "from the deposit" : "by invoice",
            ])
        }
        print(table.fitted, terminator: "")
        if shown.count < charges.count { print("… and \(charges.count - shown.count) more (--all lists them)") }
        let sums = Dictionary(grouping: charges, by: \.currency).sorted { $0.key < $1.key }.map { currency, charges in
            let sum = charges.reduce(0) { $0 + $1.amountMicros }
            return "\(AmountText.micros(sum, digits: charges[0].minorDigits)) \(currency)"
        }
        print(
            "\(AmountText.count(Int64(charges.count), "charge")): "
                + sums.joined(separator: ", "))
    }
}
