import ArgumentParser
import Contracts
internal import Postgres
internal import RateBook

/// The holidays of a card.
struct RateCardHolidaysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holidays", abstract: "Manage the holidays of a card, on which its holiday windows hold.",
        discussion: """
            Example:
              didtron ratecard holidays import holidays.csv --card gold
            """,
        subcommands: [RateCardHolidaysImportCommand.self, RateCardHolidaysListCommand.self])
}

/// Imports the holidays of a card.
struct RateCardHolidaysImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import the holidays of a card.",
        discussion: """
            Columns: date, name. The file is the whole of the years that it has days in: of those, days that it lacks are \
            taken away. The same file again changes nothing.

            Example:
              didtron ratecard holidays import holidays.csv --card gold
            """)

    @Argument(help: "CSV file; - for standard input.")
    var file: String

    @OptionGroup var selection: RateCardSelection

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let card = try selection.stored(on: connection)
        let bytes = try InputFile.named(file) { try InputFile.bytes(of: file) }
        let report = try act.perform("holiday.import", of: .entity(selection.entity), content: bytes, on: connection) {
            try InputFile.named(file) { try HolidayImport.run(bytes, card: card, on: connection) }
        }
        try printing.show(JSON.ListImported(report), "Holidays of card \(card.name): \(report)")
    }
}

/// Lists the holidays of a card.
struct RateCardHolidaysListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the holidays of a card.",
        discussion: """
            Example:
              didtron ratecard holidays list --card gold
            """)

    @OptionGroup var selection: RateCardSelection

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        try RowOutput.print(
            try HolidayImport.list(card, on: connection), as: JSON.Holiday.self, printing,
            none: "Card \(card.name) has no holidays.")
    }
}
