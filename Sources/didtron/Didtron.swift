internal import Vocabulary
import ArgumentParser

/// The one executable: each subcommand is a type of its own under `Commands/`.
@main
struct Didtron: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "didtron",
        abstract: "Wholesale VoIP billing: call records in, rated calls, balanced books and invoices out.",
        discussion: """
            Examples:
              didtron demo
              didtron partner import partners.csv
              didtron ratecard import deck.csv --card gold --side sell --currency USD
              didtron cdr import calls.csv
              didtron invoice run --period 2026-10

            Each command explains itself with --help and prints JSON with --json, \
            refusals included; --quiet prints only errors and requested data.

            Exit status:
              0    done, or nothing to do
              1    refused or failed, or a check does not hold: the sentence says
                   what to do
              3    done, and somebody should look (cdr import, cdr watch); or the
                   database is not ready (db status)
              64   the command line is not understood
              130  stopped by Ctrl-C (128 + the number of the signal): run the same
                   command again to go on

            Environment:
              DATABASE_URL  database to work on, PostgreSQL 15 or newer; without it
                            a private one is created and started
              DIDTRON_HOME  folder of the private database and of received files;
                            by default /var/lib/didtron for root, and didtron in
                            XDG_DATA_HOME or ~/.local/share for others
              PG_BIN        folder of PostgreSQL's programs, for the private database
              NO_COLOR      no colours, if it is set; else on a terminal alone
              COLUMNS       width of lists; that of the terminal by default
            """,
        version: ProductVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "First steps", subcommands: [DemoCommand.self, InitCommand.self, StatusCommand.self]),
            CommandGroup(
                name: "Partners and settings",
                subcommands: [
                    AccountCommand.self, BankCommand.self, ContactCommand.self, DIDCommand.self, EntityCommand.self,
                    PartnerCommand.self, PartyCommand.self, ProductCommand.self, SettingsCommand.self,
                    SwitchCommand.self, TaxCommand.self,
                ]),
            CommandGroup(
                name: "Rates",
                subcommands: [
                    DestinationCommand.self, ExchangeRateCommand.self, NumberStateCommand.self, OriginCommand.self,
                    RateCardCommand.self, TariffCommand.self,
                ]),
            CommandGroup(
                name: "Calls",
                subcommands: [CDRCommand.self, ExplainCommand.self, RateCommand.self, RerateCommand.self]),
            CommandGroup(
                name: "Invoices, payments and books",
                subcommands: [
                    AuditCommand.self, CheckCommand.self, DepositCommand.self, InvoiceCommand.self, LedgerCommand.self,
                    PaymentCommand.self, TopUpCommand.self,
                ]),
            CommandGroup(
                name: "Running it",
                subcommands: [
                    DatabaseCommand.self, DevCommand.self, JobsCommand.self, ServeCommand.self, TokenCommand.self,
                    UserCommand.self,
                ]),
        ]
    )

    static func main() {
        do {
            try CommandWords.check(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot()
            try command.run()
        } catch let error {
            FailureReport.exit(with: error)
        }
    }
}
