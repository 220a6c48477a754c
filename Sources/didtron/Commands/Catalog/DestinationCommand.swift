import Acts
import ArgumentParser
internal import Catalog
import Contracts
internal import Postgres
import WorldPrefixes

/// The master list of destinations.
struct DestinationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destination",
        abstract: "Manage the master list of destinations, to which the names of rate cards are mapped.",
        discussion: """
            Examples:
              didtron destination import
              didtron destination list --number 442071234567
            """,
        subcommands: [DestinationImportCommand.self, DestinationListCommand.self, DestinationMappingCommand.self])
}

/// Imports prefixes of the master list.
struct DestinationImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import prefixes and their destinations.",
        discussion: """
            Columns: prefix, destination. Without a file it is the list that comes with the program. Rates take the destination \
            of the longest prefix that begins theirs; those stored before keep the one they have.

            Examples:
              didtron destination import
              didtron destination import prefixes.csv
            """)

    @Argument(help: "CSV file; - for standard input.")
    var file: String?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let bytes = try file.map { file in try InputFile.named(file) { try InputFile.bytes(of: file) } }
        let report = try act.perform("destination.import", content: bytes ?? [], on: connection) {
            try InputFile.named(file ?? "the list that comes with the program") {
                try DestinationImport.run(bytes ?? ShippedDestinations.csv, on: connection)
            }
        }
        try printing.show(
            JSON.ListImported(
                added: report.added, changed: report.changed, removed: 0, unchanged: report.unchanged),
            "\(AmountText.count(Int64(report.added), "prefix")) added, \(report.changed) changed, "
                + "\(report.unchanged) unchanged")
    }
}

/// Lists the master list.
struct DestinationListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List prefixes and their destinations.",
        discussion: """
            Example:
              didtron destination list --number 442071234567
            """)

    @Option(help: "Only the prefixes that begin this number.")
    var number: String?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try RowOutput.print(
            try DestinationImport.list(number: number, on: connection), as: JSON.Destination.self, printing,
            none: "There are none; `didtron destination import` takes the list that comes with the program.")
    }
}

/// The list that comes with the program, as a file of it would be.
enum ShippedDestinations {
    static var csv: [UInt8] {
        let list = WorldPrefixes.list
        return Array(
            ("prefix,destination\n"
                + list.entries.map { "\($0.digits),\"\(list.destinations[$0.destination])\"\n" }.joined()).utf8)
    }

    /// Fills an empty master list, as an act of its own.
    static func importIfNone(by actor: ActorOption, on connection: Connection) throws {
        guard try DestinationImport.isEmpty(on: connection) else { return }
        let request = ActRequest(
            "destination.import", by: actor.actor, from: CommandOrigin.text,
            reason: "The list was empty: the one that comes with the program")
        _ = try Acts.perform(request, on: connection) { _ in try DestinationImport.run(csv, on: connection) }
    }
}
