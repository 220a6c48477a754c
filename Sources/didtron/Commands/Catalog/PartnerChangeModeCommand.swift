import ArgumentParser
import Contracts
internal import Catalog
import Money
import Operations
internal import Postgres
internal import Receivables
internal import Vocabulary

/// Lets a customer pay ahead, or be invoiced, from a billing period on.
struct PartnerChangeModeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change-mode",
        abstract:
            "Let a customer pay ahead, or be invoiced, from a billing period on, and say what that does to the books.",
        discussion: """
            To postpaid, what is left of the deposit becomes an unapplied credit, together with the tax that was taken of it: debit \
            deposit and tax, credit receivable. To prepaid, what is unbilled is invoiced up to that day, and what is due stays due. Both \
            are done when the day has come, by the job billing.change or by --due; calls of days before it that are loaded later are \
            taken from the deposit, or invoiced, as they would have been. A deposit that is overdrawn stays, and is owed.

            Examples:
              didtron partner change-mode acme --mode postpaid --dry-run
              didtron partner change-mode acme --mode postpaid
              didtron partner change-mode --due
            """)

    @Argument(help: "Code of the customer.")
    var partner: String?

    @Option(
        name: .customLong("mode"), help: ArgumentHelp("How it pays: prepaid or postpaid.", valueName: "mode"))
    var to: BillingChange.Mode?

    @Option(
        help: ArgumentHelp(
            "First day, which begins a billing period; the next one behind today and behind what was billed without it.",
            valueName: "date"))
    var from: DayArgument?

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @Flag(help: "Do what is due of changes that were stated before.") var due = false
    @Flag(help: "Show what would be done and change nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var leftAside: FilesLeftAsideOptions
    @OptionGroup var answers: InvoiceAnswerOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    private struct Outcome: Codable {
        var stated: BillingChange.Stated?
        var made: [BillingChange.Made]
    }

    func validate() throws {
        guard due || partner != nil && to != nil else {
            throw ValidationError("State a customer and --mode prepaid or --mode postpaid; or --due.")
        }
        guard !due || to == nil && from == nil else { throw ValidationError("State --due or --mode, not both.") }
    }

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .app)
        let outcome: Outcome
        if dryRun {
            outcome = try act.rehearse("billing.change", of: .entity(entity), on: connection) {
                try change(on: connection)
            }
        } else {
            try BooksClosing(database, by: act.actor.actor, from: CommandOrigin.text)
                .run(entityID: try Catalog.entityID(entity, on: connection))
            outcome = try act.perform("billing.change", of: .entity(entity), on: connection) {
                try change(on: connection)
            }
        }
        if json {
            return try JSONOutput.print(
                JSON.BillingChanges(
                    stated: outcome.stated.map(JSON.BillingChangeStated.init),
                    made: outcome.made.map(JSON.BillingChangeMade.init)))
        }
        if let stated = outcome.stated { print(stated.text) }
        for made in outcome.made { print(made.text) }
        if outcome.stated == nil, outcome.made.isEmpty { print("No change is due.") }
        if dryRun { print("Dry run: nothing was changed.") }
    }

    private func change(on connection: Connection) throws -> Outcome {
        let entityID = try Catalog.entityID(entity, on: connection)
        let partnerID = try partner.map { try Catalog.partnerID($0, on: connection) }
        var stated: BillingChange.Stated?
        if let to, let partnerID {
            stated = try BillingChange.state(
                to, partnerID: partnerID, from: from?.day, entityID: entityID, on: connection)
        }
        let made = try BillingChange.makeDue(
            entityID: entityID, partnerID: partnerID, without: leftAside.value, confirming: answers.value,
            on: connection)
        return Outcome(stated: stated, made: made)
    }
}

extension BillingChange.Mode: ExpressibleByArgument {}

extension BillingChange {
    fileprivate func own(_ minor: Int64) -> String { "\(AmountText.minor(minor, digits: minorDigits)) \(currency)" }

    fileprivate func exact(_ micros: Int128) -> String {
        "\(AmountText.micros(micros, digits: minorDigits)) \(currency)"
    }

    /// The entries that it makes, or would make now.
    fileprivate var entries: String {
        switch paymentMode {
        case .postpaid:
            guard netMinor > 0 else {
                return depositMicros < 0
                    ? "  The deposit is overdrawn by \(exact(-depositMicros)), which stays owed there.\n"
                    : "  There is nothing in the deposit.\n"
            }
            var text = "  Debit  deposit     \(exact(depositMicros))\n"
            if taxMinor > 0 { text += "  Debit  output tax  \(own(taxMinor))\n" }
            text += "  Credit receivable  \(own(netMinor + taxMinor)), an unapplied credit\n"
            if roundingMicros != 0 { text += "  Rounding           \(exact(Int128(roundingMicros)))\n" }
            return text
        case .prepaid:
            return "  Unbilled           \(exact(unbilledMicros)), to be invoiced\n"
                + "  Receivable         \(exact(receivableMicros)), stays due\n"
        }
    }
}

extension BillingChange.Stated {
    fileprivate var text: String {
        let day = change.firstOn.map { "from \($0) on" } ?? "from the beginning"
        let head =
            "\(change.partner) is \(change.paymentMode.rawValue) \(day)\(isNew ? "" : ", as it was stated before")."
        guard change.firstOn != nil, !isDue else { return head }
        return head + "\nWhen that day comes, as the books are now:\n" + change.entries.dropLast()
    }
}

extension BillingChange.Made {
    fileprivate var text: String {
        var text = "\(change.partner) is \(change.paymentMode.rawValue) since \(change.firstOn ?? "the beginning"):\n"
        if change.paymentMode == .postpaid || invoices.isEmpty { text += change.entries }
        if let transfer { text += "  \(transfer.number)\n" }
        for invoice in invoices {
            text +=
                "  Invoice \(invoice.number)  \(AmountText.minor(invoice.totalMinor, digits: invoice.minorDigits)) \(invoice.currency), due \(invoice.dueOn)\n"
        }
        return String(text.dropLast())
    }
}
