import ArgumentParser
internal import Catalog
internal import Ledger
internal import Postgres

/// Enters journals by hand.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Enter journals by hand, and post them where nobody else has to.",
        discussion: """
            A line moves an amount from one account to another, so a journal always balances. State one line with --debit, \
            --credit, --amount and --currency, or many in a CSV file with the columns debit, credit, currency, amount and, \
            where it takes them, partner (of receivable, payable, prepaid …), functional_amount, service_period, text; \
            and journal (rows with the same value are one), on, description, where a file has several journals. Accounts are \
            those of `didtron ledger chart list`. To move an amount from one partner to another, go by way of clearing.

            Where the setting ledger.second_person is on, a journal is proposed, and somebody else posts it with \
            `didtron ledger approve` or refuses it; --propose does so in any case. Where the day is locked, entries take \
            effect on the first open one. A posted journal never changes: `didtron ledger reverse` takes it back.

            Example:
              didtron ledger journal journals.csv
            """)

    @Argument(help: "CSV file of lines; - for standard input. Without one, state a line by options.")
    var file: String?

    @Option(help: "Account that is debited.")
    var debit: String?

    @Option(help: "Account that is credited.")
    var credit: String?

    @Option(help: "Amount in units of the currency, above zero.")
    var amount: String?

    @Option(help: ArgumentHelp("Currency of the amount.", valueName: "code"))
    var currency: String?

    @Option(help: "Partner of the account, or that the entry concerns.")
    var partner: String?

    @Option(help: "What it is worth in the entity's currency; the exchange rate of the day says so otherwise.")
    var functionalAmount: String?

    @Option(
        help: ArgumentHelp(
            "First day of the period of the service; that of the month otherwise.", valueName: "date"))
    var servicePeriod: DayArgument?

    @Option(help: ArgumentHelp("Day of effect, of journals that state none.", valueName: "date"))
    var on: DayArgument?

    @Option(help: "What it is for, of journals that do not say.")
    var description: String?

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Propose it, for somebody to post.")
    var propose = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        let line = [debit, credit, amount, currency, partner, functionalAmount].contains { $0 != nil }
        guard (file != nil) != line else {
            throw ValidationError(
                "Name a file of lines, or state a line by --debit, --credit, --amount and --currency.")
        }
        if line, debit == nil || credit == nil || amount == nil || currency == nil || on == nil || description == nil {
            throw ValidationError("A line takes --debit, --credit, --amount, --currency, --on and --description.")
        }
    }

    func run() throws {
        let bytes = try file.map { path in try InputFile.named(path) { try InputFile.bytes(of: path, max: 64 << 20) } }
        try ManualJournalEntry(entity: entity, propose: propose, json: json, act: act, database: database).run(
            "journal.enter", content: bytes ?? []
        ) {
            guard let bytes, let file else { return try stated(line) }
            return try InputFile.named(file) { try stated(StatedJournals(.manualJournal, bytes)) }
        } naming: { body in
            try file.map { path in try InputFile.named(path, body) } ?? body()
        }
    }

    private var line: StatedJournals {
        let fields = [
            "debit": debit, "credit": credit, "amount": amount, "currency": currency, "partner": partner,
            "functional_amount": functionalAmount, "service_period": servicePeriod?.text,
        ]
        return StatedJournals(.manualJournal, [fields.compactMapValues { $0 }])
    }

    private func stated(_ journals: StatedJournals) throws -> StatedJournals {
        var journals = journals
        journals.day = on?.text
        journals.description = description
        return journals
    }
}
