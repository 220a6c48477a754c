import ArgumentParser
internal import Ledger

/// Enters the balances with which books are opened.
struct OpeningCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Enter the balances with which the books are opened, as one balanced document.",
        discussion: """
            Columns: account (such as receivable, payable, prepaid, bank), currency, amount and, where it takes them, partner, \
            functional_amount, service_period, text, as_of. An amount is on the side on which its account usually is (what \
            customers owe, what is owed to suppliers, what customers have deposited), below zero on the other. Each line is \
            against the account opening, which holds what the lines come to. An account is opened once; `didtron ledger \
            reverse` takes the document back.

            Example:
              didtron ledger open balances.csv --as-of 2026-09-30
            """)

    @Argument(help: "CSV file; - for standard input.")
    var file: String

    @Option(help: ArgumentHelp("The day at whose end the balances are so.", valueName: "date"))
    var asOf: DayArgument?

    @Option(help: "What the document is called.")
    var description = "Opening balances"

    @Option(help: ArgumentHelp("Of this entity.", valueName: "code"))
    var entity: String?

    @Flag(help: "Propose it, for somebody to post.")
    var propose = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let bytes = try InputFile.named(file) { try InputFile.bytes(of: file, max: 64 << 20) }
        try ManualJournalEntry(entity: entity, propose: propose, json: json, act: act, database: database).run(
            "ledger.open", content: bytes
        ) {
            var stated = try InputFile.named(file) { try StatedJournals(.opening, bytes) }
            stated.day = asOf?.text
            stated.description = description
            return stated
        } naming: { body in
            try InputFile.named(file, body)
        }
    }
}
