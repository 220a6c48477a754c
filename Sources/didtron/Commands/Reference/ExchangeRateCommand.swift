import ArgumentParser
import Billing
import Postgres

/// Exchange rates.
struct ExchangeRateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fx", abstract: "Exchange rates, for cards in another currency than the agreement.",
        subcommands: [ExchangeRateImportCommand.self, ExchangeRateListCommand.self])
}

/// Imports exchange rates.
struct ExchangeRateImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import exchange rates.",
        discussion: """
            Columns: from, to, effective_on, rate (units of the second currency for one of the first, at most 12 decimals). A \
            call is converted by the rate in effect on its billing day; where a pair is not stated, by the exact inverse of \
            the opposite one; never by way of a third currency. A stored rate does not change: another value for its pair and \
            day is refused. The same file again changes nothing.
            """)

    @Argument(help: "CSV file; - for standard input.")
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let report = try InputFile.named(file) {
            try ExchangeRateImport.run(InputFile.bytes(of: file), on: connection)
        }
        if json { return try JSONOutput.print(report) }
        print("Exchange rates: \(report.added) added, \(report.unchanged) unchanged")
    }
}

/// Lists exchange rates.
struct ExchangeRateListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List exchange rates.")

    @Option(help: "Only pairs of this currency.")
    var currency: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try RowOutput.print(
            try ExchangeRateImport.list(currency: currency, on: connection), json: json,
            none: "There are none: didtron fx import.")
    }
}
