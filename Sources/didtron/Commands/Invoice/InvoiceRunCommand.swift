import ArgumentParser
internal import Catalog
internal import Answers
import Contracts
internal import Ledger
import Money
import Operations
internal import Postgres
internal import Receivables

/// Makes the drafts of a period.
struct InvoiceRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Make invoice drafts of a period, one per customer and currency.",
        discussion: """
            Usage of earlier periods that arrived late joins, on lines of its own period, and so do charges of numbers \
            (`didtron did charge` writes them). A period whose sum is not above zero is set off against the customer's other periods \
            of the run, on one invoice of all of them. Where they come to nothing together, the sum is carried to the next \
            run; one that is still below zero then is listed as a credit that is due. Customers who pay from a deposit get no \
            invoice. While a file that may have calls of the period is not loaded to its end, nothing is made unless that \
            file is named with --without.

            Examples:
              didtron invoice run --period 2026-10 --dry-run
              didtron invoice run --period 2026-10 --partner acme
            """)

    @Option(
        help: ArgumentHelp("Billing periods that begin in this month, or on this day.", valueName: "yyyy-mm[-dd]"))
    var period: BillingPeriodArgument

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @Option(help: "Code of a customer: only this one.")
    var partner: String?

    @Flag(help: "Show what would be made and change nothing.")
    var dryRun = false

    @Flag(help: "List every draft rather than the 20 largest.")
    var all = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var leftAside: FilesLeftAsideOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .app)
        let results: [InvoiceRun.Result]
        if dryRun {
            try BooksNotice.show(on: connection)
            results = try act.rehearse("invoice.run", of: .entity(entity), on: connection) {
                try makeDrafts(on: connection)
            }
        } else {
            try BooksClosing(database, by: act.actor.actor, from: CommandOrigin.text)
                .run(entityID: try Catalog.entityID(entity, on: connection))
            results = try act.perform("invoice.run", of: .entity(entity), on: connection) {
                try makeDrafts(on: connection)
            }
        }
        if printing.json { return try JSONOutput.print(results.map(JSON.InvoiceDraft.init)) }
        guard !printing.quiet else { return }
        printTable(results.filter { $0.outcome == .draft })
        printOffsets(results.filter { $0.outcome == .draft })
        printRest(
            "Too large for an invoice: correct the price and run `didtron rerate`",
            results.filter { $0.outcome == .tooLarge })
        printRest("Carried to the next run, not above zero", results.filter { $0.outcome == .carried })
        printRest(
            "Credit note due, carried by an earlier run and still below zero",
            results.filter { $0.outcome == .creditDue })
        printRest("Paid from the deposit, on no invoice", results.filter { $0.outcome == .prepaid })
        if let running = results.first(where: { $0.outcome == .draft && $0.isRunning }) {
            print("Warning: the period to \(running.periodEndOn) (\(running.billingZone)) has not ended yet.")
        }
        if dryRun { print("Dry run: nothing was changed.") }
    }

    private func makeDrafts(on connection: Connection) throws -> [InvoiceRun.Result] {
        try InvoiceRun.run(
            entityID: try Catalog.entityID(entity, on: connection), period: period.period,
            partnerID: partner.map { try Catalog.partnerID($0, on: connection) }, isDryRun: dryRun,
            without: leftAside.value, on: connection)
    }

    private func printTable(_ drafts: [InvoiceRun.Result]) {
        guard !drafts.isEmpty else { return print("No drafts: there is nothing to bill that no invoice has taken.") }
        var table = TextTable([
            .right("draft"), .left("customer"), .left("period"), .right("lines"), .right("total"), .left("currency"),
        ])
        let shown = all ? drafts : Array(drafts.sorted { $0.totalMinor > $1.totalMinor }.prefix(20))
        for draft in shown {
            table.rows.append([
                draft.invoiceID.map(String.init) ?? "-", draft.partnerCode,
                "\(draft.periodStartOn) to \(draft.periodEndOn)", AmountText.count(draft.lines),
                AmountText.minor(draft.totalMinor, digits: draft.minorDigits), draft.currency,
            ])
        }
        print(table.fitted, terminator: "")
        if shown.count < drafts.count { print("… and \(drafts.count - shown.count) smaller ones (--all lists them)") }
        print(
            "\(AmountText.count(Int64(drafts.count), "draft")), "
                + "\(AmountText.count(drafts.reduce(0) { $0 + $1.lines }, "line")): \(CurrencyTotals(drafts))")
    }

    /// What drafts have of sums that were below zero.
    private func printOffsets(_ drafts: [InvoiceRun.Result]) {
        for draft in drafts {
            let name = "\(draft.partnerCode) \(draft.periodStartOn) to \(draft.periodEndOn)"
            if draft.offsetMicros != 0 {
                print("Set off against other periods of the run: \(name) \(exact(Int128(draft.offsetMicros), draft))")
            }
            if draft.carriedMicros != 0 {
                print("Carried here by an earlier run: \(name) \(exact(Int128(draft.carriedMicros), draft))")
            }
        }
    }

    /// Sums that made no draft: by customer if they are few, else by currency.
    private func printRest(_ title: String, _ results: [InvoiceRun.Result]) {
        if all || results.count <= 5 {
            for result in results { print("\(title): \(result.partnerCode) \(exact(result.exactMicros, result))") }
        } else {
            for (_, group) in Dictionary(grouping: results, by: \.currency).sorted(by: { $0.key < $1.key }) {
                let sum = group.reduce(Int128(0)) { $0 + $1.exactMicros }
                print("\(title): \(group.count) customers, \(exact(sum, group[0])) (--all lists them)")
            }
        }
    }

    private func exact(_ micros: Int128, _ result: InvoiceRun.Result) -> String {
        "\(AmountText.micros(micros, digits: result.minorDigits)) \(result.currency)"
    }
}

/// `1,204.50 USD, 99 JPY`.
private struct CurrencyTotals: CustomStringConvertible {
    let description: String

    init(_ drafts: [InvoiceRun.Result]) {
        description = Dictionary(grouping: drafts, by: \.currency).sorted { $0.key < $1.key }.map { currency, drafts in
            let total = drafts.reduce(Int128(0)) { $0 + Int128($1.totalMinor) }
            return "\(AmountText.minor(total, digits: drafts[0].minorDigits)) \(currency)"
        }.joined(separator: ", ")
    }
}
