import ArgumentParser
import Contracts
internal import Postgres
internal import RateBook

/// The states of numbers of the North American plan.
struct NumberStateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "npanxx", abstract: "Manage states of area codes and exchanges, for rates by US jurisdiction.",
        discussion: """
            Example:
              didtron npanxx import states.csv
            """,
        subcommands: [NumberStateImportCommand.self, NumberStateListCommand.self])
}

/// Imports states of area codes and exchanges.
struct NumberStateImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import states of area codes and exchanges.",
        discussion: """
            Columns: npa (an area code such as 212, or with its exchange 212555; or two columns npa and nxx), state (two \
            letters). A call is international where the called number is not 1 and ten digits, indeterminate where either \
            number has no state here, else intrastate or interstate. The exchange comes before the area code; the routing \
            number (LRN) of a call before the number dialled. What the file lacks stays as it is.

            Example:
              didtron npanxx import states.csv
            """)

    @Argument(help: "CSV file; - for standard input.")
    var file: String

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let bytes = try InputFile.named(file) { try InputFile.bytes(of: file) }
        let report = try act.perform("number_state.import", content: bytes, on: connection) {
            try InputFile.named(file) { try StateImport.run(bytes, on: connection) }
        }
        try printing.show(JSON.ListImported(report), "Area codes and exchanges: \(report)")
    }
}

/// Lists states of area codes and exchanges.
struct NumberStateListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List area codes and exchanges with their states.",
        discussion: """
            Example:
              didtron npanxx list --number 12125550100
            """)

    @Option(help: "Only those that begin this number, written with its country code, 1.")
    var number: String?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try RowOutput.print(
            try StateImport.list(number: number, on: connection), as: JSON.NumberState.self, printing,
            none: "There are none: didtron npanxx import.")
    }
}
