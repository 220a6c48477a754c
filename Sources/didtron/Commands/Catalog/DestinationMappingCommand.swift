import ArgumentParser
internal import Catalog
import Contracts
internal import RateBook

/// What cards call destinations, and what these are in the master list.
struct DestinationMappingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping", abstract: "Map a card's names for destinations to the master list.",
        discussion: """
            A name is what most of its prefixes are; where the master list has none of them, what is called the same, capitals, \
            blanks and punctuation aside; else a destination of its own. What a person has reviewed holds for all rates of that \
            name in the card's next decks; otherwise each rate takes the destination of its own prefix. Rates stored before \
            keep what they have.

            Example:
              didtron destination mapping list --card gold --unreviewed
            """,
        subcommands: [
            DestinationMappingListCommand.self, DestinationMappingSetCommand.self, DestinationMappingExportCommand.self,
            DestinationMappingImportCommand.self,
        ])
}

/// Lists the names of a card.
struct DestinationMappingListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a card's names with their destinations.",
        discussion: """
            Example:
              didtron destination mapping list --card gold --unreviewed
            """)

    @OptionGroup var selection: RateCardSelection

    @Flag(help: "Only names that nobody has reviewed.")
    var unreviewed = false

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        try RowOutput.print(
            try DestinationMapping.list(card, unreviewed: unreviewed, on: connection),
            as: JSON.DestinationMapping.self, printing,
            none: unreviewed ? "Every name of card \(card.name) is reviewed." : "Card \(card.name) has no names yet.")
    }
}

/// Sets or confirms one name.
struct DestinationMappingSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Map a card's name to a destination of the master list, or confirm its mapping.",
        discussion: """
            Example:
              didtron destination mapping set --card gold --name "UK Mob" \\
                --destination "United Kingdom Mobile"
            """)

    @OptionGroup var selection: RateCardSelection

    @Option(help: "The card's name for a destination.")
    var name: String

    @Option(help: "Destination of the master list; the present mapping by default.")
    var destination: String?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let card = try selection.stored(on: connection)
        let statement = DestinationMapping.Statement(name: name, destination: destination)
        let changed = try act.perform("destination.map", of: .entity(selection.entity), on: connection) {
            try InputFile.named("mapping") {
                try DestinationMapping.review([statement], of: card, actor: act.actor.name, on: connection)
            }
        }
        try printing.show(
            JSON.ListImported(added: 0, changed: changed, removed: 0, unchanged: 1 - changed),
            changed == 0
                ? "It has been reviewed like that already." : "\(name) is reviewed; it holds for the next deck.")
    }
}

/// Writes the names of a card as a file.
struct DestinationMappingExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a card's names as CSV, to be edited and imported.",
        discussion: """
            Example:
              didtron destination mapping export --card gold --unreviewed \\
                --output names.csv
            """)

    @OptionGroup var selection: RateCardSelection

    @Flag(help: "Only names that nobody has reviewed.")
    var unreviewed = false

    @Option(help: ArgumentHelp("File to write; standard output by default.", valueName: "path"))
    var output: String?

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        let csv = try DestinationMapping.csv(card, unreviewed: unreviewed, on: connection)
        guard let output, output != "-" else { return print(csv, terminator: "") }
        try csv.write(toFile: output, atomically: true, encoding: .utf8)
    }
}

/// Imports reviews.
struct DestinationMappingImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import reviews of a card's names.",
        discussion: """
            Columns: name, destination, reviewed (yes or no; without the column every row with a destination is a review). A row \
            counts where it names another destination than before, or says yes. A file with a fault changes nothing.

            Example:
              didtron destination mapping import names.csv --card gold
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
        let changed = try act.perform(
            "destination.map", of: .entity(selection.entity), content: bytes, on: connection
        ) {
            try InputFile.named(file) {
                try DestinationMapping.import(bytes, of: card, actor: act.actor.name, on: connection)
            }
        }
        try printing.show(
            JSON.ListImported(added: 0, changed: changed, removed: 0, unchanged: 0),
            "\(AmountText.count(Int64(changed), "name")) of card \(card.name) reviewed or changed.")
    }
}
