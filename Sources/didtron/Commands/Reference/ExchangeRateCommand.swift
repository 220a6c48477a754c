import ArgumentParser
internal import Catalog
import Contracts
internal import Postgres

/// Exchange rates.
struct ExchangeRateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fx", abstract: "Manage exchange rates, for cards in another currency than the agreement.",
        discussion: """
            Example:
              didtron fx import rates.csv --reason 'ECB, October'
            """,
        subcommands: [ExchangeRateImportCommand.self, ExchangeRateListCommand.self])
}

/// Imports exchange rates.
struct ExchangeRateImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import exchange rates.",
        discussion: """
            Columns: from, to, effective_on, rate (units of the second currency for one of the first, at most 12 decimals). A \
            call is converted by the rate in effect on its billing day, which may be stated in either direction: the later \
            day decides, and the opposite direction is inverted exactly; never by way of a third currency. A rate older than \
            the setting fx.days_max is none: the call waits in suspense (stale_exchange_rate).

            A stored rate does not change. Another value for its pair and day corrects it, where --reason says why; calls \
            keep the price that they have until they are rated again (didtron rerate). A rate further from the one before it \
            than the setting fx.jump_percent is refused unless --force is given. The same file again changes nothing.

            Example:
              didtron fx import rates.csv --reason 'ECB, October'
            """)

    @Argument(help: "CSV file; - for standard input.")
    var file: String

    @Flag(help: "Take rates that jump from the ones before them.")
    var force = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        var options = ExchangeRateImport.Options()
        options.reason = act.reason
        options.takesJumps = force
        let bytes = try InputFile.named(file) { try InputFile.bytes(of: file) }
        let report = try act.perform("exchange_rate.import", content: bytes, on: connection) {
            try InputFile.named(file) { try ExchangeRateImport.run(bytes, options, on: connection) }
        }
        if printing.json {
            return try JSONOutput.print(
                JSON.ListImported(
                    added: report.added, changed: report.changed, removed: report.removed, unchanged: report.unchanged,
                    firstChangedOn: report.firstChangedOn))
        }
        let corrected = report.changed > 0 ? "\(report.changed) corrected, " : ""
        printing.say("Exchange rates: \(report.added) added, \(corrected)\(report.unchanged) unchanged")
        if let day = report.firstChangedOn {
            printing.say("Calls rated before keep their prices; didtron rerate --from \(day) shows which would change.")
        }
    }
}

/// Lists exchange rates.
struct ExchangeRateListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List exchange rates.",
        discussion: """
            Example:
              didtron fx list --currency EUR --history
            """)

    @Option(help: ArgumentHelp("Only pairs of this currency.", valueName: "code"))
    var currency: String?

    @Flag(help: "List rates that were corrected, too.")
    var history = false

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try RowOutput.print(
            try ExchangeRateImport.list(currency: currency, history: history, on: connection),
            as: JSON.ExchangeRate.self, printing,
            none: "There are none: didtron fx import.")
    }
}
