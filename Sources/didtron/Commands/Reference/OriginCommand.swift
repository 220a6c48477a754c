import ArgumentParser
internal import Catalog
import Contracts
internal import Database
internal import Postgres
internal import RateBook

/// Groups of callers, for rates by origin.
struct OriginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "origin", abstract: "Manage groups of callers (A-numbers), for rates by origin.",
        discussion: """
            Example:
              didtron origin import origins.csv
            """,
        subcommands: [OriginImportCommand.self, OriginListCommand.self])
}

/// Imports groups of callers.
struct OriginImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import groups of callers.",
        discussion: """
            Columns: origin (the group), prefix (of calling numbers, one or several). The longest prefix decides; a caller \
            that is withheld, no number or in no group is of no origin. Rates name their group in the column origin of the \
            deck; a rate without one holds where no rate of the caller's group does. With --card the groups are of that card, \
            which then goes by them alone; without, of all cards that have none of their own. The file is the whole of the \
            groups that it names.

            Example:
              didtron origin import origins.csv --card gold
            """)

    @Argument(help: "CSV file; - for standard input.")
    var file: String

    @Option(help: "Name of the card whose groups they are.")
    var card: String?

    @Option(help: ArgumentHelp("Entity; needed where there are several.", valueName: "code"))
    var entity: String?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let bytes = try InputFile.named(file) { try InputFile.bytes(of: file) }
        let report = try act.perform("origin.import", of: .entity(entity), content: bytes, on: connection) {
            let entityID = try Catalog.entityID(entity, on: connection)
            let stored = try card.map { try RateCard(named: $0, entityID: entityID, on: connection) }
            return try InputFile.named(file) {
                try OriginImport.run(bytes, card: stored, entityID: entityID, on: connection)
            }
        }
        try printing.show(JSON.ListImported(report), "Prefixes of callers: \(report)")
    }
}

/// Lists groups of callers.
struct OriginListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List groups of callers, or those that hold for a card.",
        discussion: """
            Example:
              didtron origin list --card gold
            """)

    @Option(help: "Name of a card: those that hold for it.")
    var card: String?

    @Option(help: ArgumentHelp("Entity; needed where there are several.", valueName: "code"))
    var entity: String?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let entityID = try Catalog.entityID(entity, on: connection)
        let stored = try card.map { try RateCard(named: $0, entityID: entityID, on: connection) }
        try RowOutput.print(
            try OriginImport.list(card: stored, entityID: entityID, on: connection), as: JSON.Origin.self, printing,
            none: "There are none: didtron origin import.")
    }
}
