import ArgumentParser
internal import Catalog
internal import Postgres
import WorldPrefixes

/// The master list of destinations.
struct DestinationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "destination", abstract: "The master list of destinations, whatever a rate card calls them.",
        subcommands: [DestinationImportCommand.self, DestinationListCommand.self, DestinationMappingCommand.self])
}

/// Imports prefixes of the master list.
struct DestinationImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import prefixes and their destinations.",
        discussion: """
            Columns: prefix, destination. Without a file it is the list that comes with the program. Rates take the destination \
            of the longest prefix that begins theirs; those stored before keep the one they have.
            """)

    @Argument(help: "CSV file; - for standard input.")
    var file: String?

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let report: DestinationImport.Report
        if let file {
            report = try InputFile.named(file) {
                try DestinationImport.run(InputFile.bytes(of: file), on: connection)
            }
        } else {
            report = try DestinationImport.run(ShippedDestinations.csv, on: connection)
        }
        print(
            "\(AmountText.count(Int64(report.added), "prefix")) added, \(report.changed) changed, \(report.unchanged) unchanged"
        )
    }
}

/// Lists the master list.
struct DestinationListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List prefixes and their destinations.")

    @Option(help: "Only the prefixes that begin this number.")
    var number: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try RowOutput.print(
            try DestinationImport.list(number: number, on: connection), json: json,
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

    /// Fills an empty master list.
    static func importIfNone(on connection: Connection) throws {
        if try DestinationImport.isEmpty(on: connection) { _ = try DestinationImport.run(csv, on: connection) }
    }
}
